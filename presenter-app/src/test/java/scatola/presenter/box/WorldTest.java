package scatola.presenter.box;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.presenter.box.Told.T0;
import static scatola.presenter.box.Told.alert;
import static scatola.presenter.box.Told.at;
import static scatola.presenter.box.Told.cleared;
import static scatola.presenter.box.Told.guest;
import static scatola.presenter.box.Told.heard;
import static scatola.presenter.box.Told.link;
import static scatola.presenter.box.Told.nodeState;
import static scatola.presenter.box.Told.online;
import static scatola.presenter.box.Told.pingReply;
import static scatola.presenter.box.Told.will;
import static scatola.presenter.box.Told.worldOf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scatola.bus.AlertId;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.Stamp;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.Codec;
import scatola.bus.message.Ended;
import scatola.bus.message.Phase;
import scatola.bus.message.TestKind;
import scatola.bus.message.TestResult;
import scatola.bus.message.Verdict;
import scatola.bus.message.VmState;
import scatola.bus.testing.Conforms;

class WorldTest {
    private static final NodeName PI1 = new NodeName("pi1");
    private static final VmName DOGE1 = new VmName("doge1");

    @Test
    void aNodeThatSaysSoIsOnline() {
        World world = worldOf(online("pi1", 1, 1, T0));

        assertThat(standing(world, 3)).isEqualTo(new Standing.Online());
    }

    @Test
    void aWillPutsItsNodeOffline() {
        World world = worldOf(online("pi1", 1, 1, T0), will("pi1", 1, at(2)));

        assertThat(standing(world, 3)).isEqualTo(new Standing.Offline(at(2)));
    }

    @Test
    @Conforms("readers-ignore-older-sessions")
    void aWillOfAnOlderSessionIsIgnored() {
        World world = worldOf(online("pi1", 2, 1, T0), will("pi1", 1, at(2)));

        assertThat(standing(world, 3)).isEqualTo(new Standing.Online());
    }

    @Test
    void aNodeThatComesBackInTheSameSessionIsOnline() {
        World world = worldOf(online("pi1", 1, 1, T0), will("pi1", 1, at(2)), online("pi1", 1, 9, at(4)));

        assertThat(standing(world, 5)).isEqualTo(new Standing.Online());
    }

    @Test
    @Conforms("readers-miss-three")
    void aNodeThatMissesThreeRefreshesIsLostWithoutAWill() {
        World world = worldOf(online("pi1", 1, 1, T0), nodeState("pi1", 1, 2, at(5)));

        assertThat(standing(world, 20)).isEqualTo(new Standing.Online());
        assertThat(standing(world, 20.1)).isEqualTo(new Standing.Lost(at(5)));
    }

    @Test
    @Conforms("readers-ignore-older-sessions")
    void aStateOfAnOlderSessionIsIgnored() {
        World world = worldOf(
                online("pi1", 2, 1, T0),
                guest("doge1", "pi1", 2, 5, Phase.RUNNING, null),
                guest("doge1", "pi1", 1, 99, Phase.OFF, null));

        assertThat(phase(world)).isEqualTo(Phase.RUNNING);
    }

