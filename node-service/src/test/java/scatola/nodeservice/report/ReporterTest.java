package scatola.nodeservice.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scatola.bus.AlertId;
import scatola.bus.NodeName;
import scatola.bus.Stamp;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.BusException;
import scatola.bus.client.Outgoing;
import scatola.bus.message.Alert;
import scatola.bus.message.Message;
import scatola.bus.message.Severity;
import scatola.bus.testing.Conforms;
import scatola.nodeservice.testing.FakeBus;
import scatola.nodeservice.testing.ManualTimer;

class ReporterTest {
    private static final Topic HEAT = topic("heat");
    private static final Topic NOISE = topic("noise");

    private final FakeBus bus = new FakeBus();
    private final ManualTimer timer = new ManualTimer();
    private final Reporter reporter = new Reporter(new Topics("scatola"), 7, timer.clock(), bus, timer);

    @Test
    @Conforms("states-retained")
    void whatIsKeptIsRetainedAndNumberedFromOneInItsSession() {
        reporter.keep(HEAT, text("hot"));
        reporter.keep(NOISE, text("loud"));

        assertThat(bus.said()).allMatch(Outgoing::retain);
        assertThat(bus.state("scatola/node/pi1/alert/heat").path("session").asLong())
                .isEqualTo(7);
        assertThat(numbers(bus)).containsExactly(1L, 2L);
    }

    @Test
    void everythingIsSaidAgainWithFreshNumbersThroughWhomeverIsGiven() {
        reporter.keep(HEAT, text("hot"));
        reporter.keep(HEAT, text("hotter"));
        reporter.keep(NOISE, text("loud"));
        reporter.clear(NOISE);
        FakeBus first = new FakeBus();

        reporter.sayAll(first);

        assertThat(first.said()).hasSize(1);
        assertThat(first.state("scatola/node/pi1/alert/heat").path("text").asText())
                .isEqualTo("hotter");
        assertThat(numbers(first)).containsExactly(4L);
    }

    @Test
    void whatIsClearedIsSaidEmptyAndKeptNoMore() {
        reporter.keep(HEAT, text("hot"));

        reporter.clear(HEAT);

        assertThat(bus.said().getLast().payload()).isEmpty();
        assertThat(bus.said().getLast().retain()).isTrue();
        assertThat(reporter.keeps(HEAT)).isFalse();
    }

    @Test
    void whatAnOverloadedBusDidNotTakeIsSaidAgainAsItIsByThen() {
        bus.trouble(BusException.Kind.OVERLOADED);
        reporter.keep(HEAT, text("hot"));
        bus.trouble(null);
        reporter.keep(HEAT, text("hotter"));

        timer.pass(Duration.ofSeconds(1));

        assertThat(bus.texts("scatola/node/pi1/alert/heat")).hasSize(2).allMatch(said -> said.contains("hotter"));
        assertThat(numbers(bus)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aClearingThatAnOverloadedBusDidNotTakeIsSaidAgain() {
        reporter.keep(HEAT, text("hot"));
        bus.trouble(BusException.Kind.OVERLOADED);
        reporter.clear(HEAT);
        bus.trouble(null);

        timer.pass(Duration.ofSeconds(1));

        assertThat(bus.said().getLast().payload()).isEmpty();
    }

    @Test
    void withoutABusNothingIsTriedUntilItIsThere() {
        bus.trouble(BusException.Kind.NOT_CONNECTED);
        reporter.keep(HEAT, text("hot"));
        reporter.happened(NOISE, text("loud"));

        assertThat(timer.waiting()).isZero();
        bus.trouble(null);
        reporter.sayAll(bus);

        assertThat(bus.said()).hasSize(1);
    }

    @Test
    void numbersGoOutInOrderWhoeverSpeaks() throws InterruptedException {
        List<Thread> speakers = IntStream.range(0, 8)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    for (int n = 0; n < 50; n++) {
                        reporter.keep(topic("a" + i), text("x"));
                    }
                }))
                .toList();
        for (Thread speaker : speakers) {
            assertThat(speaker.join(Duration.ofSeconds(10))).isTrue();
        }

        assertThat(numbers(bus)).hasSize(400).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void rawBytesAreNeitherRetainedNorTriedAgain() {
        bus.trouble(BusException.Kind.OVERLOADED);
        reporter.raw(HEAT, "x".getBytes(UTF_8), 1);

        assertThat(timer.waiting()).isZero();
    }

    private static List<Long> numbers(FakeBus bus) {
        return bus.said().stream()
                .filter(message -> message.payload().length > 0)
                .map(message -> FakeBus.json(new String(message.payload(), UTF_8))
                        .path("seq")
                        .asLong())
                .toList();
    }

    private static Topic topic(String id) {
        return new Topic.NodeAlert(new NodeName("pi1"), new AlertId(id));
    }

    private static Function<Stamp, Message> text(String text) {
        return stamp -> new Alert(stamp, Severity.WARNING, text, stamp.ts());
    }
}
