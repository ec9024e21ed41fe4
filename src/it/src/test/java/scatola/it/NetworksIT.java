package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several guests on a Pi, several NICs on a guest, several networks on the same cables. */
@ExtendWith(OnStage.class)
class NetworksIT {

    @Test
    void networksReachAcrossPisAndAreKeptApart(Stage stage) {
        stage.create(
                "pi1",
                "doge4",
                "doge",
                "{'network':'stage','ip':'10.1.1.4/24'},{'network':'backstage','ip':'10.1.2.4/24'}");
        stage.create("pi2", "doge5", "doge", "{'network':'backstage','ip':'10.1.2.5/24'}");
        stage.running("doge4");
        stage.running("doge5");
        assertThat(stage.lab().machine("doge4").pid())
                .as("a second guest on pi1")
                .isNotEqualTo(stage.lab().machine("doge1").pid());

        stage.reaches("doge4", "10.1.1.1");
        stage.reaches("doge4", "10.1.1.3");
        stage.reaches("doge4", "10.1.2.5");

        // The same subnet, but on the other network.
        stage.bus().done("link/doge1/stage/set", "{'ip':'10.1.2.1/24'}");
        stage.doesNotReach("doge1", "10.1.2.5");
        stage.doesNotReach("doge5", "10.1.2.1");
        stage.reaches("doge5", "10.1.2.4");
    }
}
