package scatola.it.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program that has run to its end.
 *
 * @param command what was run
 * @param status its exit status
 * @param output what it said, on both its outputs
 * @param took how long it ran
 */
public record Ran(List<String> command, int status, String output, Duration took) {
    private static final AtomicInteger COUNT = new AtomicInteger();

    /**
     * Runs a program and waits for its end. What it says is kept in a file, where it can be read while it runs.
     *
     * @param folder where it runs
     * @param environment added to this process's own
     * @param outputs folder of the files with what programs said
     * @param atMost how long it may take; then it and its children are killed
     * @param command program and arguments
     * @return what came of it
     * @throws IllegalStateException if it could not be started, or took too long
     */
    public static Ran of(
            Path folder, Map<String, String> environment, Path outputs, Duration atMost, List<String> command) {
        String name = Path.of(command.getFirst()).getFileName().toString();
        String what = command.size() > 1 ? name + "-" + command.get(1).replaceAll("[^A-Za-z0-9]+", "-") : name;
        Path output = outputs.resolve("%03d-%s.log".formatted(COUNT.incrementAndGet(), what));
        long began = System.nanoTime();
        try {
            Files.createDirectories(outputs);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(
                            "%s took longer than %s and said: %s".formatted(command, atMost, Files.readString(output)));
                }
            } finally {
                if (process.isAlive()) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            return new Ran(command, process.exitValue(), Files.readString(output), took);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    /**
     * @return this
     * @throws IllegalStateException if the exit status is not 0
     */
    public Ran orThrow() {
        if (status != 0) {
            throw new IllegalStateException("%s ended with status %d: %s".formatted(command, status, output));
        }
        return this;
    }
}
