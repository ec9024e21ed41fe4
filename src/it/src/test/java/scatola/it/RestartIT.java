package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.BOOT;
import static scatola.it.Stage.PIS;
import static scatola.it.Stage.SOON;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scatola.bus.testing.Conforms;
import scatola.it.box.Bus;
import scatola.it.box.Heard;

/** What dies is started again, and what it held is found again. */
@ExtendWith(OnStage.class)
class RestartIT {

    @Test
    void guestsOutliveTheirNodeServiceAndAreFoundAgain(Stage stage) {
        Bus bus = stage.bus();
        ProcessHandle machine = stage.lab().machine("doge2");
        Heard before = bus.state("node/pi2/availability").orElseThrow();
        int killed = bus.now();

        stage.lab().kill("pi2");

        stage.availability("pi2", "offline", killed);
        stage.reaches("doge1", "10.1.1.2");
        stage.lab().up(PIS.size());
        Heard online = stage.availability("pi2", "online", killed);
        assertThat(online.json().path("session").asLong())
                .isGreaterThan(before.json().path("session").asLong());
        Heard guest = bus.state(
                "vm/doge2",
                BOOT,
                state ->
                        state.has("phase", "running") && stage.newerThan(before).test(state));
        assertThat(guest.has("ip", "10.1.1.2/24")).as(guest.text()).isTrue();
        assertThat(stage.lab().machine("doge2").pid()).isEqualTo(machine.pid());
        assertThat(stage.exec("doge2", "echo", "still here")).containsExactly("still here");
        stage.reaches("doge1", "10.1.1.2");
    }

    @Test
    @Conforms("nodes-say-all-again")
    void aBrokerThatHasForgottenEverythingIsToldEverythingAgain(Stage stage) {
        List<String> topics = PIS.stream()
                .flatMap(pi -> List.of(
                        "node/" + pi + "/availability",
                        "node/" + pi,
                        "uplink/" + pi,
                        "vm/doge" + pi.substring(2),
                        "link/doge" + pi.substring(2) + "/stage")
                        .stream())
                .toList();

        stage.lab().kill("broker");
        stage.lab().up(PIS.size());

        try (Bus newcomer = stage.lab().bus()) {
            topics.forEach(topic -> newcomer.state(topic, SOON, any -> true));
            PIS.forEach(
                    pi -> newcomer.state("node/" + pi + "/availability", SOON, state -> state.has("state", "online")));
        }
        stage.bus().awaitConnected();
        stage.reaches("doge1", "10.1.1.2");
    }

    @Test
    void aRebootedGuestComesBackWithItsAddress(Stage stage) {
        int asked = stage.bus().now();

        stage.bus().done("vm/doge2/request/reboot", "{}");

        Heard starting =
                stage.bus().await("doge2 boots", asked, SOON, "vm/doge2", state -> state.has("phase", "starting"));
        stage.bus().await("doge2 runs", starting.number(), BOOT, "vm/doge2", state -> state.has("phase", "running"));
        stage.reaches("doge1", "10.1.1.2");
    }
}
