package scatola.nodeservice.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.ImageName;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;
import scatola.nodeservice.image.Image;
import scatola.nodeservice.image.ImageCatalogue;
import scatola.nodeservice.vm.Hypervisor.Launch;
import scatola.nodeservice.vm.Machine;
import scatola.nodeservice.vm.MachineSpec;
import scatola.nodeservice.vm.Nic;

/** What the processes of real guests may do, as the kernel tells it. The service is root here, as in the lab. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfinementIT {
    private static final Accelerator TCG = new Accelerator(Accelerator.Kind.TCG, "for the test");
    private static final Path IMAGES = Path.of(System.getProperty("scatola.home"), "images");

    private final QemuProgram program = new QemuProgram("x86_64", System.getenv("PATH"));
    private final Qemu qemu = new Qemu(program, () -> TCG);
    private final List<Machine> machines = new ArrayList<>();

    private Path folder;
    private Image closed;
    private long guest;

    /** Its image has one file of each kind, in a folder that nobody but this service can enter. */
    @BeforeAll
    void launch(@TempDir Path given) throws IOException {
        folder = given;
        Image doge = new ImageCatalogue(IMAGES, "x86_64")
                .current()
                .find(new ImageName("doge"))
                .orElseThrow(() -> new AssertionError("no image doge: run deploy/guest/build"));
        Path files = Files.createDirectory(
                folder.resolve("image"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        closed = new Image(
                doge.name(),
                doge.description(),
                doge.architecture(),
                Files.copy(Objects.requireNonNull(doge.kernel()), files.resolve("kernel")),
                Files.copy(Objects.requireNonNull(doge.initrd()), files.resolve("initrd")),
                Files.write(files.resolve("disk"), new byte[1 << 20]),
                Files.write(files.resolve("cdrom"), new byte[1 << 20]),
                doge.append(),
                doge.machine(),
                doge.cpu(),
                doge.memoryMib(),
                doge.talk(),
                doge.sizeBytes());
        Files.writeString(folder.resolve("session"), "1\n");
        Files.createDirectories(folder.resolve("v1"));
        Files.writeString(folder.resolve("v1/guest.json"), "{}");
        guest = launched(spec("v1", closed)).pid();
    }

    @AfterAll
    void endAll() {
        machines.forEach(Machine::kill);
    }

    @Test
    void aGuestsProcessHasAUserOfItsOwnAndNoPrivilege() throws IOException {
        Map<String, String> status = status(Files.readString(Path.of("/proc/%d/status".formatted(guest))));

        String own = Long.toString(1_900_000_000 + guest);
        assertThat(status)
                .containsEntry("Uid", String.join("\t", own, own, own, own))
                .containsEntry("Gid", String.join("\t", own, own, own, own))
                .containsEntry("Groups", "")
                .containsEntry("NoNewPrivs", "1")
                .containsEntry("Seccomp", "2");
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertThat(status).containsEntry(set, "0000000000000000");
        }
    }

    @Test
    void aGuestsProcessCantUseUpTheMachine() throws IOException {
        String limits = Files.readString(Path.of("/proc/%d/limits".formatted(guest)));

        assertThat(limits)
                .containsPattern("Max core file size +0 +0 ")
                .containsPattern("Max file size +4294967296 +4294967296 ")
                .containsPattern("Max open files +256 +256 ")
                .containsPattern("Max processes +128 +128 ");
        assertThat(Path.of("/proc/%d/oom_score_adj".formatted(guest))).hasContent("500");
        String stat = Files.readString(Path.of("/proc/%d/stat".formatted(guest)));
        assertThat(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16])
                .as("its niceness")
                .isEqualTo("5");
    }

    @Test
    void aGuestsProcessHasNoDescriptorsButItsOwn() throws IOException {
        Map<Integer, String> open = new TreeMap<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/%d/fd".formatted(guest)))) {
            for (Path one : descriptors.toList()) {
                open.put(
                        Integer.valueOf(one.getFileName().toString()),
                        Files.readSymbolicLink(one).toString());
            }
        }

        Path image = folder.resolve("image");
        assertThat(open)
                .containsEntry(0, "/dev/null")
                .containsEntry(1, "/dev/null")
                .containsEntry(2, folder.resolve("v1/qemu.log").toString())
                .containsEntry(3, image.resolve("kernel").toString())
                .containsEntry(4, image.resolve("initrd").toString())
                .containsEntry(5, image.resolve("disk").toString())
                .containsEntry(6, image.resolve("cdrom").toString())
                .containsEntry(9, folder.resolve("v1/lock").toString());
        open.keySet().removeAll(List.of(0, 1, 2, 3, 4, 5, 6, 9));
        // what QEMU opened for itself, once more its disks among it, and what a guest wrote to them
        assertThat(open.values())
                .allMatch(what -> what.matches("(socket|pipe|anon_inode):.*")
                        || what.matches(".*/vl\\.\\w+ \\(deleted\\)")
                        || what.equals(image.resolve("disk").toString())
                        || what.equals(image.resolve("cdrom").toString()));
    }

    @Test
    void aGuestsUserCanReadNothingOfTheServicesAndChangeNothing() throws IOException, InterruptedException {
        for (String file : List.of("session", "v1/guest.json", "v1/pids", "v1/qmp.sock", "image/kernel")) {
            assertThat(asGuest("cat", folder.resolve(file).toString())).contains("Permission denied");
        }
        String inside = "/proc/%d/cwd/".formatted(guest);
        for (String file : List.of("guest.json", "pids", "lock")) {
            assertThat(asGuest("cat", inside + file)).contains("Permission denied");
        }
        assertThat(asGuest("ln", "-s", "/etc/passwd", inside + "guest.json.new"))
                .contains("Permission denied");
        assertThat(asGuest("rm", "-f", inside + "qmp.sock")).contains("Permission denied");
    }

    @Test
    void aGuestsUserCanDoNothingToAnotherGuestsProcess() throws IOException, InterruptedException {
        long other = launched(spec("v2", closed)).pid();

        assertThat(asGuest("sh", "-c", "kill -0 " + guest)).as("its own").isEmpty();
        assertThat(asGuest("sh", "-c", "kill -0 " + other)).containsIgnoringCase("not permitted");
        assertThat(asGuest("ls", "/proc/%d/cwd/".formatted(other))).contains("Permission denied");
    }

    @Test
    void aFileOfAnImageThatNoGuestMayReadIsNamedWithTheCure() throws IOException {
        Path kernel = Files.copy(Path.of(file("kernel")), folder.resolve("mine"));
        Files.setPosixFilePermissions(kernel, PosixFilePermissions.fromString("rw-------"));
        Image mine = new Image(
                new ImageName("mine"), "", "x86_64", kernel, null, null, null, "", "pc", null, 64, closed.talk(), 1);

        Launch launch = qemu.launch(spec("v3", mine), new Recorder());

        assertThat(launch).isInstanceOf(Launch.Failed.class).asString().contains("image mine: chmod a+r");
    }

    @Test
    void aGuestThatAnEarlierServiceStartedAsRootIsFoundAndEnded() throws IOException {
        MachineSpec spec = spec("v4", closed);
        MachineFolder own = new MachineFolder(spec.folder());
        own.make();
        Path file = program.located().orElseThrow();
        Process runner = Runner.start(
                own,
                QemuCommand.of(file, spec, Accelerator.Kind.TCG, true).stream()
                        .map(word -> word.replace("path=", "path=" + own.path() + "/")
                                .replace(Confinement.KERNEL, file("kernel"))
                                .replace(Confinement.INITRD, file("initrd"))
                                .replace(Confinement.DISK, file("disk"))
                                .replace(Confinement.CDROM, file("cdrom")))
                        .toList());
        await().until(() -> Files.exists(own.qmp()));

        Machine found = qemu.find(spec, new Recorder()).orElseThrow();

        machines.add(found);
        found.kill();
        assertThat(LiveProcess.of(found.pid())).isEmpty();
        assertThat(runner.onExit().join().exitValue()).isEqualTo(137);
    }

    @Test
    void aServiceThatIsNotRootTakesWhatItCan() throws IOException, InterruptedException {
        Confinement weakest = new Confinement("for the test", false, List.of("--no-new-privs", "--inh-caps", "-all"));
        Image nothing = new Image(
                new ImageName("n"), "", "x86_64", null, null, null, null, "", "pc", null, 64, closed.talk(), 1);

        Map<String, String> status = status(as(
                1000,
                weakest.around(nothing, Accelerator.Kind.TCG, List.of("cat", "/proc/self/status"))
                        .toArray(String[]::new)));

        assertThat(status)
                .containsEntry("Uid", "1000\t1000\t1000\t1000")
                .containsEntry("NoNewPrivs", "1")
                .containsEntry("CapEff", "0000000000000000");
    }

    private String file(String name) {
        return folder.resolve("image").resolve(name).toString();
    }

    private Machine launched(MachineSpec spec) {
        Launch launch = qemu.launch(spec, new Recorder());
        assertThat(launch).isInstanceOf(Launch.Launched.class);
        Machine machine = ((Launch.Launched) launch).machine();
        machines.add(machine);
        return machine;
    }

    private MachineSpec spec(String vm, Image image) {
        Nic nic = new Nic(
                new NetworkName("net1"),
                new MacAddress("52:54:00:00:00:01"),
                new VirtualNetworkLocator("vxvde://239.1.2.3"));
        return new MachineSpec(new VmName(vm), image, image.memoryMib(), List.of(nic), folder.resolve(vm));
    }

    private String asGuest(String... command) throws IOException, InterruptedException {
        return as(1_900_000_000 + guest, command);
    }

    private static String as(long user, String... command) throws IOException, InterruptedException {
        String id = Long.toString(user);
        List<String> all =
                new ArrayList<>(List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups", "env", "LC_ALL=C"));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static Map<String, String> status(String text) {
        Map<String, String> status = new TreeMap<>();
        text.lines()
                .map(line -> line.split(":", 2))
                .filter(line -> line.length == 2)
                .forEach(line -> status.put(line[0], line[1].strip()));
        return status;
    }
}
