package scatola.nodeservice.vm.qemu;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The QEMU that is installed on this machine. Safe for several threads. What it finds out by running the program it
 * finds out once, until the program's file changes its place.
 */
public final class QemuProgram {
    private static final Logger LOG = LoggerFactory.getLogger(QemuProgram.class);
    private static final Pattern VERSION = Pattern.compile("QEMU emulator version (\\S+)");
    private static final Pattern VDE_LIBRARY = Pattern.compile("libvdeplug\\.so\\.(\\d+\\.\\d+.*)");
    private static final int LONGEST_ANSWER = 4096;
    private static final int DEADLINE_SECONDS = 10;

    private final String architecture;
    private final String searchPath;
    private @Nullable Abilities known;

    /**
     * @param architecture of the guests, as QEMU says it
     * @param searchPath folders to look in, as in the environment variable PATH
     */
    public QemuProgram(String architecture, String searchPath) {
        this.architecture = architecture;
        this.searchPath = searchPath;
    }

    /** @return the program's file, or empty if it is not installed; looked up anew each time */
    public Optional<Path> located() {
        for (String folder : searchPath.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, name());
            if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                return Optional.of(candidate.toAbsolutePath());
            }
        }
        return Optional.empty();
    }

    /** @return for people: that it is not installed and how to install it */
    public String missing() {
        String suffix = architecture.equals("x86_64") ? "x86" : "arm";
        return "%s is not installed: apt install qemu-system-%s".formatted(name(), suffix);
    }

    /** @return the version such as {@code 7.2.22}, or empty if it is not installed or does not say */
    public Optional<String> version() {
        return located().flatMap(path -> Optional.ofNullable(abilities(path).version()));
    }

    /** @return the version of the VDE library (libvdeplug4) such as {@code 4.0.1}, or empty if there is none */
    public static Optional<String> vdeVersion() {
        for (String root : List.of("/usr/local/lib", "/usr/lib", "/lib")) {
            for (Path folder : libraryFolders(Path.of(root))) {
                Optional<String> version = vdeVersionIn(folder);
                if (version.isPresent()) {
                    return version;
                }
            }
        }
        return Optional.empty();
    }

    /** @return whether this QEMU can lock itself up with seccomp */
    boolean hasSandbox(Path program) {
        return abilities(program).sandbox();
    }

    private String name() {
        return "qemu-system-" + architecture;
    }

    private synchronized Abilities abilities(Path program) {
        Abilities abilities = known;
        if (abilities == null || !abilities.program().equals(program)) {
            // An option that QEMU was built without ends it with an error before it comes to -version.
            String sandboxed = run(program, "-sandbox", "on", "-version");
            String answer = sandboxed == null ? run(program, "-version") : sandboxed;
            Matcher version = VERSION.matcher(answer == null ? "" : answer);
            abilities = new Abilities(program, version.find() ? version.group(1) : null, sandboxed != null);
            known = abilities;
            if (!abilities.sandbox()) {
                LOG.warn("{} has no sandbox (seccomp): its guests run without one", program);
            }
        }
        return abilities;
    }

    /** Returns what it printed, or null if it did not end well. */
    private static @Nullable String run(Path program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(new File("/dev/null"))
                    .start();
            try (InputStream out = process.getInputStream()) {
                String answer = new String(out.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
                boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
                return ended && process.exitValue() == 0 ? answer : null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return null;
        }
    }

    private static List<Path> libraryFolders(Path root) {
        List<Path> folders = new ArrayList<>(List.of(root));
        try (DirectoryStream<Path> multiarch = Files.newDirectoryStream(root, "*-linux-gnu*")) {
            multiarch.forEach(folders::add);
        } catch (IOException e) {
            return List.of();
        }
        return folders;
    }

    private static Optional<String> vdeVersionIn(Path folder) {
        try (DirectoryStream<Path> libraries = Files.newDirectoryStream(folder, "libvdeplug.so.*")) {
            for (Path library : libraries) {
                Matcher name = VDE_LIBRARY.matcher(library.getFileName().toString());
                if (name.matches()) {
                    return Optional.of(name.group(1));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private record Abilities(Path program, @Nullable String version, boolean sandbox) {}
}
