package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scatola.it.box.Bus;
import scatola.it.box.Heard;

/** The story of the thesis's third chapter, told by nobody but MQTT messages and a hand on a cable. */
@ExtendWith(OnStage.class)
class StoryIT {

    @Test
    void aGuestWhosePiIsUnpluggedIsReplacedByAnotherThatTakesItsAddress(Stage stage) {
        Traffic ping = stage.ping("doge1", "10.1.1.2");
        Heard reply = ping.samplesAfter(
                ping.sample("a reply of guest 2", SOON, Traffic::isReply), 2, "more replies", SOON, Traffic::isReply);

        stage.lab().unplug("pi2");
        stage.availability("pi2", "offline", reply.number());
        Heard timeout = ping.sampleAfter(reply, "a timeout", SOON, Traffic::isTimeout);
        Heard fourth = ping.samplesAfter(timeout, 3, "timeouts", SOON, Traffic::isTimeout);
        assertThat(fourth.millisSince(timeout)).as("three seconds of timeouts").isBetween(1_500L, 6_000L);

        stage.bus().done("vm/doge3/set", "{'ip':'10.1.1.2/24'}");
        Heard again = ping.sampleAfter(fourth, "a reply of guest 3", SOON, Traffic::isReply);
        ping.samplesAfter(again, 2, "replies of guest 3", SOON, Traffic::isReply);
        assertThat(stage.bus().state("node/pi2/availability"))
                .hasValueSatisfying(state -> assertThat(state.has("state", "offline"))
                        .as("pi2 is still unplugged")
                        .isTrue());

        stage.bus().done("vm/doge3/set", "{'ip':'10.1.1.3/24'}");
        int plugged = stage.bus().now();
        stage.lab().plug("pi2");
        Heard online = stage.availability("pi2", "online", plugged);
        ping.samplesAfter(online, 3, "replies of guest 2 again", SOON, Traffic::isReply);

        JsonNode result = ping.stop().json();
        assertThat(result.path("verdict").asText()).as(result.toString()).isEqualTo("recovered");
        assertThat(result.path("outage_ms").asLong()).isGreaterThan(3_000);
        assertThat(result.path("received").asLong())
                .isLessThan(result.path("sent").asLong());
    }

    @Test
    void guestOnesHelloArrivesOnGuestTwo(Stage stage) {
        Traffic listener = stage.begin("doge2", "netcat", "'listen':true,'port':2389");
        listener.listening();

        Traffic sender = stage.begin("doge1", "netcat", "'to':'10.1.1.2','port':2389,'text':'Hi from rasp1!'");

        Heard line = listener.sample("the hello", SOON, sample -> sample.has("text", "Hi from rasp1!"));
        assertThat(line.has("from", "doge2")).isTrue();
        assertThat(sender.result(SOON).has("verdict", "ok")).isTrue();
        assertThat(listener.result(SOON).has("verdict", "ok")).isTrue();
    }

    @Test
    void guestOneMeasuresForTwentySecondsAndTellsAFigureEveryTwo(Stage stage) {
        Bus bus = stage.bus();
        Traffic iperf = stage.begin("doge1", "iperf", "'to':'10.1.1.2','port':12000,'duration_s':20,'interval_s':2");

        Heard result = iperf.result(Duration.ofSeconds(60));

        assertThat(result.has("verdict", "ok")).as(result.text()).isTrue();
        assertThat(result.json().path("mbit_per_s").asDouble()).isPositive();
        List<Heard> figures = iperf.samples().stream()
                .filter(sample -> sample.json().has("mbit_per_s"))
                .toList();
        assertThat(figures).hasSizeBetween(10, 11);
        assertThat(figures.getLast().millisSince(figures.getFirst()))
                .as("told as they are measured")
                .isGreaterThan(12_000);
        assertThat(bus.state("test/" + iperf.test() + "/result")).isPresent();
    }
}
