package scatola.nodeservice.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.ImageName;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;
import scatola.nodeservice.image.Image;
import scatola.nodeservice.image.ImageCatalogue;
import scatola.nodeservice.vm.Hypervisor.Launch;
import scatola.nodeservice.vm.Hypervisor.MachineExit;
import scatola.nodeservice.vm.Machine;
import scatola.nodeservice.vm.MachineSpec;
import scatola.nodeservice.vm.Nic;

/** Real guests in a real QEMU. */
class QemuIT {
    private static final Accelerator TCG = new Accelerator(Accelerator.Kind.TCG, "for the test");
    private static final NetworkName NETWORK = new NetworkName("net1");
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration BOOT = Duration.ofSeconds(60);

    private final Qemu qemu = new Qemu(new QemuProgram("x86_64", System.getenv("PATH")), () -> TCG);
    private final Recorder recorder = new Recorder();
    private final List<Machine> machines = new ArrayList<>();

    @TempDir
    Path folder;

    private Image doge;

    QemuIT() {
        Path images = Path.of(System.getProperty("scatola.home"), "images");
        doge = new ImageCatalogue(images, "x86_64")
                .current()
                .find(new ImageName("doge"))
                .orElseThrow(() -> new AssertionError("no image doge: run deploy/guest/build"));
    }

    @BeforeEach
    void sweep() {
        machines.clear();
    }

    @AfterEach
    void endAll() {
        machines.forEach(Machine::kill);
    }

    @Test
    void aLaunchedMachineRunsInASessionOfItsOwnAndAnswers() throws IOException {
        Machine machine = launched(spec("vxvde://239.1.2.3"));

        assertThat(Files.readString(Path.of("/proc/%d/comm".formatted(machine.pid()))))
                .isEqualTo("scatola-v1\n");
        assertThat(sessionOf(machine.pid()))
                .isNotEqualTo(sessionOf(ProcessHandle.current().pid()));
        assertThat(machine.consoleSocket()).exists();
        assertThat(machine.controlSocket()).isPresent();
        assertThat(machine.startedAt())
                .isBetween(
                        java.time.Instant.now().minus(SOON),
                        java.time.Instant.now().plus(SOON));
        machine.setLink(NETWORK, false);
        machine.setLink(NETWORK, true);
    }

