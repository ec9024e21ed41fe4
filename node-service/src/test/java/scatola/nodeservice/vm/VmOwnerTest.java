package scatola.nodeservice.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.ImageName;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;
import scatola.bus.message.Phase;
import scatola.bus.message.Switch;
import scatola.nodeservice.guest.Guest;
import scatola.nodeservice.image.Image;
import scatola.nodeservice.image.Talk;
import scatola.nodeservice.testing.ManualTimer;
import scatola.nodeservice.vm.FakeMachines.FakeMachine;
import scatola.nodeservice.vm.Hypervisor.MachineExit;

@Timeout(30)
class VmOwnerTest {
    private static final VmName VM = new VmName("doge1");
    private static final NetworkName STAGE = new NetworkName("stage");
    private static final NetworkName BACK = new NetworkName("back");
    private static final Ipv4Cidr IP = Ipv4Cidr.of("10.1.1.1/24");
    private static final Image DOGE = new Image(
            new ImageName("doge"),
            "",
            "x86_64",
            Path.of("k"),
            null,
            null,
            null,
            "",
            "pc",
            null,
            128,
            new Talk.ShellChannel(),
            1);

    private final FakeMachines machines = new FakeMachines();
    private final List<FakeGuest> guests = new CopyOnWriteArrayList<>();
    private final ManualTimer timer = new ManualTimer();
    private final Told told = new Told();
    private final Definitions definitions;
    private final List<VmOwner> owners = new ArrayList<>();
    private volatile MachineRoom.Found image = new MachineRoom.Found.Here(DOGE);
    private volatile boolean gone;

    VmOwnerTest(@TempDir Path folder) {
        definitions = new Definitions(folder);
    }

    @AfterEach
    void end() {
        owners.forEach(owner -> assertThat(owner.letGo()).succeedsWithin(Duration.ofSeconds(5)));
    }

    private VmOwner owner(Definition definition) {
        definitions.save(definition);
        VmOwner owner = new VmOwner(
                definition,
                new MachineRoom(
                        machines,
                        name -> image,
                        (vm, machine, of) -> {
                            FakeGuest guest = new FakeGuest();
                            guests.add(guest);
                            return guest;
                        },
                        definitions,
                        told,
                        timer.clock(),
                        timer,
                        Duration.ofSeconds(10)),
                () -> gone = true);
        owners.add(owner);
        owner.start();
        return owner;
    }

    private static Definition definition(boolean wanted, boolean answered, boolean paused) {
        return new Definition(
                VM,
                DOGE.name(),
                128,
                wanted,
                List.of(nic(STAGE, "52:54:00:00:00:01", true, IP), nic(BACK, "52:54:00:00:00:02", false, null)),
                null,
                answered,
                paused);
    }

    private static NicState nic(NetworkName network, String mac, boolean plugged, @Nullable Ipv4Cidr ip) {
        return new NicState(
                new Nic(network, new MacAddress(mac), new VirtualNetworkLocator("vxvde://239.1.2.3")),
                plugged,
                ip,
                null);
    }

    private VmOwner off() {
        return owner(definition(false, false, false));
    }

    private VmOwner running() {
        VmOwner owner = off();
        done(owner.set(Switch.ON, null, "web-1"));
        await().until(() -> guests.size() == 1);
        guest().answering.complete(null);
        phase(owner, Phase.RUNNING);
        return owner;
    }

    private FakeGuest guest() {
        return guests.getLast();
    }

    private FakeMachine machine() {
        return machines.launched.getLast();
    }

    private static void phase(VmOwner owner, Phase phase) {
        await().atMost(Duration.ofSeconds(5)).until(() -> owner.snapshot().phase() == phase);
    }

    private static Outcome outcome(CompletionStage<Outcome> stage) {
        return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }

    private static void done(CompletionStage<Outcome> stage) {
        assertThat(outcome(stage)).isInstanceOf(Outcome.Done.class);
    }

