package scatola.nodeservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import scatola.bus.NodeName;
import scatola.bus.VmName;
import scatola.bus.message.Phase;
import scatola.bus.testing.TestBroker;
import scatola.nodeservice.guest.Guest;
import scatola.nodeservice.image.ImageCatalogue;
import scatola.nodeservice.vm.qemu.AcceleratorProbe;
import scatola.nodeservice.vm.qemu.QemuProgram;

/** A node in this JVM, with the real images, the real QEMU and a folder of its own. */
final class TestNode implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("scatola.home"));
    private static final Path IMAGES = HOME.resolve("images");

    static {
        // Without a Quarkus that starts, its log would keep everything said, at all levels, for later.
        Handler console = InitialConfigurator.createDefaultHandler();
        console.setLevel(Level.INFO);
        InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {console});
        knowTheAccelerator();
    }

    private final NodeSettings settings;
    private final Node node;

    private TestNode(NodeSettings settings) {
        this.settings = settings;
        this.node = new Node(settings);
        node.start();
    }

    static NodeSettings settings(TestBroker broker, String name, Path folder) {
        return new NodeSettings(
                new NodeName(name),
                broker.host(),
                broker.port(),
                null,
                "scatola",
                "box",
                folder,
                IMAGES,
                System.getenv("PATH"),
                "lo",
                8,
                2048,
                "vxvde://{group}/vni={vni}/if={interface}",
                Duration.ofSeconds(10),
                "test");
    }

    static TestNode start(NodeSettings settings) {
        return new TestNode(settings);
    }

    static TestNode start(TestBroker broker, String name, Path folder) {
        return start(settings(broker, name, folder));
    }

    /** A short path: the sockets' have at most 107 bytes. */
    static Path folder() {
        try {
            return Files.createTempDirectory("pi");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts what KVM is worth on this machine where the nodes of {@link #folder} look for it. It is found out once for
     * all JVMs of tests: probe guests in all of them at a time keep each other, and the tests, waiting.
     */
    private static void knowTheAccelerator() {
        String architecture = ImageCatalogue.hostArchitecture();
        Path shared = HOME.resolve("node-service/target/accelerator");
        new AcceleratorProbe(new QemuProgram(architecture, System.getenv("PATH")), shared)
                .prove(new ImageCatalogue(IMAGES, architecture).current().images());
        if (Files.exists(shared)) { // a machine without KVM has nothing to write down
            try {
                Path own = Path.of(System.getProperty("java.io.tmpdir"), "accelerator");
                Files.copy(shared, own, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Node node() {
        return node;
    }

    NodeSettings settings() {
        return settings;
    }

    /** What a guest is doing. */
    Phase phase(String vm) {
        return node.vms().find(new VmName(vm)).orElseThrow().snapshot().phase();
    }

    /** What a program in a guest has printed, and how it ended. */
    record Ran(List<String> lines, int exitCode) {}

    /** Runs a program in a guest that answers. */
    Ran run(String vm, String... argv) {
        Guest guest = node.vms()
                .find(new VmName(vm))
                .flatMap(owner -> owner.guest())
                .orElseThrow(() -> new AssertionError(vm + " has no inside"));
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        guest.start(List.of(argv), "", new Guest.JobListener() {
            @Override
            public void line(String text) {
                lines.add(text);
            }

            @Override
            public void ended(int exitCode) {
                ended.complete(exitCode);
            }
        });
        return new Ran(lines, ended.orTimeout(20, TimeUnit.SECONDS).join());
    }

    /** Whether a guest reaches an address within a second. */
    boolean reaches(String vm, String address) {
        return run(vm, "ping", "-c", "1", "-W", "1", address).exitCode() == 0;
    }

    /** The guest's machine, found by what stands in its folder. */
    ProcessHandle machine(String vm) {
        try {
            List<String> pids = Files.readAllLines(
                    settings.folder().resolve("vm").resolve(vm).resolve("pids"));
            return ProcessHandle.of(Long.parseLong(pids.getLast())).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        node.close();
    }

    /** Closes it and ends its guests' machines, so that nothing is left for the next class. */
    void closeWithGuests() {
        List<ProcessHandle> machines = node.vms().all().stream()
                .map(owner -> owner.snapshot().definition().vm().text())
                .filter(vm ->
                        Files.exists(settings.folder().resolve("vm").resolve(vm).resolve("pids")))
                .map(this::machine)
                .toList();
        close();
        machines.forEach(machine -> {
            machine.destroyForcibly();
            assertThat(machine.onExit().orTimeout(10, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(10));
        });
    }
}
