package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.SOON;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scatola.bus.testing.Conforms;

/** What all other tests rely on without a word: somebody holds everything that is said against the contract. */
@ExtendWith(OnStage.class)
class MinutesIT {

    @Test
    @Conforms("topics-as-documented")
    void whatIsNotAsTheContractSaysIsNotedAndNothingElse(Stage stage) {
        stage.reaches("doge1", "10.1.1.2");
        assertThat(stage.minutes().takeObjections()).isEmpty();
        long before = stage.minutes().heard();

        stage.bus().send("vm/doge1/event", "{'type':'never heard of'}");
        stage.bus().send("node/pi1", "{'session':'one'}");

        Awaitility.await().atMost(SOON).until(() -> stage.minutes().heard() >= before + 2);
        assertThat(stage.minutes().takeObjections())
                .hasSize(2)
                .anyMatch(objection ->
                        objection.contains("scatola/vm/doge1/event") && objection.contains("no such topic"))
                .anyMatch(
                        objection -> objection.contains("scatola/node/pi1") && objection.contains("must be retained"));
    }
}
