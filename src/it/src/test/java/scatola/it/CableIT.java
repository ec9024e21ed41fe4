package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.SOON;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scatola.bus.testing.Conforms;
import scatola.it.box.Heard;

/** Cables that are pulled, by a hand or by the bus, and addresses that move. */
@ExtendWith(OnStage.class)
class CableIT {

    @Test
    void aPiThatIsUnpluggedGoesOfflineAndComesBackWithItsGuest(Stage stage) {
        Heard before = stage.bus().state("node/pi3/availability").orElseThrow();
        Traffic ping = stage.ping("doge1", "10.1.1.3");
        Heard reply = ping.sample("a reply", SOON, Traffic::isReply);

        stage.lab().unplug("pi3");
        Heard offline = stage.availability("pi3", "offline", reply.number());
        assertThat(offline.json().path("session")).isEqualTo(before.json().path("session"));
        ping.samplesAfter(reply, 2, "timeouts", SOON, Traffic::isTimeout);

        stage.lab().plug("pi3");
        Heard online = stage.availability("pi3", "online", offline.number());
        ping.sampleAfter(online, "a reply again", SOON, Traffic::isReply);
        assertThat(ping.stop().has("verdict", "recovered")).isTrue();
        Heard uplink = stage.bus()
                .state("uplink/pi3", SOON, state -> state.json().path("carrier").asBoolean());
        assertThat(uplink.has("state", "ON")).isTrue();
    }

    @Test
    @Conforms("uplink-comes-back")
    void aCablePulledByTheBusComesBackByItself(Stage stage) {
        int asked = stage.bus().now();
        Traffic ping = stage.ping("doge1", "10.1.1.2");
        ping.sample("a reply", SOON, Traffic::isReply);

        stage.bus().done("uplink/pi2/set", "{'state':'OFF','for_s':6}");

        stage.bus().await("the pull is told", asked, SOON, "uplink/pi2", state -> state.has("state", "OFF"));
        Heard offline = stage.availability("pi2", "offline", asked);
        ping.sampleAfter(offline, "a timeout", SOON, Traffic::isTimeout);
        Heard online = stage.bus()
                .await(
                        "pi2 is back",
                        offline.number(),
                        SOON,
                        "node/pi2/availability",
                        heard -> heard.has("state", "online"));
        assertThat(online.millisSince(offline)).isBetween(1_000L, 15_000L);
        ping.sampleAfter(online, "a reply again", SOON, Traffic::isReply);
        stage.bus().state("uplink/pi2", SOON, state -> state.has("state", "ON"));
        ping.stop();
    }

    @Test
    void anAddressThatMovesAnswersFromItsNewPlace(Stage stage) {
        Traffic ping = stage.ping("doge1", "10.1.1.2");
        ping.sample("a reply", SOON, Traffic::isReply);
        stage.bus().done("link/doge2/stage/set", "{'state':'OFF'}");
        Heard timeout = ping.sample("a timeout", SOON, Traffic::isTimeout);

        stage.bus().done("vm/doge3/set", "{'ip':'10.1.1.2/24'}");

        Heard reply = ping.sampleAfter(timeout, "a reply", Duration.ofSeconds(10), Traffic::isReply);
        assertThat(reply.number()).isGreaterThan(timeout.number());
        assertThat(stage.exec("doge3", "ifconfig")).anyMatch(line -> line.contains("10.1.1.2 "));
        ping.stop();
    }
}
