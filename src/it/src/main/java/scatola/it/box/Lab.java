package scatola.it.box;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scatola.bus.client.BusCredentials;
import scatola.bus.client.BusSettings;

/**
 * One box of the lab, by its instance name. It is brought up, changed and taken down by the programs that a user has:
 * {@code ./scatola} and {@code deploy/lab/lab}; what they say is kept in a folder. Not safe for several threads.
 */
public final class Lab {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path RUN = Path.of("/run/scatola");

    private final Path home;
    private final String instance;
    private final Path outputs;
    private final @Nullable Path security;

    /**
     * A box whose bus is open to this machine.
     *
     * @param home the repository
     * @param instance the box's name
     * @param outputs folder for what the programs say
     */
    public Lab(Path home, String instance, Path outputs) {
        this(home, instance, outputs, null);
    }

    private Lab(Path home, String instance, Path outputs, @Nullable Path security) {
        this.home = home;
        this.instance = instance;
        this.outputs = outputs;
        this.security = security;
        try {
            Files.createDirectories(outputs);
            Files.writeString(buttons(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param folder of what {@code ./scatola secure} makes
     * @return this box, with a bus that keeps strangers out once that is made
     */
    public Lab withSecurity(Path folder) {
        return new Lab(home, instance, outputs, folder);
    }

    /** @return the box's name */
    public String instance() {
        return instance;
    }

    /**
     * {@code lab up}: brings up what is not up.
     *
     * @param pis how many Pis
     * @return what it said
     */
    public Ran up(int pis) {
        return lab("up", "--pis", Integer.toString(pis)).orThrow();
    }

    /** {@code lab down}: ends the box. */
    public void down() {
        lab("down").orThrow();
    }

    /** @param pi whose cable is pulled, from outside */
    public void unplug(String pi) {
        lab("unplug", pi).orThrow();
    }

    /** @param pi whose cable is put back */
    public void plug(String pi) {
        lab("plug", pi).orThrow();
    }

    /**
     * @param arguments of {@code deploy/lab/lab}
     * @return what came of it
     */
    public Ran lab(String... arguments) {
        return run(PATIENCE, home.resolve("deploy/lab/lab").toString(), arguments);
    }

    /**
     * @param atMost how long it may take
     * @param arguments of {@code ./scatola}
     * @return what came of it
     */
    public Ran scatola(Duration atMost, String... arguments) {
        return run(atMost, home.resolve("scatola").toString(), arguments);
    }

    /** @return the folder of what the box records */
    public Path recordings() {
        return outputs.resolve("recordings-" + instance);
    }

    /** @return the file that says what the box's buttons do; nothing at first */
    public Path buttons() {
        return outputs.resolve("buttons-%s.yaml".formatted(instance));
    }

    /** @return a listener on the box's bus; a presenter where it wants to know */
    public Bus bus() {
        BusSettings settings = BusSettings.of("127.0.0.1", brokerPort(), "watcher");
        return Bus.on(
                security == null
                        ? settings
                        : settings.withCredentials(BusCredentials.read(security.resolve("credentials/presenter"))));
    }

    /** @return the box's presenter app */
    public Page page() {
        return new Page(
                Integer.parseInt(read(folder("lab").resolve("presenter.port")).strip()));
    }

    /** @return the broker's port */
    public int brokerPort() {
        return Integer.parseInt(read(folder("lab").resolve("broker.port")).strip());
    }

    /** @return the laptop's address on the box's switch, where Pis find the broker */
    public String switchAddress() {
        return read(folder("lab").resolve("subnet")).strip() + ".1";
    }

    /**
     * @param who {@code broker}, {@code presenter}, {@code pi1}, ...
     * @return its process
     */
    public ProcessHandle process(String who) {
        String pid = read(folder("lab").resolve(who + ".pid")).split(" ", 2)[0].strip();
        return ProcessHandle.of(Long.parseLong(pid))
                .orElseThrow(() -> new IllegalStateException("%s does not run: pid %s".formatted(who, pid)));
    }

    /** @param who is killed (SIGKILL), without its children */
    public void kill(String who) {
        ProcessHandle process = process(who);
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Kills everything that the box has started (SIGKILL), all at once. */
    public void crash() {
        processes().forEach(ProcessHandle::destroyForcibly);
    }

    /**
     * @param who {@code lab}, {@code pi1}, ...
     * @return its folder
     */
    public Path folder(String who) {
        return RUN.resolve(instance).resolve(who);
    }

    /**
     * @param pi a Pi
     * @param command what is run in its network namespace
     * @return what came of it
     */
    public Ran inside(String pi, String... command) {
        List<String> all = new ArrayList<>(List.of("netns", "exec", "scatola-%s-%s".formatted(instance, pi)));
        all.addAll(Arrays.asList(command));
        return run(PATIENCE, "ip", all.toArray(String[]::new));
    }

    /** @return the live processes that carry this box's mark in their environment, or its folder in their command line, or that work in it */
    public List<ProcessHandle> processes() {
        String mark = "SCATOLA_LAB=" + RUN.resolve(instance);
        String folder = RUN.resolve(instance) + "/";
        return ProcessHandle.allProcesses()
                .filter(process -> strings(process.pid(), "environ").contains(mark)
                        || strings(process.pid(), "cmdline").stream().anyMatch(word -> word.contains(folder))
                        || worksBelow(folder, process.pid()))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /**
     * @param vm a guest
     * @return its QEMU
     */
    public ProcessHandle machine(String vm) {
        String name = "guest=%s,process=scatola-%s".formatted(vm, vm);
        List<ProcessHandle> found = processes().stream()
                .filter(process -> {
                    List<String> command = strings(process.pid(), "cmdline");
                    return command.getFirst().contains("qemu-system-") && command.contains(name);
                })
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException("%s has %d machines: %s".formatted(vm, found.size(), found));
        }
        return found.getFirst();
    }

    /** @return what is left of this box on the machine, one thing a line; nothing after {@link #down} */
    public List<String> left() {
        List<String> left = new ArrayList<>();
        if (Files.exists(RUN.resolve(instance))) {
            left.add("folder " + RUN.resolve(instance));
        }
        processes()
                .forEach(process -> left.add("process %d %s"
                        .formatted(process.pid(), process.info().commandLine().orElse("?"))));
        lines("ip", "netns", "list")
                .filter(line -> line.startsWith("scatola-" + instance + "-"))
                .forEach(line -> left.add("namespace " + line));
        lines("ip", "-o", "link", "show")
                .filter(line -> line.matches("\\d+: " + instance + "-.*"))
                .forEach(line -> left.add("link " + line));
        return left;
    }

    private Stream<String> lines(String program, String... arguments) {
        return run(PATIENCE, program, arguments).orThrow().output().lines();
    }

    private Ran run(Duration atMost, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(Arrays.asList(arguments));
        Map<String, String> environment = Map.of(
                "SCATOLA_INSTANCE",
                instance,
                "SCATOLA_RECORDINGS",
                recordings().toString(),
                "SCATOLA_BUTTONS",
                buttons().toString(),
                // not the one that somebody has made in the repository
                "SCATOLA_SECURITY",
                security == null ? "" : security.toString(),
                "CI",
                "true");
        return Ran.of(home, environment, outputs, atMost, command);
    }

    /** The zero-ended strings of a file in /proc; one empty string where the process has none or has just ended. */
    private static boolean worksBelow(String folder, long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/%d/cwd".formatted(pid)))
                    .toString()
                    .startsWith(folder);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> strings(long pid, String file) {
        try {
            return Arrays.asList(Files.readString(Path.of("/proc/%d/%s".formatted(pid, file)), ISO_8859_1)
                    .split("\0"));
        } catch (IOException e) {
            return List.of("");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
