package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.SOON;

import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scatola.it.box.Heard;
import scatola.it.box.Page.Listener;

/** Node-RED with the flow that docs/buttons.md has people import. */
@ExtendWith(OnStage.class)
class NodeRedIT {

    @Test
    void aFlowUnplugsAGuestAndSeesWhatComesOfIt(Stage stage, @TempDir Path folder) {
        try (NodeRed red = NodeRed.start(stage.lab().brokerPort(), folder);
                Listener eyes = red.watch()) {
            sees(eyes, 0, "scatola-cable-shown", "plugged in");
            Traffic ping = stage.ping("doge1", "10.1.1.2");
            Heard reply = ping.sample("a reply", SOON, Traffic::isReply);
            red.press("scatola-ping");
            sees(eyes, 0, "scatola-trip-shown", "[0-9.]+ ms");

            int unplugged = eyes.now();
            red.press("scatola-unplug");
            Heard timeout = ping.sampleAfter(reply, "a timeout", SOON, Traffic::isTimeout);
            sees(eyes, unplugged, "scatola-cable-shown", "unplugged");
            sees(eyes, unplugged, "scatola-answer-shown", "done");
            sees(eyes, unplugged, "scatola-trip-shown", "timeout");
            assertThat(stage.bus().state("link/doge2/stage").orElseThrow().has("state", "OFF"))
                    .isTrue();

            int plugged = eyes.now();
            red.press("scatola-toggle");
            ping.sampleAfter(timeout, "a reply again", SOON, Traffic::isReply);
            sees(eyes, plugged, "scatola-cable-shown", "plugged in");
            sees(eyes, plugged, "scatola-trip-shown", "[0-9.]+ ms");

            red.press("scatola-stop");
            stage.bus()
                    .await(
                            "the flow's ping has ended",
                            reply.number(),
                            SOON,
                            "test/node-red/result",
                            result -> result.has("verdict", "recovered"));
            ping.stop();
        }
    }

    /** A node of the flow says that below itself. */
    private static void sees(Listener eyes, int since, String node, String pattern) {
        eyes.await(
                "%s: %s".formatted(node, pattern),
                since,
                SOON,
                message -> StreamSupport.stream(message.json().spliterator(), false)
                        .anyMatch(one -> one.path("topic").asText().equals("status/" + node)
                                && one.path("data").path("text").asText().matches(pattern)));
    }
}
