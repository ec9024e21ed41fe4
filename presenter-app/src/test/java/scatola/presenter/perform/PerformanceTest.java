package scatola.presenter.perform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import scatola.bus.message.Phase;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;
import scatola.presenter.show.Outcome;

class PerformanceTest {
    private static final String TRANSACTION = ",\"transaction\":\"t-%d\",\"by\":\"perform\"}";

    @Test
    void eachCommandWaitsForItsAnswerAndForWhatFollowedIt() {
        Live live = new Live(bootAndPing());

        assertThat(live.sent()).containsExactly("vm/doge1/set {\"state\":\"ON\"" + TRANSACTION.formatted(1));
        assertThat(live.state()).isEqualTo(Progress.State.SENDING);
        live.answersOk();
        assertThat(live.state()).isEqualTo(Progress.State.WAITING);
        live.hears(new Tape().guest("doge1", "pi1", Phase.STARTING, null));
        assertThat(live.sent()).hasSize(1);
        live.hears(Told.guest("doge1", "pi1", 1, 200, Phase.RUNNING, null));

        assertThat(live.step(1)).isEqualTo(Progress.StepState.DONE);
        assertThat(live.sent()).hasSize(2).last().asString().startsWith("vm/doge1/request/ping {\"to\":\"10.1.1.2\"");
    }

    @Test
    void testsHaveTheIdsThatTheLiveNodesGiveThem() {
        Live live = pinging();

        live.hears(new Tape().reply("ping-7"));
        assertThat(live.step(2)).isEqualTo(Progress.StepState.WAITING);
        live.hears(new Tape().reply("live-1"));
        assertThat(live.step(2)).isEqualTo(Progress.StepState.DONE);
        assertThat(live.sent())
                .last()
                .isEqualTo("vm/doge1/request/stop {\"test\":\"live-1\"" + TRANSACTION.formatted(3));
        live.hears(new Tape().result("live-1", "ok")).answersOk();

        assertThat(live.state()).isEqualTo(Progress.State.PASSED);
        assertThat(live.outcomes()).containsExactly(Outcome.PASSED);
        assertThat(live.decides(Choice.STOP)).contains("it is over");
    }

    @Test
    void whatComesBeforeTheAnswerCounts() {
        Live live = booted();

        live.hears(new Tape().reply("live-1"));
        live.answersOk("live-1");

        assertThat(live.step(2)).isEqualTo(Progress.StepState.DONE);
    }

    @Test
    void pausesAreKeptAndScaled() {
        Plan plan = new Tape()
                .says("vm/doge1/request/kill", "")
                .ok("vm/doge1/response/kill", null)
                .after(8)
                .says("vm/doge1/request/reboot", "")
                .ok("vm/doge1/response/reboot", null)
                .plan();
        Live live = new Live(plan, 4, false, World.empty());

        live.answersOk().after(1.9);
        assertThat(live.state()).isEqualTo(Progress.State.PAUSING);
        assertThat(live.sent()).hasSize(1);
        live.after(0.2);

        assertThat(live.sent()).hasSize(2);
    }

    @Test
    void anAnswerThatDiffersIsADivergence() {
        Live live = new Live(bootAndPing());

        live.answersError("doge1 runs already");

        assertThat(live.state()).isEqualTo(Progress.State.DIVERGED);
        assertThat(live.divergence()).isEqualTo("step 1, doge1 is booted: answered error, not ok: doge1 runs already");
        assertThat(live.after(1000).sent()).hasSize(1);
    }

    @Test
    void goingOnFromAnAnswerStillWaitsForTheFacts() {
        Live live = new Live(bootAndPing());
        live.answersError("doge1 runs already");

        assertThat(live.decides(Choice.GO_ON)).isNull();

        assertThat(live.state()).isEqualTo(Progress.State.WAITING);
        live.hears(Told.guest("doge1", "pi1", 1, 200, Phase.RUNNING, null));
        assertThat(live.sent()).hasSize(2);
        assertThat(live.log()).contains("go_on by anna");
    }

    @Test
    void skippingLeavesTheFactsAlone() {
        Live live = new Live(bootAndPing());
        live.answersError("doge1 runs already");

        live.decides(Choice.SKIP);

        assertThat(live.step(1)).isEqualTo(Progress.StepState.SKIPPED);
        assertThat(live.sent()).hasSize(2);
    }