    private static String refused(CompletionStage<Outcome> stage) {
        assertThat(outcome(stage)).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome(stage)).reason();
    }

    @Test
    void aBootedGuestIsToldRunningWhenItAnswersAndHasItsAddresses() {
        VmOwner owner = off();

        done(owner.set(Switch.ON, null, "web-1"));
        await().until(() -> guests.size() == 1);
        assertThat(owner.snapshot().phase()).isEqualTo(Phase.STARTING);
        assertThat(machine().calls).containsExactly("back out");
        CompletableFuture<Void> assigned = new CompletableFuture<>();
        guest().assigned = assigned;
        guest().answering.complete(null);
        await().until(() -> guest().calls.contains("assign 10.1.1.1/24"));
        assertThat(owner.snapshot().phase()).isEqualTo(Phase.STARTING);
        assigned.complete(null);

        phase(owner, Phase.RUNNING);
        assertThat(owner.snapshot().by()).isEqualTo("web-1");
        assertThat(owner.snapshot().definition().bootMs()).isNotNull();
        assertThat(told.phases).containsSubsequence(Phase.OFF, Phase.STARTING, Phase.RUNNING);
        assertThat(told.events).contains("guest_booted");
        assertThat(definitions.load()).first().satisfies(kept -> {
            assertThat(kept.wanted()).isTrue();
            assertThat(kept.answered()).isTrue();
        });
    }

    @Test
    void anAddressThatTheGuestRefusesIsToldAndTheGuestRunsAllTheSame() {
        VmOwner owner = off();
        done(owner.set(Switch.ON, null, null));
        await().until(() -> guests.size() == 1);
        guest().assigned = CompletableFuture.failedStage(new Guest.GuestRefused("no such NIC"));

        guest().answering.complete(null);

        phase(owner, Phase.RUNNING);
        assertThat(told.events).contains("address_refused");
    }

    @Test
    void anAddressThatTheGuestRefusesLaterIsAnsweredAndChangesNothing() {
        VmOwner owner = running();
        guest().assigned = CompletableFuture.failedStage(new Guest.GuestRefused("no such NIC"));

        assertThat(refused(owner.setLink(STAGE, null, Ipv4Cidr.of("10.1.1.2/24"), null)))
                .contains("could not be changed: no such NIC");

        assertThat(owner.snapshot().definition().nics().getFirst().ip()).isEqualTo(IP);
    }

    @Test
    void anAddressSetWhileBootingIsTheOneThatTheGuestGets() {
        VmOwner owner = off();
        done(owner.set(Switch.ON, null, null));
        await().until(() -> guests.size() == 1);

        done(owner.set(null, Ipv4Cidr.of("10.1.1.7/24"), null));
        guest().answering.complete(null);

        phase(owner, Phase.RUNNING);
        assertThat(guest().calls).contains("assign 10.1.1.7/24").doesNotContain("assign 10.1.1.1/24");
    }

    @Test
    void anAddressSetWhileTheFirstOneIsBeingGivenFollowsIt() {
        VmOwner owner = off();
        done(owner.set(Switch.ON, null, null));
        await().until(() -> guests.size() == 1);
        CompletableFuture<Void> first = new CompletableFuture<>();
        guest().assigned = first;
        guest().answering.complete(null);
        await().until(() -> guest().calls.contains("assign 10.1.1.1/24"));

        done(owner.set(null, Ipv4Cidr.of("10.1.1.7/24"), null));
        guest().assigned = CompletableFuture.completedStage(null);
        first.complete(null);

        phase(owner, Phase.RUNNING);
        await().untilAsserted(
                        () -> assertThat(guest().calls).containsExactly("assign 10.1.1.1/24", "assign 10.1.1.7/24"));
    }

    @Test
    void twoAddressesOfANicAreGivenOneAfterAnother() {
        VmOwner owner = running();
        guest().calls.clear();
        CompletableFuture<Void> slow = new CompletableFuture<>();
        guest().assigned = slow;

        CompletionStage<Outcome> first = owner.setLink(STAGE, null, Ipv4Cidr.of("10.1.1.2/24"), null);
        CompletionStage<Outcome> second = owner.setLink(STAGE, null, Ipv4Cidr.of("10.1.1.3/24"), null);
        await().until(() -> guest().calls.size() == 1);
        done(owner.setLink(BACK, Switch.ON, null, null));
        assertThat(guest().calls).containsExactly("assign 10.1.1.2/24");
        guest().assigned = CompletableFuture.completedStage(null);
        slow.complete(null);

        done(first);
        done(second);
        assertThat(owner.snapshot().definition().nics().getFirst().ip()).isEqualTo(Ipv4Cidr.of("10.1.1.3/24"));
    }

    @Test
    void cablesMoveInTheOrderOfTheCommandsAndTheLastOneStays() {
        VmOwner owner = running();
        machine().calls.clear();
        machine().cables.drainPermits();

        List<CompletionStage<Outcome>> answers = List.of(
                owner.setLink(STAGE, Switch.OFF, null, null),
                owner.setLink(STAGE, Switch.ON, null, null),
                owner.setLink(STAGE, Switch.TOGGLE, null, null),
                owner.setLink(STAGE, Switch.TOGGLE, null, "last"));
        machine().cables.release(10);

        answers.forEach(VmOwnerTest::done);
        assertThat(machine().calls).containsExactly("stage out", "stage in", "stage out", "stage in");
        NicState nic = owner.snapshot().definition().nics().getFirst();
        assertThat(nic.plugged()).isTrue();
        assertThat(nic.by()).isEqualTo("last");
    }

    @Test
    void aCableAndAnAddressAtTheSameTimeDoNotUndoEachOther() {
        VmOwner owner = running();
        CompletableFuture<Void> slow = new CompletableFuture<>();
        guest().assigned = slow;

        CompletionStage<Outcome> address = owner.setLink(STAGE, null, Ipv4Cidr.of("10.1.1.2/24"), null);
        done(owner.setLink(STAGE, Switch.OFF, null, null));
        slow.complete(null);

        done(address);
        NicState nic = owner.snapshot().definition().nics().getFirst();
        assertThat(nic.plugged()).isFalse();
        assertThat(nic.ip()).isEqualTo(Ipv4Cidr.of("10.1.1.2/24"));
    }

    @Test
    void aLinkThatIsPluggedAgainAnnouncesItsAddressAndNoOther() {
        VmOwner owner = running();
        guest().calls.clear();

        done(owner.setLink(BACK, Switch.ON, null, null));
        assertThat(guest().calls).isEmpty();
        done(owner.setLink(STAGE, Switch.OFF, null, null));
        done(owner.setLink(STAGE, Switch.ON, null, null));

        assertThat(guest().calls).containsExactly("announce 10.1.1.1/24");
    }

    @Test
    void howeverOftenALinkIsPluggedOneAnnouncementIsUnderWayAndOneFollows() {
        VmOwner owner = running();
        guest().calls.clear();
        CompletableFuture<Void> slow = new CompletableFuture<>();
        guest().announced = slow;
        for (int i = 0; i < 20; i++) {
            done(owner.setLink(STAGE, Switch.TOGGLE, null, null));
        }
        assertThat(guest().calls).hasSize(1);

        guest().announced = CompletableFuture.completedStage(null);
        slow.complete(null);

        await().untilAsserted(() ->
                assertThat(guest().calls).containsExactly("announce 10.1.1.1/24", "announce 10.1.1.1/24"));
    }

    @Test
    void aCableThatDoesNotMoveIsAnsweredAndStaysAsItWas() {
        VmOwner owner = running();
        machine().unreachable = true;

        assertThat(refused(owner.setLink(STAGE, Switch.OFF, null, null))).contains("could not be changed");

        assertThat(owner.snapshot().definition().nics().getFirst().plugged()).isTrue();
    }

    @Test
    void aFloodOfChangesIsRefusedBeyondABoundAndTheRestIsDone() {
        VmOwner owner = running();
        machine().cables.drainPermits();

        List<CompletionStage<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(owner.setLink(STAGE, i % 2 == 0 ? Switch.OFF : Switch.ON, null, null));
        }
        machine().cables.release(1000);

        List<Outcome> outcomes = answers.stream().map(VmOwnerTest::outcome).toList();
        assertThat(outcomes)
                .filteredOn(Outcome.Refused.class::isInstance)
                .isNotEmpty()
                .allSatisfy(refusal -> assertThat(refusal.toString()).contains("too many commands waiting"));
        int last = -1;
        for (int i = 0; i < outcomes.size(); i++) {
            last = outcomes.get(i) instanceof Outcome.Done ? i : last;
        }
        assertThat(owner.snapshot().definition().nics().getFirst().plugged()).isEqualTo(last % 2 != 0);
    }

    @Test
    void aFullMailboxRefusesAndNeverBlocksWhoeverAsks() {
        VmOwner owner = off();
        CountDownLatch busy = new CountDownLatch(1);
        told.blocks = busy;
        CompletionStage<Outcome> first = owner.setLink(STAGE, Switch.OFF, null, null);
        await().until(() -> told.blocked);

        List<CompletionStage<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(owner.pause(null));
        }
        assertThat(answers)
                .filteredOn(answer -> answer.toCompletableFuture().isDone())
                .hasSize(36);
        busy.countDown();

        done(first);
        answers.forEach(answer -> assertThat(refused(answer)).containsAnyOf("too many commands", "is off"));
    }

    @Test
    void aLaunchThatFailsIsAnsweredAndTold() {
        machines.failure = "no route for multicast";
        VmOwner owner = off();

        assertThat(refused(owner.set(Switch.ON, null, "web-1"))).contains("no route for multicast");

        phase(owner, Phase.FAILED);
        assertThat(owner.snapshot().cause()).isEqualTo("no route for multicast");
        assertThat(owner.snapshot().definition().wanted()).isTrue();
    }

    @Test
    void aLaunchThatBreaksIsAFailureToo() {
        machines.breaks = true;
        VmOwner owner = off();

        assertThat(refused(owner.set(Switch.ON, null, null))).contains("the test broke it");

        phase(owner, Phase.FAILED);
    }

    @Test
    void anImageThatIsGoneIsAFailureThatNamesTheOthers() {
        image = new MachineRoom.Found.Missing("there is no image doge: there are cat");
        VmOwner owner = off();

        assertThat(refused(owner.set(Switch.ON, null, null))).contains("there are cat");
    }

    @Test
    void anExitDuringTheLaunchIsToldOnce() {
        machines.diesAtOnce = true;
        VmOwner owner = off();

        assertThat(refused(owner.set(Switch.ON, null, null))).contains("died as soon as it was started: no memory");

        phase(owner, Phase.FAILED);
        assertThat(owner.snapshot().exitCode()).isEqualTo(1);
        machines.diesAtOnce = false;
        done(owner.set(Switch.ON, null, null));
    }

    @RepeatedTest(20) // the machine is there before or after the cable's command is done
    void aCableThatIsMovedWhileTheMachineIsBeingStartedIsMovedWhenThereIsOne() {
        VmOwner owner = owner(new Definition(
                VM, DOGE.name(), 128, false, List.of(nic(STAGE, "52:54:00:00:00:01", true, IP)), null, false, false));
        CountDownLatch starting = new CountDownLatch(1);
        told.blocks = starting;
        CompletionStage<Outcome> on = owner.set(Switch.ON, null, null);
        await().until(() -> told.blocked);
        CompletionStage<Outcome> pulled = owner.setLink(STAGE, Switch.OFF, null, null);
        starting.countDown();

        done(on);
        done(pulled);

        await().untilAsserted(() -> assertThat(machine().calls).contains("stage out"));
        assertThat(owner.snapshot().definition().nics().getFirst().plugged()).isFalse();
    }

    @Test
    void whatAnEarlierMachineStillSaysIsIgnored() {
        VmOwner owner = running();
        FakeMachine first = machine();
        first.listener.exited(new MachineExit(false, 137, ""));
        phase(owner, Phase.FAILED);
        done(owner.set(Switch.ON, null, null));
        await().until(() -> guests.size() == 2);
        guest().answering.complete(null);
        phase(owner, Phase.RUNNING);

        first.listener.exited(new MachineExit(false, 1, "late"));
        first.listener.paused();
        first.listener.reset();
        guests.getFirst().answering.complete(null);

        done(owner.setLink(BACK, Switch.ON, null, null));
        assertThat(owner.snapshot().phase()).isEqualTo(Phase.RUNNING);
        assertThat(guests).hasSize(2);
        assertThat(guests.getFirst().calls).contains("close");
    }

    @Test
    void aGuestThatDiesIsFailedWithCauseAndExitCode() {
        VmOwner owner = running();

        machine().listener.exited(new MachineExit(false, 139, "qemu: segmentation fault"));

        phase(owner, Phase.FAILED);
        assertThat(owner.snapshot().exitCode()).isEqualTo(139);
        assertThat(owner.snapshot().cause()).contains("segmentation fault");
        assertThat(owner.snapshot().by()).isNull();
        assertThat(owner.guest()).isEmpty();
        assertThat(guest().listeners).isEmpty();
    }

    @Test
    void aGuestThatDoesNotPowerOffInTimeIsKilled() {
        VmOwner owner = running();

        done(owner.set(Switch.OFF, null, "web-2"));
        await().until(() -> guest().calls.contains("powerOff"));
        timer.pass(Duration.ofSeconds(9));
        assertThat(machine().calls).doesNotContain("kill");
        assertThat(owner.snapshot().phase()).isEqualTo(Phase.STOPPING);
        timer.pass(Duration.ofSeconds(1));

        phase(owner, Phase.OFF);
        assertThat(machine().calls).contains("kill").doesNotContain("powerDown");
        assertThat(told.events).containsSubsequence("guest_killed", "guest_halted");
        assertThat(owner.snapshot().by()).isEqualTo("web-2");
    }

    @Test
    void anOverduePowerOffOfAnEarlierMachineKillsNobody() {
        VmOwner owner = running();
        done(owner.set(Switch.OFF, null, null));
        machine().listener.exited(new MachineExit(true, 0, ""));
        phase(owner, Phase.OFF);
        done(owner.set(Switch.ON, null, null));
        await().until(() -> guests.size() == 2);

        timer.pass(Duration.ofSeconds(10));

        done(owner.setLink(BACK, Switch.OFF, null, null));
        assertThat(machine().calls).doesNotContain("kill");
    }

    @Test
    void aGuestThatTakesNoCommandIsAskedByItsPowerButton() {
        VmOwner owner = running();
        guest().poweredOff = CompletableFuture.failedStage(new Guest.GuestRefused("no poweroff"));

        done(owner.set(Switch.OFF, null, null));

        await().untilAsserted(() -> assertThat(machine().calls).contains("powerDown"));
    }

    @Test
    void aGuestThatDoesNotAnswerYetIsAskedByItsPowerButton() {
        VmOwner owner = off();
        done(owner.set(Switch.ON, null, null));
        await().until(() -> guests.size() == 1);

        done(owner.set(Switch.OFF, null, null));

        await().untilAsserted(() -> assertThat(machine().calls).contains("powerDown"));
        assertThat(guest().calls).doesNotContain("powerOff");
    }

    @Test
    void aPausedGuestTakesNoAddressThatItWouldNeverGet() {
        VmOwner owner = running();
        done(owner.pause(null));
        phase(owner, Phase.PAUSED);

        assertThat(refused(owner.set(null, Ipv4Cidr.of("10.1.1.2/24"), null))).contains("request resume first");

        assertThat(owner.snapshot().definition().nics().getFirst().ip()).isEqualTo(IP);
    }

    @Test
    void aGuestWhoseImageHasLeftTheCatalogueCanStillBeRebootedAndEnded() {
        VmOwner owner = running();
        image = new MachineRoom.Found.Missing("there is no image doge");

        done(owner.reboot(null));
        await().until(() -> guests.size() == 2);
        done(owner.kill(null));

        phase(owner, Phase.OFF);
    }

    @Test
    void aDeletedGuestIsEndedForgottenAndToldGone() {
        VmOwner owner = running();

        done(owner.delete("web-1"));

        assertThat(machine().calls).contains("kill");
        assertThat(gone).isTrue();
        assertThat(told.events).contains("gone");
        assertThat(definitions.load()).isEmpty();
        assertThat(refused(owner.pause(null))).contains("is no longer there");
    }

    @Test
    void aMachineThatAnEarlierRunLeftIsFoundAndNotStartedAgain() {
        FakeMachine left = new FakeMachine(7, new Silence(), false);
        machines.left = left;

        VmOwner owner = owner(definition(true, true, false));

        assertThat(owner.snapshot().phase()).isEqualTo(Phase.RUNNING);
        done(owner.setLink(STAGE, Switch.OFF, null, null));
        assertThat(left.calls).containsExactly("stage out");
        assertThat(machines.launched).isEmpty();
        assertThat(guest().calls).isEmpty();
        left.listener.exited(new MachineExit(false, 1, ""));
        phase(owner, Phase.FAILED);
    }

    @Test
    void aMachineFoundThatHadNotAnsweredYetIsWaitedForAndConfigured() {
        machines.left = new FakeMachine(7, new Silence(), false);
        VmOwner owner = owner(definition(true, false, false));
        assertThat(owner.snapshot().phase()).isEqualTo(Phase.STARTING);

        guest().answering.complete(null);

        phase(owner, Phase.RUNNING);
        assertThat(guest().calls).contains("assign 10.1.1.1/24");
    }

    @Test
    void aMachineFoundPausedIsToldPaused() {
        machines.left = new FakeMachine(7, new Silence(), false);

        assertThat(owner(definition(true, true, true)).snapshot().phase()).isEqualTo(Phase.PAUSED);
    }

    @Test
    void aGuestThatIsToRunAndHasNoMachineIsBooted() {
        VmOwner owner = owner(definition(true, true, false));

        await().until(() -> guests.size() == 1);
        guest().answering.complete(null);

        phase(owner, Phase.RUNNING);
        assertThat(machines.launched).hasSize(1);
    }

    @Test
    void anOwnerThatLetsGoLeavesTheMachineAloneAndTellsNothingMore() {
        VmOwner owner = running();

        assertThat(owner.letGo()).succeedsWithin(Duration.ofSeconds(5));
        int toldBefore = told.phases.size();
        machine().listener.exited(new MachineExit(false, 137, ""));

        assertThat(machine().calls).contains("letGo").doesNotContain("kill");
        assertThat(guest().calls).contains("close");
        assertThat(told.phases).hasSize(toldBefore);
        assertThat(definitions.load())
                .first()
                .satisfies(kept -> assertThat(kept.wanted()).isTrue());
    }

    /** Nobody listens before the machine is found. */
    private static final class Silence implements Hypervisor.MachineListener {
        @Override
        public void paused() {}

        @Override
        public void resumed() {}

        @Override
        public void reset() {}

        @Override
        public void exited(MachineExit exit) {}
    }

    private static final class Told implements VmReports {
        final List<Phase> phases = new CopyOnWriteArrayList<>();
        final List<String> events = new CopyOnWriteArrayList<>();
        volatile @Nullable CountDownLatch blocks;
        volatile boolean blocked;

        @Override
        public void changed(VmSnapshot snapshot) {
            phases.add(snapshot.phase());
            block();
        }

        @Override
        public void linkChanged(VmSnapshot snapshot, NetworkName network) {
            block();
        }

        @Override
        public void gone(VmSnapshot last) {
            events.add("gone");
        }

        @Override
        public void happened(VmName vm, String type, @Nullable String by, String text, int exitCode) {
            events.add(type);
        }

        @Override
        public void printed(VmName vm, byte[] bytes, long written) {}

        /** Keeps the owner's thread busy once. */
        private void block() {
            CountDownLatch latch = blocks;
            if (latch == null) {
                return;
            }
            blocks = null;
            blocked = true;
            try {
                assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
