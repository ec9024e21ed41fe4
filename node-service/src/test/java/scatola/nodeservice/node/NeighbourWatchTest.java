package scatola.nodeservice.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import scatola.bus.AlertId;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.VmName;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.message.Alert;
import scatola.bus.message.Severity;
import scatola.bus.testing.Conforms;
import scatola.nodeservice.report.Reporter;
import scatola.nodeservice.testing.FakeBus;
import scatola.nodeservice.testing.ManualTimer;

class NeighbourWatchTest {
    private static final NodeName PI1 = new NodeName("pi1");
    private static final String STAMP = "\"session\":1,\"seq\":1,\"ts\":\"2026-05-01T18:30:00Z\"";

    private final FakeBus bus = new FakeBus();
    private final ManualTimer timer = new ManualTimer();
    private final Topics topics = new Topics("scatola");
    private final Reporter reporter = new Reporter(topics, 2, timer.clock(), bus, timer);
    private final Neighbours neighbours = new Neighbours(PI1);
    private int changes;
    private final NeighbourWatch watch = new NeighbourWatch(PI1, topics, neighbours, reporter, () -> changes++);

    @Test
    void whatTheBrokerKeptOfThisNodeAndIsNoLongerTrueIsCleared() {
        arrives("scatola/vm/ghost", vm("pi1"));
        arrives("scatola/link/ghost/stage", link("pi1"));
        arrives("scatola/node/pi1/alert/old", alert());

        assertThat(cleared())
                .containsExactly("scatola/vm/ghost", "scatola/link/ghost/stage", "scatola/node/pi1/alert/old");
    }

    @Test
    @Conforms("nodes-clear-what-is-not-true")
    void whatOthersSayIsLeftAlone() {
        arrives("scatola/vm/doge2", vm("pi2"));
        arrives("scatola/link/doge2/stage", link("pi2"));
        arrives("scatola/node/pi2/alert/old", alert());

        assertThat(bus.said()).isEmpty();
        assertThat(neighbours.names()).containsExactly(new VmName("doge2"));
        assertThat(changes).isPositive();
    }

    @Test
    void whatIsTrueIsKept() {
        Topic.NodeAlert topic = new Topic.NodeAlert(PI1, new AlertId("heat"));
        reporter.keep(topic, stamp -> new Alert(stamp, Severity.WARNING, "hot", stamp.ts()));

        arrives("scatola/node/pi1/alert/heat", alert());

        assertThat(cleared()).isEmpty();
    }

    @Test
    void aNeighboursGuestThatWasClearedIsForgotten() {
        arrives("scatola/vm/doge2", vm("pi2"));

        arrives("scatola/vm/doge2", "");

        assertThat(neighbours.names()).isEmpty();
    }

    @Test
    @Conforms("malformed-states-ignored")
    void nonsenseIsIgnoredAndDoesNoHarm() {
        arrives("scatola/vm/doge2", "{\"node\":7}");
        arrives("scatola/vm/Doge!", vm("pi1"));
        arrives("scatola/node/pi2/availability", "online");

        assertThat(bus.said()).isEmpty();
        assertThat(neighbours.names()).isEmpty();
    }

    private void arrives(String topic, String payload) {
        watch.arrived(Incoming.arrivalOf(Outgoing.retained(topic, payload.getBytes(UTF_8))));
    }

    private List<String> cleared() {
        return bus.said().stream()
                .filter(said -> said.retain() && said.payload().length == 0)
                .map(Outgoing::topic)
                .toList();
    }

    private static String vm(String node) {
        return """
                {%s,"state":"ON","target":"ON","phase":"running","since":"2026-05-01T18:30:00Z","node":"%s",
                 "image":"doge","memory_mib":128,"networks":["stage"]}""".formatted(STAMP, node);
    }

    private static String link(String node) {
        return """
                {%s,"state":"ON","node":"%s","mac":"52:54:00:00:00:01","vnl":"vxvde://239.1.1.1","delay_ms":0,"loss_pct":0}""".formatted(STAMP, node);
    }

    private static String alert() {
        return "{%s,\"severity\":\"warning\",\"text\":\"x\",\"since\":\"2026-05-01T18:30:00Z\"}".formatted(STAMP);
    }
}