    @Test
    void pauseResumeAndResetAreToldWhenTheyTookEffect() {
        Machine machine = launched(spec("vxvde://239.1.2.3"));

        machine.pause();
        machine.resume();
        machine.reset();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(recorder.told).containsExactly("paused", "resumed", "reset"));
    }

    @Test
    void aResetLeavesAMicrovmRunning() {
        Machine machine = launched(on("microvm", spec("vxvde://239.1.2.3")));

        machine.reset();

        await().atMost(SOON).untilAsserted(() -> assertThat(recorder.told).contains("reset"));
        machine.pause();
        await().atMost(SOON).untilAsserted(() -> assertThat(recorder.told).containsExactly("reset", "paused"));
    }

    @Test
    void aMachineThatWasKilledFromOutsideIsToldAtOnceWithItsExitCode() {
        Machine machine = launched(spec("vxvde://239.1.2.3"));

        ProcessHandle.of(machine.pid()).orElseThrow().destroyForcibly();

        assertThat(exit()).isEqualTo(new MachineExit(false, 137, ""));
        assertThat(folder.resolve("v1")).isDirectoryNotContaining("glob:**.sock");
    }

    @Test
    void aMachineThatWasToldToEndFromOutsideSaysByWhom() {
        Machine machine = launched(spec("vxvde://239.1.2.3"));

        ProcessHandle.of(machine.pid()).orElseThrow().destroy();

        MachineExit exit = exit();
        assertThat(exit.byGuest()).isFalse();
        assertThat(exit.exitCode()).isZero();
        assertThat(exit.lastWords()).contains("terminating on signal 15");
    }

    @Test
    void killEndsAMachineForSureAndTwiceDoesNoHarm() {
        Machine machine = launched(spec("vxvde://239.1.2.3"));

        machine.kill();

        assertThat(LiveProcess.of(machine.pid())).isEmpty();
        machine.kill();
        assertThat(exit().exitCode()).isEqualTo(137);
    }

    @Test
    void aGuestThatSwitchesItselfOffEndsInGoodOrder() throws IOException {
        Machine machine = launched(spec("vxvde://239.1.2.3"));

        sayTo(machine, "poweroff\n");

        await().atMost(BOOT).until(() -> recorder.exit().isPresent());
        assertThat(exit()).isEqualTo(new MachineExit(true, 0, ""));
    }

    @Test
    void aGuestOnMicrovmThatSwitchesItselfOffByResetEndsInGoodOrder() throws IOException {
        Machine machine = launched(on("microvm", spec("vxvde://239.1.2.3")));

        // Its only way to be talked to: Debian's kernel finds no virtio device on a microvm without ACPI.
        try (SocketChannel console = connect(machine.consoleSocket())) {
            awaitText(console, "login:");
            write(console, "root\n");
            awaitText(console, "# ");
            write(console, "reboot\n");
            await().atMost(BOOT).until(() -> recorder.exit().isPresent());
        }

        assertThat(exit()).isEqualTo(new MachineExit(true, 0, ""));
    }

    @Test
    void thePowerButtonReachesTheGuest() throws IOException {
        Machine machine = launched(spec("vxvde://239.1.2.3"));
        awaitShell(machine);

        machine.powerDown();

        await().atMost(BOOT).until(() -> recorder.exit().isPresent());
        assertThat(exit().byGuest()).isTrue();
    }

    @Test
    void aMachineIsFoundAgainAndObeysAndTellsItsEnd() {
        MachineSpec spec = spec("vxvde://239.1.2.3");
        Machine before = launched(spec);
        before.pause();
        Recorder after = new Recorder();
        // The connection of a service that died is closed by the kernel; here it is by hand.
        closeQmp(before);

        Optional<Machine> found =
                new Qemu(new QemuProgram("x86_64", System.getenv("PATH")), () -> TCG).find(spec, after);

        assertThat(found).isPresent();
        machines.add(found.get());
        assertThat(found.get().pid()).isEqualTo(before.pid());
        assertThat(found.get().startedAt()).isCloseTo(before.startedAt(), within(1, ChronoUnit.SECONDS));
        await().atMost(SOON).untilAsserted(() -> assertThat(after.told).containsExactly("paused"));
        found.get().kill();
        await().atMost(SOON).until(() -> after.exit().isPresent());
        assertThat(after.exit().orElseThrow().exitCode()).isEqualTo(137);
    }

    @Test
    void aMachineWhoseNotedProcessIdWasLostIsFoundByItsCommandLine() throws IOException {
        MachineSpec spec = spec("vxvde://239.1.2.3");
        Machine before = launched(spec);
        Files.delete(folder.resolve("v1/pids"));
        closeQmp(before);

        Optional<Machine> found = qemu.find(spec, new Recorder());

        assertThat(found.map(Machine::pid)).contains(before.pid());
    }

    @Test
    void aMachineThatIsGoneIsNotFoundAndWhatItLeftIsClearedAway() throws IOException {
        MachineSpec spec = spec("vxvde://239.1.2.3");
        Files.createDirectories(spec.folder());
        Files.writeString(
                spec.folder().resolve("pids"),
                "1\n%d\n".formatted(ProcessHandle.current().pid()));
        Files.createFile(spec.folder().resolve("qmp.sock"));

        Optional<Machine> found = qemu.find(spec, recorder);

        assertThat(found).isEmpty();
        assertThat(spec.folder()).isEmptyDirectory();
    }

    @Test
    void aMachineThatLivesAndDoesNotAnswerIsEndedRatherThanStartedTwice() throws IOException, InterruptedException {
        MachineSpec spec = spec("vxvde://239.1.2.3");
        Machine before = launched(spec);
        closeQmp(before);
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(before.pid()))
                        .start()
                        .waitFor())
                .isZero();

        Optional<Machine> found = qemu.find(spec, new Recorder());

        assertThat(found).isEmpty();
        assertThat(LiveProcess.of(before.pid())).isEmpty();
    }

    @Test
    void aMachineIsNeverStartedTwice() {
        MachineSpec spec = spec("vxvde://239.1.2.3");
        Machine first = launched(spec);

        Launch second = qemu.launch(spec, new Recorder());

        assertThat(second).isInstanceOf(Launch.Failed.class).asString().contains("runs already");
        first.setLink(NETWORK, false);
    }

    @Test
    void whatIsNoMulticastRouteSaysWhatToDo() throws IOException, InterruptedException {
        run("ip", "route", "del", "224.0.0.0/4", "dev", "lo");
        try {
            Launch launch = qemu.launch(spec("vxvde://239.1.2.3"), recorder);

            assertThat(launch).isInstanceOf(Launch.Failed.class).asString().contains("ip route add 224.0.0.0/4");
            assertThat(folder.resolve("v1")).isDirectoryNotContaining("glob:**.sock");
        } finally {
            run("ip", "route", "add", "224.0.0.0/4", "dev", "lo");
        }
    }

    @Test
    void aPluginThatIsNotThereSaysWhatToUse() {
        Launch launch = qemu.launch(spec("vxvdex://239.1.2.3"), recorder);

        assertThat(launch).isInstanceOf(Launch.Failed.class).asString().contains("use vxvde://");
    }

    @Test
    void aLaunchThatFailedCanBeTriedAgainAtOnce() {
        assertThat(qemu.launch(spec("vde:///nowhere"), recorder)).isInstanceOf(Launch.Failed.class);

        launched(spec("vxvde://239.1.2.3"));
    }

    @Test
    void withoutQemuItSaysWhatToInstall() {
        Qemu none = new Qemu(new QemuProgram("x86_64", folder.toString()), () -> TCG);

        Launch launch = none.launch(spec("vxvde://239.1.2.3"), recorder);

        assertThat(launch)
                .isEqualTo(new Launch.Failed("qemu-system-x86_64 is not installed: apt install qemu-system-x86"));
    }

    @Test
    void tooMuchMemorySaysSo() {
        MachineSpec modest = spec("vxvde://239.1.2.3");
        MachineSpec greedy =
                new MachineSpec(modest.vm(), modest.image(), 64 * 1024 * 1024, modest.nics(), modest.folder());

        Launch launch = qemu.launch(greedy, recorder);

        assertThat(launch).isInstanceOf(Launch.Failed.class).asString().contains("not enough memory");
    }

    private Machine launched(MachineSpec spec) {
        Launch launch = qemu.launch(spec, recorder);
        assertThat(launch).isInstanceOf(Launch.Launched.class);
        Machine machine = ((Launch.Launched) launch).machine();
        machines.add(machine);
        return machine;
    }

    private MachineSpec spec(String vnl) {
        Nic nic = new Nic(NETWORK, new MacAddress("52:54:00:00:00:01"), new VirtualNetworkLocator(vnl));
        return new MachineSpec(new VmName("v1"), doge, doge.memoryMib(), List.of(nic), folder.resolve("v1"));
    }

    private static MachineSpec on(String machine, MachineSpec spec) {
        Image i = spec.image();
        Image other = new Image(
                i.name(),
                i.description(),
                i.architecture(),
                i.kernel(),
                i.initrd(),
                i.disk(),
                i.cdrom(),
                i.append() + " reboot=t",
                machine,
                i.cpu(),
                i.memoryMib(),
                i.talk(),
                i.sizeBytes());
        return new MachineSpec(spec.vm(), other, spec.memoryMib(), spec.nics(), spec.folder());
    }

    private MachineExit exit() {
        await().atMost(SOON).until(() -> recorder.exit().isPresent());
        return recorder.exit().orElseThrow();
    }

    private static void closeQmp(Machine machine) {
        ((QemuMachine) machine).letGo();
    }

    private void awaitShell(Machine machine) throws IOException {
        try (SocketChannel shell = connect(machine.controlSocket().orElseThrow())) {
            write(shell, "echo he''llo\n");
            awaitText(shell, "hello");
        }
    }

    private static void sayTo(Machine machine, String line) throws IOException {
        try (SocketChannel shell = connect(machine.controlSocket().orElseThrow())) {
            write(shell, "echo he''llo\n");
            awaitText(shell, "hello");
            write(shell, line);
        }
    }

    private static SocketChannel connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void awaitText(SocketChannel channel, String expected) throws IOException {
        channel.configureBlocking(false);
        StringBuilder seen = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        await().alias("'%s' from the guest".formatted(expected)).atMost(BOOT).until(() -> {
            assertThat(channel.read(buffer.clear()))
                    .as("the guest hung up after '%s'", seen)
                    .isNotNegative();
            seen.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
            return seen.indexOf(expected) >= 0;
        });
    }

    private static String sessionOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/%d/stat".formatted(pid)));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
