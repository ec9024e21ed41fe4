package scatola.nodeservice.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import scatola.bus.NodeName;
import scatola.bus.Topics;
import scatola.nodeservice.report.Alerts;
import scatola.nodeservice.report.Reporter;
import scatola.nodeservice.testing.FakeBus;
import scatola.nodeservice.testing.ManualTimer;

class RetainedCommandsTest {
    private static final String ALERT = "scatola/node/pi1/alert/retained-command";

    private final FakeBus bus = new FakeBus();
    private final ManualTimer timer = new ManualTimer();
    private final RetainedCommands retained = new RetainedCommands(new Alerts(
            new NodeName("pi1"), new Reporter(new Topics("scatola"), 1, timer.clock(), bus, timer), timer.clock()));

    @Test
    void aRefusalSaysHowToClearItAndTheAlertNamesAllUntilTheLastIsCleared() {
        assertThat(retained.refused("scatola/vm/a/set")).contains("mosquitto_pub -r -n -t scatola/vm/a/set");
        retained.refused("scatola/vm/b/set");
        assertThat(bus.state(ALERT).path("text").asText()).contains("scatola/vm/a/set, scatola/vm/b/set");

        retained.cleared("scatola/vm/a/set");
        assertThat(bus.state(ALERT).path("text").asText()).contains("vm/b").doesNotContain("vm/a");

        retained.cleared("scatola/vm/b/set");
        assertThat(bus.state(ALERT).isMissingNode()).isTrue();
    }

    @Test
    void whatWasNeverRefusedIsClearedInSilence() {
        retained.cleared("scatola/vm/a/set");

        assertThat(bus.said()).isEmpty();
    }

    @Test
    void thousandsOfThemFillNoMemory() {
        for (int i = 0; i < 5000; i++) {
            retained.refused("scatola/vm/a/set/attribute-%d".formatted(i));
        }

        assertThat(bus.state(ALERT).path("text").asText().length()).isLessThan(1000);
    }
}