    @Test
    void whatWasSaidEarlierInASessionDoesNotReplaceWhatWasSaidLater() {
        World world = worldOf(
                guest("doge1", "pi1", 1, 7, Phase.RUNNING, null), guest("doge1", "pi1", 1, 6, Phase.STARTING, null));

        assertThat(phase(world)).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aGuestThatIsMadeAnewOnAnotherNodeCountsWhateverThatNodesSession() {
        World world =
                worldOf(guest("doge1", "pi2", 9, 7, Phase.OFF, null), guest("doge1", "pi1", 1, 3, Phase.RUNNING, null));

        VmState guest = Objects.requireNonNull(world.guest(DOGE1));
        assertThat(guest.node()).isEqualTo(PI1);
    }

    @Test
    void clearedTopicsDisappear() {
        World world = worldOf(
                guest("doge1", "pi1", 1, 1, Phase.RUNNING, null),
                link("doge1", "stage", "pi1", 1, 2),
                alert("pi1", "heat", 1, 3, "it is hot"),
                cleared(new Topic.VmState(DOGE1)),
                cleared(new Topic.LinkState(DOGE1, new NetworkName("stage"))),
                cleared(new Topic.NodeAlert(PI1, new AlertId("heat"))));

        assertThat(world.guests()).isEmpty();
        assertThat(world.links()).isEmpty();
        assertThat(world.alerts()).isEmpty();
    }

    @Test
    void anOldStateOfADeletedGuestDoesNotBringItBack() {
        World world = worldOf(
                online("pi1", 2, 1, T0),
                guest("doge1", "pi1", 2, 2, Phase.OFF, null),
                cleared(new Topic.VmState(DOGE1)),
                guest("doge1", "pi1", 1, 50, Phase.RUNNING, null));

        assertThat(world.guests()).isEmpty();
    }

    @Test
    void afterAnOutageOnlyWhatIsSaidAgainHolds() {
        World before = worldOf(
                online("pi1", 2, 1, T0),
                guest("doge1", "pi1", 2, 5, Phase.RUNNING, null),
                guest("doge2", "pi1", 2, 6, Phase.RUNNING, null));

        World after = before.afterOutage().with(guest("doge1", "pi1", 2, 7, Phase.RUNNING, null));

        assertThat(after.nodes()).isEmpty();
        assertThat(after.guests()).containsOnlyKeys(DOGE1);
    }

    /** So it is when a box is brought up again while its recordings are kept. */
    @Test
    void afterAnOutageNodesMayCountTheirSessionsFromOneAgain() {
        World before = worldOf(online("pi1", 2, 1, T0));

        World after = before.afterOutage().with(online("pi1", 1, 1, T0));

        assertThat(after.nodes()).containsOnlyKeys(PI1);
    }

    @Test
    void aTestRunsUntilItsResultAndAgainWithItsNextSample() {
        TestId id = new TestId("story-ping");
        World running = worldOf(pingReply("story-ping", "doge1", "10.1.1.2", 0, T0));
        World over = running.with(heard(new Topic.TestResult(id), result()));
        World again = over.with(pingReply("story-ping", "doge1", "10.1.1.2", 0, at(9)));

        assertThat(running.tests().get(id)).isInstanceOf(TestRun.Running.class);
        assertThat(over.tests().get(id)).isInstanceOf(TestRun.Over.class);
        assertThat(again.tests().get(id)).isInstanceOf(TestRun.Running.class);
    }

    @Test
    void oldTestsAreForgotten() {
        World world = World.empty();
        for (int i = 0; i <= World.MOST_TESTS; i++) {
            world = world.with(pingReply("t" + i, "doge1", "10.1.1.2", 0, at(i)));
        }

        assertThat(world.tests()).hasSize(World.MOST_TESTS).doesNotContainKey(new TestId("t0"));
    }

    @Test
    @Conforms("malformed-states-ignored")
    void unreadableMessagesAreCounted() {
        assertThat(World.empty().withUnreadable().withUnreadable().unreadable()).isEqualTo(2);
    }

    @Test
    void commandsAndConsolesChangeNothing() {
        World world = worldOf(online("pi1", 1, 1, T0));

        World same = world.with(new Heard(T0, new Topic.ConsoleOut(DOGE1), new Codec.Content.Raw(new byte[3])))
                .with(new Heard(T0, new Topic.VmSetAttribute(DOGE1, "state"), new Codec.Content.Text("ON")));

        assertThat(same).isSameAs(world);
    }

    @Test
    @Conforms("readers-order-by-number")
    void theNewestOfASessionWinsInWhateverOrderItArrives() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, 50).boxed().toList());
        Collections.shuffle(order, random);
        World world = World.empty();
        for (int seq : order) {
            world = world.with(guest("doge1", "pi1", 1, seq, seq == 50 ? Phase.RUNNING : Phase.OFF, null));
        }

        assertThat(phase(world)).as("seed %d", seed).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aWorldThatWasKeptIsTheSameAgainAndLivesOnTheSame() {
        long seed = new Random().nextLong();
        Chatter chatter = new Chatter(seed, 250);
        World lived = World.empty();
        World again = World.empty();
        for (int i = 0; i < 2000; i++) {
            Heard heard = chatter.next();
            lived = i % 401 == 400 ? lived.afterOutage() : i % 31 == 30 ? lived.withUnreadable() : lived.with(heard);
            again = i % 401 == 400 ? again.afterOutage() : i % 31 == 30 ? again.withUnreadable() : again.with(heard);
            if (i % 20 == 0) {
                again = World.of(again.kept());

                assertThat(again.kept()).as("seed %d, step %d", seed, i).isEqualTo(lived.kept());
            }
        }
        assertThat(again.alerts()).as("seed %d", seed).isEqualTo(lived.alerts());
        assertThat(again.tests()).as("seed %d", seed).isEqualTo(lived.tests());
    }

    private static Standing standing(World world, double seconds) {
        return Objects.requireNonNull(world.node(PI1)).standing(at(seconds));
    }

    private static Phase phase(World world) {
        return Objects.requireNonNull(world.guest(DOGE1)).phase();
    }

    private static TestResult result() {
        return new TestResult(
                new Stamp(1, 9, T0),
                TestKind.PING,
                DOGE1,
                "10.1.1.2",
                Verdict.OK,
                Ended.STOPPED,
                4000,
                null,
                null,
                null,
                new TestResult.PingFigures(4, 4, 0, 0L, 0.4, 0.5, 0.6),
                null,
                null,
                null);
    }
}
