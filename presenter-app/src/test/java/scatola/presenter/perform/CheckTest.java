package scatola.presenter.perform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import scatola.bus.ImageName;
import scatola.bus.NodeName;
import scatola.bus.Stamp;
import scatola.bus.Topic;
import scatola.bus.message.NodeState;
import scatola.bus.message.Phase;
import scatola.presenter.box.Heard;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;

class CheckTest {
    private static final Instant NOW = Told.at(1);

    @Test
    void aBoxThatHasEverythingIsFine() {
        Check.Result checked =
                check(box(), create("doge1", "pi1").says("vm/doge1/request/ping", "{\"to\":\"10.1.1.2\"}"));

        assertThat(checked.findings()).extracting(Finding::severity).containsOnly(Finding.Severity.WARNS);
        assertThat(checked.changes())
                .containsExactly("pi1 makes doge1 of image doge on stage and boots it", "doge1 pings 10.1.1.2");
    }

    @Test
    void nodesThatAreNotThereAreNamedOnce() {
        Tape tape =
                create("doge1", "pi3").says("vm/doge1/request/reboot", "").says("uplink/pi9/set", "{\"state\":\"ON\"}");

        assertThat(blocking(check(box(), tape)))
                .containsExactly("pi3 is not online: plug it in", "pi9 is not online: plug it in");
    }

    @Test
    void aNodeThatWasNotHeardForLongIsNotOnline() {
        assertThat(blocking(Check.of(create("doge1", "pi1").plan(), box(), Told.at(60), false)))
                .contains("pi1 is not online: plug it in");
    }

    @Test
    void imagesMustBeThere() {
        Tape tape = new Tape().says("node/pi1/request/vm/create", "{\"vm\":\"cat1\",\"image\":\"cat\"}");

        assertThat(blocking(check(box(), tape)))
                .containsExactly("pi1 has no image cat, only doge: copy its folder there and request images/refresh");
    }

    @Test
    void roomIsTakenAndGivenBackAsThePlanGoesAlong() {
        Tape three = create("a", "pi1").says("node/pi1/request/vm/delete", "{\"vm\":\"a\"}");
        add(three, "b", "pi1");
        add(three, "c", "pi1");
        add(three, "d", "pi1");

        assertThat(blocking(check(box(), three)))
                .containsExactly("pi1 has no room for d: it may have 3 guests; delete one there, or ask for a reset");
        Tape big =
                new Tape().says("node/pi1/request/vm/create", "{\"vm\":\"big\",\"image\":\"doge\",\"memory_mib\":400}");
        assertThat(blocking(check(box(), big)))
                .containsExactly(
                        "pi1 has no room for big: its guests would have 528 MiB of 512; delete one there, or ask for a reset");
    }

    @Test
    void aResetGivesRoomAndNamesBack() {
        World world = box(Told.guest("doge1", "pi1", 1, 50, Phase.RUNNING, null));
        Tape tape = create("doge1", "pi1");

        assertThat(blocking(check(world, tape)))
                .containsExactly("there is a guest doge1 on pi1 already: delete it, or ask for a reset");
        Check.Result reset = Check.of(tape.plan(), world, NOW, true);
        assertThat(reset.blocking()).isEmpty();
        assertThat(reset.changes()).first().isEqualTo("pi1 deletes doge1");
    }

    @Test
    void guestsMustBeThereOrBeMadeBefore() {
        Tape tape = new Tape().says("vm/doge1/set/state", "ON").says("vm/doge1/console/in", "x");

        assertThat(blocking(check(box(), tape)))
                .containsExactly(
                        "there is no guest doge1, and the recording doesn't make it: make it, or record from before it is made");
    }

    @Test
    void aGuestMustHaveTheNicThatIsUnplugged() {
        Tape tape = create("doge1", "pi1")
                .says("link/doge1/stage/set/state", "OFF")
                .says("link/doge1/backstage/set/state", "OFF");

        assertThat(blocking(check(box(), tape)))
                .containsExactly("doge1 has no NIC on backstage, only on stage: make it anew with one");
    }

    @Test
    void testsAreWarnedOf() {
        World world = box(
                Told.guest("doge1", "pi1", 1, 50, Phase.RUNNING, null), Told.pingReply("p", "doge1", "x", 1, Told.T0));
        Tape tape = new Tape()
                .says("vm/doge1/request/ping", "{\"to\":\"10.1.1.2\",\"test\":\"p\"}")
                .says("vm/doge1/request/stop", "{\"test\":\"q\"}");

        assertThat(check(world, tape).findings())
                .extracting(Finding::text)
                .contains(
                        "test p runs in doge1 just now: stop it, or this one will be refused",
                        "test q was begun before the recording: stopping it will be refused");
    }

    @Test
    void aRecordingWithoutCommandsCanNotBePerformed() {
        assertThat(blocking(check(box(), new Tape().online("pi1"))))
                .singleElement()
                .asString()
                .contains("there is nothing to do again");
    }

    private static Tape create(String vm, String node) {
        return add(new Tape(), vm, node);
    }

    private static Tape add(Tape tape, String vm, String node) {
        return tape.says(
                "node/%s/request/vm/create".formatted(node),
                "{\"vm\":\"%s\",\"image\":\"doge\",\"state\":\"ON\"}".formatted(vm));
    }

    private static Check.Result check(World world, Tape tape) {
        return Check.of(tape.plan(), world, NOW, false);
    }

    private static List<String> blocking(Check.Result result) {
        return result.blocking().stream().map(Finding::text).toList();
    }

    /** One node that is there and has one guest already, one that is not. */
    private static World box(Heard... more) {
        World world = Told.worldOf(
                Told.online("pi1", 1, 1, Told.T0), Told.will("pi3", 1, Told.T0), Told.heard(state(), nodeState()));
        for (Heard heard : more) {
            world = world.with(heard);
        }
        return world;
    }

    private static Topic state() {
        return new Topic.NodeState(new NodeName("pi1"));
    }

    private static NodeState nodeState() {
        NodeState like = Told.nodeState(1, 2);
        return new NodeState(
                new Stamp(1, 2, Told.T0),
                like.accelerator(),
                like.cpu(),
                like.memory(),
                null,
                List.of(new NodeState.ImageEntry(new ImageName("doge"), "a doge", "x86_64", 128, 1)),
                new NodeState.Room(1, 3, 128, 512),
                like.uplink(),
                like.versions());
    }
}
