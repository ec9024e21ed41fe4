package scatola.presenter.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.presenter.box.Told.T0;
import static scatola.presenter.box.Told.at;
import static scatola.presenter.box.Told.nodeState;
import static scatola.presenter.box.Told.online;
import static scatola.presenter.box.Told.will;
import static scatola.presenter.box.Told.worldOf;

import java.util.List;
import org.junit.jupiter.api.Test;
import scatola.bus.NodeName;
import scatola.presenter.box.World;

class SilenceTest {
    private static final NodeName PI1 = new NodeName("pi1");

    private final Silence silence = new Silence();
    private World world = worldOf(online("pi1", 1, 1, T0));
    private double time;

    @Test
    void aNodeThatSpeaksEverySecondIsLeftAlone() {
        for (int second = 1; second < 60; second++) {
            assertThat(lookUntil(second)).isEmpty();
            world = world.with(nodeState("pi1", 1, 1 + second, at(second)));
        }
    }

    @Test
    void aNodeSilentForTwoSecondsIsTakenForDeadOnce() {
        assertThat(lookUntil(1.9)).isEmpty();

        assertThat(lookUntil(2.3)).containsExactly(PI1);
        assertThat(lookUntil(20)).isEmpty();
    }

    @Test
    void aNodeThatSaysGoodbyeIsNotTakenForDead() {
        world = world.with(will("pi1", 1, at(1)));

        assertThat(lookUntil(20)).isEmpty();
    }

    @Test
    void aNodeThatWasAliveAfterAllGetsMoreTime() {
        lookUntil(2.3);
        world = world.with(will("pi1", 1, at(2.35))).with(online("pi1", 1, 2, at(2.4)));

        assertThat(lookUntil(6.3)).isEmpty();
        assertThat(lookUntil(6.8)).containsExactly(PI1);
    }

    @Test
    void aNodeWhoseCableComesBackIsWatchedAsBefore() {
        lookUntil(2.3);
        world = world.with(will("pi1", 1, at(2.35))).with(online("pi1", 1, 2, at(12)));

        assertThat(lookUntil(13.9)).isEmpty();
        assertThat(lookUntil(14.4)).containsExactly(PI1);
    }

    @Test
    void aCalmMinuteEndsTheSuspicion() {
        lookUntil(2.3);
        world = world.with(will("pi1", 1, at(2.35))).with(online("pi1", 1, 2, at(2.4)));
        for (int second = 3; second <= 70; second++) {
            assertThat(lookUntil(second)).isEmpty();
            world = world.with(nodeState("pi1", 1, second, at(second)));
        }

        assertThat(lookUntil(72.4)).containsExactly(PI1);
    }

    @Test
    void whoWasAwayThemselvesTakesNobodyForDead() {
        silence.look(world, at(1));

        assertThat(silence.look(world, at(30))).isEmpty();
    }

    /** Looks every 0.2 s. */
    private List<NodeName> lookUntil(double end) {
        List<NodeName> silent = List.of();
        for (; time <= end; time += 0.2) {
            List<NodeName> now = silence.look(world, at(time));
            silent = now.isEmpty() ? silent : now;
        }
        return silent;
    }
}
