package scatola.nodeservice.vm.qemu;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;

/**
 * A guest's folder: what is in it outlives this service, and is how the next one finds the guest again.
 *
 * @param path the folder
 */
record MachineFolder(Path path) {
    /** Linux's sun_path has 108 bytes with the closing NUL (unix(7)). */
    private static final int LONGEST_SOCKET_PATH = 107;

    /** Belongs to the effective user of whoever looks (proc(5)). */
    private static final Path SELF = Path.of("/proc/self");

    private static final int LAST_WORDS_BYTES = 2048;
    private static final int LAST_WORDS_LINES = 8;

    MachineFolder {
        path = path.toAbsolutePath();
    }

    Path qmp() {
        return path.resolve("qmp.sock");
    }

    Path console() {
        return path.resolve("console.sock");
    }

    Path control() {
        return path.resolve("control.sock");
    }

    /** Two lines: the runner's process id and QEMU's. */
    Path pids() {
        return path.resolve("pids");
    }

    /** QEMU's exit code and a line's end; empty while QEMU runs. */
    Path exit() {
        return path.resolve("exit");
    }

    /** What QEMU wrote to stderr; kept after its end for people to read. */
    Path log() {
        return path.resolve("qemu.log");
    }

    boolean isShortEnough() {
        return control().toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET_PATH
                && console().toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET_PATH;
    }

    /** Makes it, closed to everybody else. */
    void make() throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }

    /**
     * Makes the folder this service's again, after QEMU has made its sockets in it and before its guest does anything:
     * who owns a folder can put a link in the place of whatever stands there.
     */
    void takeBack() throws IOException {
        Files.setAttribute(path, "unix:uid", Files.getAttribute(SELF, "unix:uid"));
    }

    /** Takes away what a machine that is no more left behind; the log and the lock stay. */
    void clear() throws IOException {
        for (Path leftover : List.of(qmp(), console(), control(), pids(), exit())) {
            Files.deleteIfExists(leftover);
        }
    }

    /** Returns QEMU's exit code, or empty if it has not been written (yet). */
    OptionalInt exitCode() {
        String text = read(exit());
        if (!text.endsWith("\n")) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(text.strip()));
    }

    /** Returns the process ids of runner and QEMU, or an empty list if they have not been written (yet). */
    List<Long> processIds() {
        String text = read(pids());
        return text.endsWith("\n") ? text.lines().map(Long::parseLong).toList() : List.of();
    }

    /** Returns the end of what QEMU wrote to stderr, possibly empty. */
    String lastWords() {
        try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "r")) {
            long start = Math.max(0, file.length() - LAST_WORDS_BYTES);
            file.seek(start);
            byte[] bytes = new byte[(int) Math.min(LAST_WORDS_BYTES, file.length() - start)];
            file.readFully(bytes);
            List<String> lines = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("\\p{Cntrl}", "?").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new IllegalStateException("%s can't be read".formatted(file), e);
        }
    }
}