    @Test
    void retryingWhatWasNotAnsweredSendsTheSameCommandAgainSoThatItIsNotDoneTwice() {
        Live live = new Live(bootAndPing());
        live.after(60);
        assertThat(live.state()).isEqualTo(Progress.State.DIVERGED);

        live.decides(Choice.RETRY);

        String boot = "vm/doge1/set {\"state\":\"ON\"" + TRANSACTION.formatted(1);
        assertThat(live.sent()).containsExactly(boot, boot);
        live.answersOk();
        assertThat(live.state()).isEqualTo(Progress.State.WAITING);
    }

    @Test
    void retryingSendsItAgainAsAnotherCommand() {
        Live live = new Live(bootAndPing());
        live.answersError("no room");

        live.decides(Choice.RETRY);

        assertThat(live.sent())
                .containsExactly(
                        "vm/doge1/set {\"state\":\"ON\"" + TRANSACTION.formatted(1),
                        "vm/doge1/set {\"state\":\"ON\"" + TRANSACTION.formatted(2));
        live.answersOk();
        assertThat(live.state()).isEqualTo(Progress.State.WAITING);
    }

    @Test
    void nobodyAnsweringIsADivergence() {
        Live live = new Live(bootAndPing());

        live.after(49);
        assertThat(live.state()).isEqualTo(Progress.State.SENDING);
        live.after(1);

        assertThat(live.divergence()).contains("nobody answered within 50 s");
    }

    @Test
    void aFactThatDoesNotComeIsShownBesideWhatIs() {
        Live live = new Live(bootAndPing());
        live.answersOk().hears(Told.guest("doge1", "pi1", 1, 200, Phase.FAILED, null));

        live.after(9.9);
        assertThat(live.state()).isEqualTo(Progress.State.WAITING);
        live.after(0.1);

        assertThat(live.divergence())
                .isEqualTo("step 1, doge1 is booted: vm/doge1 phase should be running but is failed");
        assertThat(live.progress().steps().getFirst().looks())
                .extracting(BarrierWatch.Look::trait, BarrierWatch.Look::actual, BarrierWatch.Look::seen)
                .contains(tuple(new Trait("vm/doge1", "phase"), "failed", false));
        live.decides(Choice.GO_ON);
        assertThat(live.step(1)).isEqualTo(Progress.StepState.ACCEPTED);
        assertThat(live.sent()).hasSize(2);
    }

    @Test
    void whatEndsAfterADivergenceHasFailed() {
        Live live = pinging();
        live.after(100).decides(Choice.SKIP);
        live.hears(new Tape().result("live-1", "ok")).answersOk();

        assertThat(live.state()).isEqualTo(Progress.State.FAILED);
        assertThat(live.outcomes()).containsExactly(Outcome.FAILED);
    }

    @Test
    void timeoutsMustComeAnewAndInTheirTurn() {
        Plan plan = new Tape()
                .says("vm/doge1/request/ping", "{\"to\":\"10.1.1.2\",\"test\":\"p\"}")
                .begun("vm/doge1/response/ping", null, "p")
                .reply("p")
                .reply("p")
                .says("link/doge2/stage/set/state", "OFF")
                .ok("link/doge2/stage/response/set", null)
                .timeout("p")
                .timeout("p")
                .reply("p")
                .reply("p")
                .plan();
        Live live = new Live(plan);
        live.answersOk("p").hears(new Tape().timeout("p").reply("p"));
        assertThat(live.sent()).hasSize(2);

        live.answersOk().hears(new Tape().reply("p"));
        assertThat(live.step(2)).isEqualTo(Progress.StepState.WAITING);
        live.hears(new Tape().timeout("p"));
        assertThat(live.step(2)).isEqualTo(Progress.StepState.WAITING);
        live.hears(new Tape().reply("p"));

        assertThat(live.state()).isEqualTo(Progress.State.PASSED);
    }

