package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.SOON;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scatola.it.box.Heard;

/** A guest that has nothing but a login prompt on its serial line does all that others do. */
@ExtendWith(OnStage.class)
class SerialOnlyIT {

    @Test
    void aGuestWithOnlyALoginPromptDoesEverything(Stage stage) {
        stage.create("pi3", "getty", "doge-serial", "{'network':'stage'}");
        stage.running("getty");

        stage.bus().done("vm/getty/set", "{'ip':'10.1.1.6/24'}");
        stage.reaches("doge1", "10.1.1.6");
        stage.reaches("getty", "10.1.1.1");

        assertThat(stage.exec("getty", "echo", "$HOME; `id`", "it's")).containsExactly("$HOME; `id` it's");

        Traffic listener = stage.begin("getty", "netcat", "'listen':true,'port':2389");
        listener.listening();
        stage.begin("doge1", "netcat", "'to':'getty','port':2389,'text':'Hi from rasp1!'");
        listener.sample("the hello", SOON, sample -> sample.has("text", "Hi from rasp1!"));

        Traffic answer = stage.begin("doge1", "netcat", "'listen':true,'port':2390");
        answer.listening();
        stage.begin("getty", "netcat", "'to':'10.1.1.1','port':2390,'text':'Hi from a prompt'");
        answer.sample("the answer", SOON, sample -> sample.has("text", "Hi from a prompt"));

        measures(stage.begin("getty", "iperf", "'to':'doge1','duration_s':3,'interval_s':1"));
        measures(stage.begin("doge1", "iperf", "'to':'getty','duration_s':3,'interval_s':1"));
    }

    private static void measures(Traffic iperf) {
        Heard result = iperf.result(Duration.ofSeconds(40));
        assertThat(result.has("verdict", "ok")).as(result.text()).isTrue();
        assertThat(result.json().path("mbit_per_s").asDouble())
                .as(result.text())
                .isPositive();
        assertThat(iperf.samples()).hasSizeGreaterThanOrEqualTo(3);
    }
}
