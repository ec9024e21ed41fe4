package scatola.presenter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.presenter.box.Told.alert;
import static scatola.presenter.box.Told.at;
import static scatola.presenter.box.Told.guest;
import static scatola.presenter.box.Told.link;
import static scatola.presenter.box.Told.nodeState;
import static scatola.presenter.box.Told.online;
import static scatola.presenter.box.Told.pingReply;
import static scatola.presenter.box.Told.will;
import static scatola.presenter.box.Told.worldOf;

import org.junit.jupiter.api.Test;
import scatola.bus.message.Phase;
import scatola.presenter.box.World;

class StatusTextTest {
    @Test
    void theBoxIsShownAsTables() {
        World world = worldOf(
                online("pi1", 1, 1, at(0)),
                nodeState("pi1", 1, 2, at(0)),
                online("pi2", 1, 1, at(0)),
                will("pi2", 1, at(1)),
                guest("doge1", "pi1", 1, 3, Phase.RUNNING, "10.1.1.1/24"),
                link("doge1", "stage", "pi1", 1, 4),
                guest("doge2", "pi2", 1, 3, Phase.RUNNING, "10.1.1.2/24"),
                pingReply("story-ping", "doge1", "10.1.1.2", 3, at(1)),
                alert("pi1", "heat", 1, 5, "it is hot in here"));

        assertThat(StatusText.of(world, at(2), "127.0.0.1:1883", null, "http://127.0.0.1:8080/", "records 'a demo'"))
                .isEqualTo("""
                        broker  127.0.0.1:1883
                        page    http://127.0.0.1:8080/
                        tape    records 'a demo'

                        NODE  STATE    ADDRESS         CABLE  ACCEL  LOAD  TEMP   GUESTS  MEMORY
                        pi1   online   198.18.0.11/24  -      tcg    13 %  48 °C  1 of 4  128 of 1024 MiB
                        pi2   offline  -               -      -      -     -      -       -

                        GUEST  NODE  PHASE     IMAGE  ADDRESSES          BOOT    WHY
                        doge1  pi1   running   doge   stage 10.1.1.1/24  0.84 s
                        doge2  pi2   running?  doge   10.1.1.2/24        0.84 s

                        TEST        KIND  FROM   TO
                        story-ping  ping  doge1  10.1.1.2

                        ALERT warning from pi1: it is hot in here
                        """);
    }

    @Test
    void anEmptyBoxSaysThatItIsEmpty() {
        assertThat(StatusText.of(World.empty(), at(0), "h:1", null, "p", "r"))
                .isEqualTo("broker  h:1\npage    p\ntape    r\n\nno node has been heard of yet\n\nno guest yet\n");
    }

    @Test
    void withoutABrokerNothingIsKnown() {
        assertThat(StatusText.of(World.empty(), at(0), "h:1", "no broker at h:1", "p", "r"))
                .isEqualTo("broker  h:1\npage    p\ntape    r\n\nno broker at h:1\n");
    }
}