    @Test
    void aLiveBoxMayBeAheadOfTheRecording() {
        // both were asked for at once then; now the first is through before the second goes out
        Plan plan = new Tape()
                .says("vm/doge1/set/state", "ON")
                .says("vm/doge2/set/state", "ON")
                .guest("doge1", "pi1", Phase.STARTING, null)
                .ok("vm/doge1/response/set", null)
                .ok("vm/doge2/response/set", null)
                .says("vm/doge2/request/kill", "")
                .ok("vm/doge2/response/kill", null)
                .plan();
        Live live = new Live(plan);

        live.hears(new Tape().guest("doge1", "pi1", Phase.STARTING, null).guest("doge1", "pi1", Phase.RUNNING, null));
        live.answersOk();
        live.answersOk();

        assertThat(live.sent()).hasSize(3);
    }

    @Test
    void whatHeldLongAgoDoesNotHoldNow() {
        Plan plan = new Tape()
                .says("vm/doge1/request/resume", "")
                .ok("vm/doge1/response/resume", null)
                .guest("doge1", "pi1", Phase.RUNNING, null)
                .plan();
        Live live = new Live(plan, 0, false, Told.worldOf(Told.guest("doge1", "pi1", 1, 1, Phase.RUNNING, null)));
        assertThat(live.answersOk().state()).isEqualTo(Progress.State.PASSED);

        Live other = new Live(plan, 0, false, Told.worldOf(Told.guest("doge1", "pi1", 1, 1, Phase.PAUSED, null)));
        assertThat(other.answersOk().state()).isEqualTo(Progress.State.WAITING);
    }

    @Test
    void aNodeThatMustComeBackMustFirstBeGone() {
        Live live = pulled();

        live.answersOk();
        assertThat(live.state()).isEqualTo(Progress.State.WAITING);
        live.hears(Told.will("pi2", 1, live.now()));
        assertThat(live.state()).isEqualTo(Progress.State.WAITING);
        live.hears(Told.online("pi2", 1, 5, live.now()));

        assertThat(live.state()).isEqualTo(Progress.State.PASSED);
    }

    @Test
    void aNodeThatDoesNotGoIsToldAsOneThatHasNotChanged() {
        Live live = pulled().answersOk();

        live.after(60);

        assertThat(live.divergence()).contains("node/pi2 standing should become online again but has not changed");
    }

    @Test
    void typingGoesOutInItsRhythm() {
        Plan plan = new Tape()
                .says("vm/doge1/console/in", "ls")
                .after(2)
                .says("vm/doge1/console/in", "\n")
                .plan();
        Live live = new Live(plan, 2, false, World.empty());

        assertThat(live.typed()).containsExactly("doge1 ls");
        live.after(1.1);

        assertThat(live.typed()).containsExactly("doge1 ls", "doge1 \n");
        assertThat(live.state()).isEqualTo(Progress.State.PASSED);
    }

    @Test
    void whatOthersAskForIsNotedAndWhatNodesAskIsNot() {
        Live live = pinging();

        live.commanded("vm/doge1/set", "{\"ip\":\"10.1.1.9/24\",\"by\":\"web-2\"}")
                .commanded("vm/doge1/set/state", "OFF")
                .commanded("vm/doge1/request/iperf", "{\"to\":\"doge2\",\"by\":\"web-2\"}")
                .commanded("vm/doge2/request/iperf", "{\"serve\":true,\"by\":\"web-2\"}")
                .commanded("vm/doge1/set", "{\"ip\":\"10.1.1.9/24\",\"transaction\":\"t-9\"}");

        assertThat(live.log())
                .containsExactly(
                        "by web-2: doge1 gets 10.1.1.9/24",
                        "by somebody: doge1 is powered down",
                        "by web-2: doge1 measures throughput to doge2 for 20 s");
        assertThat(live.state()).isEqualTo(Progress.State.WAITING);
    }

    @Test
    void withoutTheBrokerItStandsUntilSomebodyLetsItGoOn() {
        Live live = new Live(bootAndPing());
        live.answersOk();

        live.loses("it died");
        assertThat(live.divergence()).contains("the broker is gone (it died): go on when it is back");
        live.hears(Told.guest("doge1", "pi1", 1, 200, Phase.RUNNING, null));
        assertThat(live.state()).isEqualTo(Progress.State.DIVERGED);
        live.decides(Choice.RETRY);

        assertThat(live.step(1)).isEqualTo(Progress.StepState.DONE);
        assertThat(live.sent()).hasSize(2);
    }

