package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.HOME;
import static scatola.it.Stage.OUTPUTS;
import static scatola.it.Stage.SOON;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scatola.it.box.Heard;
import scatola.it.box.Ran;

/** The story told by a thumb: plain texts, and buttons that say something of their own. */
@ExtendWith(OnStage.class)
class ButtonsIT {

    @AfterEach
    void noButtons(Stage stage) throws IOException {
        Files.writeString(stage.lab().buttons(), "");
    }

    @Test
    void aZigbeeButtonUnplugsAGuestAndPlugsItInAgain(Stage stage) throws IOException {
        buttons(stage, Files.readString(HOME.resolve("buttons.example.yaml")));
        Traffic ping = stage.ping("doge1", "10.1.1.2");
        Heard reply = ping.sample("a reply", SOON, Traffic::isReply);

        publish(stage, "zigbee2mqtt/red-button/action", "single");

        Heard unplugged = stage.bus()
                .await(
                        "the cable is out",
                        reply.number(),
                        SOON,
                        "link/doge2/stage",
                        state -> state.has("state", "OFF") && state.has("by", "button:zigbee2mqtt/red-button/action"));
        Heard timeout = ping.sampleAfter(unplugged, "a timeout", SOON, Traffic::isTimeout);

        publish(stage, "zigbee2mqtt/red-button/action", "hold");

        Heard replaced = ping.sampleAfter(timeout, "a reply of guest 3", SOON, Traffic::isReply);
        stage.bus().done("vm/doge3/set", "{'ip':'10.1.1.3/24'}");
        Heard silent = ping.sampleAfter(replaced, "a timeout again", SOON, Traffic::isTimeout);

        publish(stage, "zigbee2mqtt/red-button/action", "single");

        ping.sampleAfter(silent, "a reply of guest 2 again", SOON, Traffic::isReply);
        assertThat(ping.stop().has("verdict", "recovered")).isTrue();
        Ran told = stage.lab().scatola(Duration.ofMinutes(1), "timeline", "--kind", "command");
        assertThat(told.output())
                .contains("button:zigbee2mqtt/red-button/action")
                .contains("plug doge2 into stage or unplug it");
    }

    @Test
    void aPlainTextTogglesACableAndMovesAnAddress(Stage stage) {
        Traffic ping = stage.ping("doge1", "10.1.1.2");
        Heard reply = ping.sample("a reply", SOON, Traffic::isReply);

        publish(stage, "scatola/link/doge2/stage/set/state", "TOGGLE");
        Heard timeout = ping.sampleAfter(reply, "a timeout", SOON, Traffic::isTimeout);
        publish(stage, "scatola/vm/doge3/set/ip", "10.1.1.2/24");
        Heard replaced = ping.sampleAfter(timeout, "a reply of guest 3", SOON, Traffic::isReply);
        publish(stage, "scatola/vm/doge3/set/ip", "10.1.1.3/24");
        Heard silent = ping.sampleAfter(replaced, "a timeout again", SOON, Traffic::isTimeout);
        publish(stage, "scatola/link/doge2/stage/set/state", "TOGGLE");
        ping.sampleAfter(silent, "a reply of guest 2 again", SOON, Traffic::isReply);
        ping.stop();
    }

    @Test
    void aPlainTextPowersAGuestDownAndBootsIt(Stage stage) {
        int since = stage.bus().now();

        publish(stage, "scatola/vm/doge3/set/state", "TOGGLE");
        stage.bus().await("doge3 is off", since, SOON, "vm/doge3", state -> state.has("phase", "off"));
        publish(stage, "scatola/vm/doge3/set/state", "TOGGLE");
        stage.running("doge3");
        stage.reaches("doge1", "10.1.1.3");
    }

    /** Has these rules hold, and waits until they do. */
    private static void buttons(Stage stage, String rules) throws IOException {
        String bell = "- {when: shelf/bell, is: 1, do: box/request/show/stop}\n";
        int since = stage.bus().now();
        Files.writeString(stage.lab().buttons(), rules + bell);
        stage.bus()
                .await(
                        "the rules are read",
                        since,
                        SOON,
                        "box/state",
                        state -> !state.json().path("buttons").isMissingNode());
        for (int rung = 0; stage.bus().heard(since, "box/response/show/stop").isEmpty(); rung++) {
            assertThat(rung).as("the buttons are heard").isLessThan(100);
            publish(stage, "shelf/bell", "1");
        }
    }

    private static void publish(Stage stage, String topic, String text) {
        String port = Integer.toString(stage.lab().brokerPort());
        Ran.of(
                        HOME,
                        Map.of(),
                        OUTPUTS,
                        Duration.ofSeconds(10),
                        List.of("mosquitto_pub", "-p", port, "-t", topic, "-m", text))
                .orThrow();
    }
}
