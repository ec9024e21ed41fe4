package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.BOOT;
import static scatola.it.Stage.HOME;
import static scatola.it.Stage.OUTPUTS;
import static scatola.it.Stage.SOON;

import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scatola.it.box.Bus;
import scatola.it.box.Lab;

/** A second box beside the tests' own: it meets nobody, survives a crash and leaves nothing. */
@ExtendWith(OnStage.class)
class BoxesIT {
    private static final String GUEST =
            "{'vm':'lone','image':'doge','nics':[{'network':'stage','ip':'10.1.1.7/24'}],'state':'ON'}";

    private final Lab second = new Lab(HOME, "second", OUTPUTS);

    @AfterEach
    void takeItDown() {
        second.down();
        assertThat(second.left()).isEmpty();
    }

    @Test
    void twoBoxesSideBySideDoNotMeet(Stage stage) {
        second.up(1);
        try (Bus bus = second.bus()) {
            bus.done("node/pi1/request/vm/create", GUEST);
            bus.state("vm/lone", BOOT, state -> state.has("phase", "running"));

            stage.doesNotReach("doge1", "10.1.1.7");
            assertThat(stage.bus().state("vm/lone")).isEmpty();
            assertThat(bus.states().keySet()).noneMatch(topic -> topic.contains("doge") || topic.contains("pi2"));
        }

        second.down();

        assertThat(second.left()).isEmpty();
        assertThat(stage.lab().lab("status").status())
                .as("the first box is whole")
                .isZero();
        stage.reaches("doge1", "10.1.1.2");
    }

    @Test
    void aBoxThatCrashedComesUpAgainWithItsGuests() {
        second.up(1);
        try (Bus bus = second.bus()) {
            bus.done("node/pi1/request/vm/create", GUEST);
            bus.state("vm/lone", BOOT, state -> state.has("phase", "running"));
        }

        second.crash();
        Awaitility.await("everything is dead").atMost(SOON).until(second::processes, List::isEmpty);
        second.up(1);

        try (Bus bus = second.bus()) {
            bus.state("vm/lone", BOOT, state -> state.has("phase", "running") && state.has("ip", "10.1.1.7/24"));
        }
    }
}