    @Test
    void whoStopsItStopsItsTests() {
        Live live = pinging();
        live.hears(new Tape().reply("other"));

        live.decides(Choice.STOP);

        assertThat(live.sent()).last().asString().startsWith("vm/doge1/request/stop {\"test\":\"live-1\"");
        assertThat(live.outcomes()).containsExactly(Outcome.STOPPED);
        assertThat(live.log()).contains("stopped by anna");
    }

    @Test
    void asLongAsNothingDivergesThereIsNothingToDecide() {
        Live live = new Live(bootAndPing());

        assertThat(live.decides(Choice.GO_ON)).contains("nothing has diverged");
        assertThat(live.decides(Choice.SKIP)).contains("nothing has diverged");
    }

    @Test
    void aResetDeletesEveryGuestThroughItsNodeAndWaits() {
        Live live = new Live(
                bootAndPing(),
                0,
                true,
                Told.worldOf(
                        Told.online("pi1", 1, 1, Told.T0.plusSeconds(86_400)),
                        Told.will("pi2", 1, Told.T0),
                        Told.guest("doge1", "pi1", 1, 2, Phase.RUNNING, null),
                        Told.guest("doge2", "pi2", 1, 2, Phase.RUNNING, null)));

        assertThat(live.sent())
                .containsExactly("node/pi1/request/vm/delete {\"vm\":\"doge1\"" + TRANSACTION.formatted(1));
        live.answersOk().hears("vm/doge1", "").after(1);
        assertThat(live.state()).isEqualTo(Progress.State.RESETTING);
        live.hears(Told.online("pi2", 1, 5, live.now()));
        assertThat(live.sent()).hasSize(2).last().asString().startsWith("node/pi2/request/vm/delete");
        live.answersOk().hears("vm/doge2", "");

        assertThat(live.log()).containsExactly("all guests are gone");
        assertThat(live.sent()).hasSize(3).last().asString().startsWith("vm/doge1/set");
    }

    @Test
    void aResetThatCanNotBeDoneSaysWhy() {
        World world = Told.worldOf(Told.will("pi2", 1, Told.T0), Told.guest("doge2", "pi2", 1, 2, Phase.RUNNING, null));
        Live live = new Live(bootAndPing(), 0, true, world);

        live.after(60);

        assertThat(live.divergence()).isEqualTo("reset: still there: doge2 on pi2, which is not online: plug it in");
        live.decides(Choice.GO_ON);
        assertThat(live.sent()).hasSize(1);
    }

    @Test
    void aNodeThatRefusesToDeleteIsADivergence() {
        World world = Told.worldOf(
                Told.online("pi1", 1, 1, Told.T0.plusSeconds(86_400)),
                Told.guest("doge1", "pi1", 1, 2, Phase.RUNNING, null));
        Live live = new Live(bootAndPing(), 0, true, world);

        live.answersError("its disk is stuck");

        assertThat(live.divergence()).isEqualTo("reset: pi1 does not delete doge1: its disk is stuck");
    }

    private static Live pulled() {
        Plan plan = new Tape()
                .holds(Told.online("pi2", 1, 1, Told.T0))
                .says("uplink/pi2/set", "{\"state\":\"OFF\",\"for_s\":3}")
                .ok("uplink/pi2/response/set", null)
                .will("pi2")
                .online("pi2")
                .plan();
        return new Live(plan, 0, false, Told.worldOf(Told.online("pi2", 1, 1, Told.T0)));
    }

    private static Plan bootAndPing() {
        return new Tape()
                .says("vm/doge1/set/state", "ON")
                .ok("vm/doge1/response/set", null)
                .guest("doge1", "pi1", Phase.RUNNING, null)
                .says("vm/doge1/request/ping", "{\"to\":\"10.1.1.2\",\"transaction\":\"x\",\"by\":\"anna\"}")
                .begun("vm/doge1/response/ping", "x", "ping-7")
                .reply("ping-7")
                .reply("ping-7")
                .says("vm/doge1/request/stop", "{\"test\":\"ping-7\"}")
                .result("ping-7", "ok")
                .ok("vm/doge1/response/stop", null)
                .plan();
    }

    private static Live booted() {
        return new Live(bootAndPing()).answersOk().hears(Told.guest("doge1", "pi1", 1, 200, Phase.RUNNING, null));
    }

    private static Live pinging() {
        return booted().answersOk("live-1");
    }
}
