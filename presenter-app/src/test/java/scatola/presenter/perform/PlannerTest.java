package scatola.presenter.perform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import scatola.bus.TestId;
import scatola.bus.message.Phase;
import scatola.bus.message.Status;
import scatola.presenter.box.Told;
import scatola.presenter.timeline.Entry;

class PlannerTest {
    private static final String CREATE =
            "{\"vm\":\"doge1\",\"image\":\"doge\",\"nics\":[{\"network\":\"stage\",\"ip\":\"10.1.1.1/24\"}],\"state\":\"ON\",\"transaction\":\"1\",\"by\":\"anna\"}";

    @Test
    void aCommandWaitsForWhatFollowedItUpToTheNext() {
        Plan plan = new Tape()
                .holds(Told.online("pi1", 1, 1, Told.T0))
                .says("node/pi1/request/vm/create", CREATE)
                .after(1)
                .guest("doge1", "pi1", Phase.STARTING, null)
                .ok("node/pi1/response/vm/create", "1")
                .after(2)
                .guest("doge1", "pi1", Phase.RUNNING, "10.1.1.1/24")
                .after(5)
                .says("vm/doge1/set", "{\"state\":\"OFF\"}")
                .after(1)
                .guest("doge1", "pi1", Phase.STOPPING, "10.1.1.1/24")
                .ok("vm/doge1/response/set", null)
                .plan();

        assertThat(plan.skipped()).isEmpty();
        assertThat(plan.steps())
                .extracting(Step::text)
                .containsExactly(
                        "pi1 makes doge1 of image doge on stage as 10.1.1.1/24 and boots it", "doge1 is powered down");
        Step create = plan.steps().getFirst();
        assertThat(create.deed()).isInstanceOfSatisfying(Step.Command.class, command -> {
            assertThat(command.expected()).isEqualTo(Status.OK);
            assertThat(command.test()).isNull();
        });
        assertThat(barrier(create))
                .containsExactlyInAnyOrder(
                        "vm/doge1 phase is running", "vm/doge1 node is pi1", "vm/doge1 ip is 10.1.1.1/24");
        assertThat(create.pause()).isZero();
        assertThat(create.within()).isBetween(Duration.ofSeconds(14), Duration.ofMillis(14_001));
        assertThat(plan.steps().getLast().pause()).isBetween(Duration.ofMillis(4999), Duration.ofMillis(5001));
    }

    @Test
    void whatIsNotSentAgainIsListedAndLeavesWhatFollowedItToTheStepBefore() {
        Plan plan = new Tape()
                .says("vm/doge1/set/state", "ON")
                .ok("vm/doge1/response/set", null)
                .says("box/request/show", "{\"show\":\"story\",\"cue\":true}")
                .says("box/request/show/next", "{\"step\":2}")
                .keeps("vm/doge1/set", "{\"state\":\"ON\"}")
                .keeps("vm/doge1/set", "")
                .says("vm/doge1/set", "{\"state\":\"on\"}")
                .refused("vm/doge1/response/set", null, "state must be one of")
                .says("vm/doge9/request/reboot", "{\"transaction\":\"r\"}")
                .refused("vm/doge9/response/reboot", "r", "no guest doge9")
                .guest("doge1", "pi1", Phase.RUNNING, null)
                .says("vm/doge1/request/kill", "{\"transaction\":\"k\"}")
                .says("vm/doge1/request/kill", "{\"transaction\":\"k\"}")
                .ok("vm/doge1/response/kill", "k")
                .ok("vm/doge1/response/kill", "k")
                .guest("doge1", "pi1", Phase.OFF, null)
                .plan();

        assertThat(plan.skipped())
                .extracting(Plan.Skipped::topic, Plan.Skipped::reason)
                .containsExactly(
                        tuple("box/request/show", "it is asked of the box itself: what it caused is in the recording"),
                        tuple(
                                "box/request/show/next",
                                "it is asked of the box itself: what it caused is in the recording"),
                        tuple("vm/doge1/set", "it was published retained, which no command may be"),
                        tuple("vm/doge1/set", "it can't be read: state must be one of ON, OFF, TOGGLE, but is \"on\""),
                        tuple("vm/doge9/request/reboot", "it was refused: no guest doge9"),
                        tuple("vm/doge1/request/kill", "the broker delivered it twice"));
        assertThat(plan.steps()).hasSize(2);
        assertThat(barrier(plan.steps().getFirst())).contains("vm/doge1 phase is running");
        assertThat(barrier(plan.steps().getLast())).containsExactly("vm/doge1 phase is off");
    }

