package scatola.nodeservice.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import scatola.bus.message.Response;
import scatola.bus.testing.Conforms;

class TransactionsTest {
    private static final Instant NOW = Instant.parse("2026-05-01T18:30:00Z");
    private static final String TOPIC = "scatola/vm/doge1/set";

    private final Transactions transactions = new Transactions();

    @Test
    void aCommandThatComesTwiceIsAnsweredAgain() {
        admit(TOPIC, "7", "{\"state\":\"ON\"}", NOW);

        assertThat(admit(TOPIC, "7", "{\"state\":\"ON\"}", NOW.plusSeconds(599)))
                .isInstanceOf(Transactions.Verdict.Again.class);
    }

    @Test
    void theSecondOneGetsTheFirstOnesAnswerEvenIfThatIsStillToCome() {
        var first = (Transactions.Verdict.New) admit(TOPIC, "7", "{}", NOW);
        var second = (Transactions.Verdict.Again) admit(TOPIC, "7", "{}", NOW);
        Response answer = Response.ok("7", JsonNodeFactory.instance.objectNode());

        first.answer().complete(answer);

        assertThat(second.answer()).isCompletedWithValue(answer);
    }

    @Test
    void aTransactionOfAnotherCommandIsRefused() {
        admit(TOPIC, "7", "{\"state\":\"ON\"}", NOW);

        assertThat(admit(TOPIC, "7", "{\"state\":\"OFF\"}", NOW)).isInstanceOf(Transactions.Verdict.Reused.class);
    }

    @Test
    void twoTopicsMayUseTheSameTransaction() {
        admit(TOPIC, "7", "{}", NOW);

        assertThat(admit("scatola/vm/doge2/set", "7", "{}", NOW)).isInstanceOf(Transactions.Verdict.New.class);
    }

    @Test
    @Conforms("transactions-done-once")
    void aTransactionIsForgottenAfterTenMinutes() {
        admit(TOPIC, "7", "{}", NOW);

        assertThat(admit(TOPIC, "7", "{}", NOW.plus(Duration.ofMinutes(10)).plusMillis(1)))
                .isInstanceOf(Transactions.Verdict.New.class);
    }

    @Test
    void aFloodForgetsTheOldestFirst() {
        for (int number = 0; number < 20_000; number++) {
            admit(TOPIC, "t" + number, "{}", NOW);
        }

        assertThat(transactions.size()).isEqualTo(10_000);
        assertThat(admit(TOPIC, "t19999", "{}", NOW)).isInstanceOf(Transactions.Verdict.Again.class);
    }

    private Transactions.Verdict admit(String topic, String transaction, String payload, Instant now) {
        return transactions.admit(topic, transaction, payload.getBytes(UTF_8), now);
    }
}
