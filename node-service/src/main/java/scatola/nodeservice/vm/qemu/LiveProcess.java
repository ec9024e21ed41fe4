package scatola.nodeservice.vm.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process that need not be a child of ours, known by its id and by when it started, so that a later one with the same
 * id is never taken for it. Source: proc(5).
 *
 * @param handle the process
 * @param startTicks when it started, in clock ticks since the machine's boot
 */
record LiveProcess(ProcessHandle handle, long startTicks) {
    private static final int STATE = 0;
    private static final int START_TICKS = 19;
    /** USER_HZ, whatever the kernel's own HZ is. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final long FIRST_PAUSE_MS = 1;
    private static final long LONGEST_PAUSE_MS = 20;

    /** Returns the process if it is there and has not ended; one that waits for its parent to notice has ended. */
    static Optional<LiveProcess> of(long pid) {
        return stat(pid)
                .flatMap(stat -> ProcessHandle.of(pid)
                        .map(handle -> new LiveProcess(handle, Long.parseLong(stat.get(START_TICKS)))));
    }

    long pid() {
        return handle.pid();
    }

    boolean isAlive() {
        return stat(pid())
                .filter(stat -> Long.parseLong(stat.get(START_TICKS)) == startTicks)
                .isPresent();
    }

    /** Returns the program and its arguments; empty for a process that has ended. */
    List<String> arguments() {
        try {
            String text = Files.readString(Path.of("/proc/%d/cmdline".formatted(pid())), StandardCharsets.UTF_8);
            return List.of(text.split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether that is its working directory; no process that has ended has one. */
    boolean worksIn(Path folder) {
        try {
            return Files.isSameFile(Path.of("/proc/%d/cwd".formatted(pid())), folder);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns when it started, to some hundredths of a second. {@link ProcessHandle.Info#startInstant} may be a whole one
     * early: it counts from the machine's boot, which Linux tells in seconds (btime of /proc/stat).
     */
    Instant startedAt() {
        try {
            double uptimeSeconds = Double.parseDouble(Files.readString(UPTIME).split(" ", 2)[0]);
            double ageSeconds = uptimeSeconds - startTicks / TICKS_PER_SECOND;
            return Instant.now().minusMillis(Math.round(1000 * ageSeconds));
        } catch (IOException e) {
            throw new UncheckedIOException("%s can't be read".formatted(UPTIME), e);
        }
    }

    /** Sends SIGKILL, unless the process has ended already. */
    void kill() {
        if (isAlive()) {
            handle.destroyForcibly();
        }
    }

    /**
     * Waits until it has ended. {@link ProcessHandle#onExit} looks only every few hundred milliseconds at processes that
     * are no children of ours; this looks every few.
     *
     * @return whether it has ended in time
     */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long pauseMs = FIRST_PAUSE_MS;
        while (isAlive()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(pauseMs);
            pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        }
        return true;
    }

    /** Returns the fields of /proc/PID/stat from the state on, or empty if the process has ended. */
    private static Optional<List<String>> stat(long pid) {
        try {
            String text = Files.readString(Path.of("/proc/%d/stat".formatted(pid)), StandardCharsets.ISO_8859_1);
            // The name before the state is in parentheses and may itself contain some.
            List<String> fields =
                    List.of(text.substring(text.lastIndexOf(')') + 2).split(" "));
            char state = fields.get(STATE).charAt(0);
            return state == 'Z' || state == 'X' ? Optional.empty() : Optional.of(fields);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