    @Test
    void whatNodesAskEachOtherIsNotSentAgain() {
        Plan plan = new Tape()
                .holds(Told.guest("doge2", "pi2", 1, 1, Phase.RUNNING, "10.1.1.1/24"))
                .says("vm/doge1/request/iperf", "{\"to\":\"doge2\",\"test\":\"speed\",\"by\":\"anna\"}")
                .says("vm/doge2/request/iperf", "{\"serve\":true,\"port\":12000,\"by\":\"anna\"}")
                .says("test/serve-7", line())
                .begun("vm/doge2/response/iperf", null, "serve-7")
                .begun("vm/doge1/response/iperf", null, "speed")
                .says("vm/doge2/request/stop", "{\"test\":\"serve-7\"}")
                .ok("vm/doge2/response/stop", null)
                .says("vm/doge2/request/iperf", "{\"serve\":true,\"port\":12000,\"by\":\"anna\"}")
                .begun("vm/doge2/response/iperf", null, "serve-8")
                .plan();

        assertThat(plan.steps())
                .extracting(Step::text)
                .containsExactly(
                        "doge1 measures throughput to doge2 for 20 s", "doge2 serves a measurement on port 12000");
        assertThat(barrier(plan.steps().getFirst())).isEmpty();
        assertThat(plan.skipped())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.reason()).startsWith("a node asked another one"));
    }

    @Test
    void aServerAskedForByAddressIsTheNodesTalkToo() {
        Plan plan = new Tape()
                .holds(Told.link("doge2", "stage", "pi2", 1, 1))
                .says("vm/doge1/request/iperf", "{\"to\":\"10.1.1.1\"}")
                .says("vm/doge2/request/iperf", "{\"serve\":true,\"port\":12000}")
                .plan();

        assertThat(plan.steps()).hasSize(1);
        assertThat(plan.skipped()).hasSize(1);
    }

    @Test
    void ofTestsEveryTurnMustBeSeenInItsOrder() {
        Plan plan = new Tape()
                .says("vm/doge1/request/ping", "{\"to\":\"10.1.1.2\"}")
                .begun("vm/doge1/response/ping", null, "ping-7")
                .reply("ping-7")
                .reply("ping-7")
                .timeout("ping-7")
                .reply("ping-7")
                .reply("ping-7")
                .says("uplink/pi2/set", "{\"state\":\"OFF\",\"for_s\":3}")
                .ok("uplink/pi2/response/set", null)
                .timeout("ping-7")
                .timeout("ping-7")
                .reply("ping-7")
                .reply("ping-7")
                .says("vm/doge1/request/stop", "{\"test\":\"ping-7\"}")
                .result("ping-7", "recovered")
                .ok("vm/doge1/response/stop", null)
                .plan();

        assertThat(plan.steps().stream().map(PlannerTest::barrier))
                .containsExactly(
                        List.of("test/ping-7 traffic is replies"),
                        List.of("test/ping-7 traffic is timeouts", "test/ping-7 traffic is replies"),
                        List.of("test/ping-7 verdict is recovered"));
        assertThat(plan.steps().getFirst().deed())
                .isInstanceOfSatisfying(
                        Step.Command.class,
                        command -> assertThat(command.test()).isEqualTo(new TestId("ping-7")));
    }

    @Test
    void aSingleReplyIsSomethingIfItIsAllThereIs() {
        Plan plan = new Tape()
                .says("vm/doge1/request/ping", "{\"to\":\"10.1.1.2\",\"count\":1,\"test\":\"p\"}")
                .begun("vm/doge1/response/ping", null, "p")
                .reply("p")
                .result("p", "ok")
                .plan();

        assertThat(barrier(plan.steps().getFirst()))
                .containsExactly("test/p traffic is replies", "test/p verdict is ok");
    }

    @Test
    void testsThatNobodyStartsAgainAreNotWaitedFor() {
        Plan plan = new Tape()
                .says("vm/doge1/set", "{\"ip\":\"10.1.1.1/24\"}")
                .reply("earlier")
                .reply("earlier")
                .result("earlier", "ok")
                .plan();

        assertThat(barrier(plan.steps().getFirst())).isEmpty();
    }

    @Test
    void aCableThatIsPulledForAWhileMustComeBack() {
        Plan plan = new Tape()
                .holds(Told.online("pi2", 1, 1, Told.T0), Told.online("pi3", 1, 1, Told.T0))
                .says("uplink/pi2/set", "{\"state\":\"OFF\",\"for_s\":3}")
                .ok("uplink/pi2/response/set", null)
                .after(2)
                .will("pi2")
                .will("pi3")
                .after(3)
                .online("pi2")
                .online("pi3")
                .plan();

        assertThat(plan.steps().getFirst().barrier())
                .extracting(one -> one.fact().toString(), Expectation::how)
                .containsExactly(
                        tuple("node/pi2 standing is online", Expectation.How.RETURNS),
                        // flickered by itself
                        tuple("node/pi3 standing is online", Expectation.How.HOLDS));
    }

    @Test
    void aPulledCableTakesItsTimeHoweverFastTheRestGoes() {
        Plan plan = new Tape()
                .says("uplink/pi2/set", "{\"state\":\"OFF\",\"for_s\":60}")
                .ok("uplink/pi2/response/set", null)
                .after(58)
                .says("vm/doge1/set", "{\"state\":\"ON\"}")
                .after(2)
                .online("pi2")
                .after(30)
                .says("vm/doge1/set", "{\"state\":\"OFF\"}")
                .plan();

        assertThat(plan.steps())
                .extracting(Step::within)
                .containsExactly(Duration.ofSeconds(70), Duration.ofSeconds(70), Duration.ofSeconds(10));
    }

    @Test
    void aGuestThatIsGoneHasNoPhaseAnyMore() {
        Plan plan = new Tape()
                .holds(Told.guest("doge1", "pi1", 1, 1, Phase.RUNNING, null))
                .says("node/pi1/request/vm/delete", "{\"vm\":\"doge1\"}")
                .guest("doge1", "pi1", Phase.STOPPING, null)
                .says("vm/doge1", "")
                .ok("node/pi1/response/vm/delete", null)
                .plan();

        assertThat(barrier(plan.steps().getFirst())).containsExactly("vm/doge1 there is gone");
    }

    @Test
    void alertsAreFactsWhicheverNodeSaysThemUnlessTheyComeOfWhatIsNotSentAgain() {
        Plan plan = new Tape()
                .says("vm/doge3/set", "{\"ip\":\"10.1.1.2/24\"}")
                .says(Told.alert("pi3", "address-10-1-1-2", 1, 5, "held by two"))
                .says(Told.alert("pi3", "retained-command", 1, 6, "refused"))
                .says("vm/doge3/set", "{\"ip\":\"10.1.1.3/24\"}")
                .says("node/pi3/alert/address-10-1-1-2", "")
                .plan();

        assertThat(plan.steps().stream().map(PlannerTest::barrier))
                .containsExactly(
                        List.of("alert/address-10-1-1-2 stands is raised"),
                        List.of("alert/address-10-1-1-2 stands is cleared"));
    }

    @Test
    void whatIsTypedIsOneStepWithItsRhythm() {
        Plan plan = new Tape()
                .says("vm/doge1/console/in", "ls")
                .after(1)
                .says("vm/doge1/console/out", "ls")
                .says("vm/doge1/console/in", "\n")
                .guest("doge1", "pi1", Phase.OFF, null)
                .after(1)
                .says("vm/doge1/set/ip", " 10.1.1.7/24\n")
                .plan();

        assertThat(plan.steps()).hasSize(2);
        assertThat(plan.steps().getFirst().deed())
                .isInstanceOfSatisfying(
                        Step.Typing.class,
                        typing -> assertThat(typing.strokes())
                                .extracting(
                                        stroke -> stroke.bytes().toString(),
                                        stroke -> stroke.pause().toSeconds())
                                .containsExactly(tuple("ls", 0L), tuple("\n", 1L)));
        assertThat(barrier(plan.steps().getFirst())).contains("vm/doge1 phase is off");
        assertThat(plan.steps().getLast().deed())
                .isInstanceOfSatisfying(
                        Step.Command.class,
                        command -> assertThat(Tape.message(command.order().message()))
                                .isEqualTo("{\"ip\":\"10.1.1.7/24\"}"));
    }

    @Test
    void attributesOfLinksBecomeTheSameInJson() {
        Plan plan = new Tape()
                .says("link/doge1/stage/set/state", "OFF")
                .says("link/doge1/stage/set/loss_pct", "12.5")
                .says("link/doge1/stage/set/colour", "red")
                .plan();

        assertThat(plan.steps().stream()
                        .map(step -> (Step.Command) step.deed())
                        .map(command -> Tape.message(command.order().message())))
                .containsExactly("{\"state\":\"OFF\"}", "{\"loss_pct\":12.5}");
        assertThat(plan.skipped())
                .singleElement()
                .satisfies(one -> assertThat(one.reason()).contains("no attribute 'colour'"));
    }

    @Test
    void whatHoldsAgainAfterAnOutageIsNoNews() {
        Plan plan = new Tape()
                .holds(Told.guest("doge1", "pi1", 1, 1, Phase.RUNNING, null), Told.online("pi1", 1, 2, Told.T0))
                .says("vm/doge1/request/reboot", "")
                .says("vm/doge1/request/console", "")
                .entry(new Entry.Outage(Told.at(1), "gone"))
                .entry(new Entry.Gap(Told.at(9), Told.at(4), "disk full"))
                .after(10)
                .online("pi1")
                .guest("doge1", "pi1", Phase.RUNNING, null)
                .plan();

        assertThat(plan.steps()).hasSize(1);
        assertThat(barrier(plan.steps().getFirst())).isEmpty();
        assertThat(plan.holes())
                .containsExactly("for 5 s nothing could be recorded (disk full): commands may be missing");
    }

    private static String line() {
        return "{\"kind\":\"iperf\",\"from\":\"doge2\",\"session\":1,\"ts\":\"%s\",\"seq\":0,\"listening\":true}"
                .formatted(Told.T0);
    }

    static List<String> barrier(Step step) {
        return step.barrier().stream().map(one -> one.fact().toString()).toList();
    }
}
