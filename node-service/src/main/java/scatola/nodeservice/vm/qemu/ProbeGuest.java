package scatola.nodeservice.vm.qemu;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import scatola.bus.Quoted;
import scatola.nodeservice.image.Image;

/**
 * A guest that proves KVM or does not: a Linux kernel with nothing to start, which prints its version, comes as far as
 * looking for a root file system, panics and resets the machine. Anything smaller, such as a boot sector, proves too
 * little: there are machines whose KVM runs a BIOS and no kernel.
 */
final class ProbeGuest {
    private static final String FIRST_LINE = "Linux version";
    private static final String MUTE = "quiet|loglevel=.*|init=.*|rdinit=.*|root=.*|panic=.*";
    private static final String LOUD = "earlyprintk=ttyS0 earlycon ignore_loglevel panic=-1 rdinit=/none";

    /** A kernel that runs prints after a fraction of that; one that does not burns it up. */
    private static final Duration MUTE_CPU_TIME = Duration.ofMillis(1500);

    private static final Duration MUTE_LEAST = Duration.ofSeconds(2);
    private static final Duration MUTE_MOST = Duration.ofSeconds(10);

    /** A kernel that has begun to print goes on printing until it panics. */
    private static final Duration SILENCE = Duration.ofSeconds(4);

    private static final Duration WHOLE = Duration.ofSeconds(20);

    /** QEMU's word for an instruction that KVM could not execute; it stops the guest then and lives on. */
    private static final String GIVEN_UP = "KVM internal error";

    private static final long POLL_MS = 5;
    private static final int MOST_OUTPUT = 1024 * 1024;

    private final StringBuilder output = new StringBuilder();

    private ProbeGuest() {}

    /** Boots the image's kernel under KVM, confined as guests are; takes a second where KVM works and two to ten where it does not. */
    static Accelerator boot(Path program, Image image) throws InterruptedException {
        List<String> command = Confinement.strictest().around(image, Accelerator.Kind.KVM, command(program, image));
        try {
            Path folder = Files.createTempDirectory("probe");
            try {
                return new ProbeGuest().judge(command, folder);
            } finally {
                Files.delete(folder);
            }
        } catch (IOException e) {
            return tcg("the probe guest could not be started: " + e.getMessage());
        }
    }

    static List<String> command(Path program, Image image) {
        if (image.kernel() == null) {
            throw new IllegalArgumentException("image %s has no kernel to probe with".formatted(image.name()));
        }
        String kept = Arrays.stream(image.append().split(" "))
                .filter(word -> !word.matches(MUTE))
                .collect(Collectors.joining(" "));
        List<String> command = new ArrayList<>(List.of(
                program.toString(), "-name", "scatola-probe", "-nodefaults", "-no-user-config", "-display", "none"));
        command.addAll(QemuCommand.machine(image, image.memoryMib(), Accelerator.Kind.KVM));
        if (!command.contains("-no-reboot")) {
            command.add("-no-reboot");
        }
        command.addAll(List.of("-kernel", Confinement.KERNEL, "-append", (kept + " " + LOUD).strip()));
        command.addAll(List.of("-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"));
        return List.copyOf(command);
    }

    private Accelerator judge(List<String> command, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .start();
        try {
            Thread reader = Thread.ofVirtual().name("probe guest").start(() -> collect(process));
            long started = System.nanoTime();
            String failure = await(process, started);
            if (failure != null) {
                return tcg(failure);
            }
            reader.join();
            long ms = (System.nanoTime() - started) / 1_000_000;
            return verdict(process.exitValue(), ms);
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private Accelerator verdict(int exitCode, long ms) {
        if (exitCode == 0 && hasPrinted()) {
            return new Accelerator(Accelerator.Kind.KVM, "a Linux guest booted under KVM in %d ms".formatted(ms));
        }
        String last = printed().lines().reduce("", (before, line) -> line.isBlank() ? before : line);
        return tcg("KVM is there, but the probe guest ended after %d ms with exit code %d (%s)"
                .formatted(ms, exitCode, Quoted.of(last)));
    }

    /** Returns null once it has ended by itself, or why it was given up. */
    private @Nullable String await(Process process, long started) throws InterruptedException {
        int seen = 0;
        long seenAt = started;
        while (!process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
            String text = printed();
            long now = System.nanoTime();
            if (text.length() > seen) {
                seen = text.length();
                seenAt = now;
            }
            String failure = failure(process, text, Duration.ofNanos(now - started), Duration.ofNanos(now - seenAt));
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    private static @Nullable String failure(Process process, String text, Duration since, Duration silent) {
        if (text.contains(GIVEN_UP)) {
            return "KVM is there, but it can't execute Linux (QEMU says '%s')".formatted(GIVEN_UP);
        }
        if (!text.contains(FIRST_LINE)) {
            return isMute(process, since)
                    ? "KVM is there, but no Linux boots on it: not a line within %d ms".formatted(since.toMillis())
                    : null;
        }
        boolean hangs = silent.compareTo(SILENCE) >= 0 || since.compareTo(WHOLE) >= 0;
        return hangs
                ? "KVM is there, but Linux hangs on it after %d ms"
                        .formatted(since.minus(silent).toMillis())
                : null;
    }

    private static boolean isMute(Process process, Duration since) {
        Duration used = process.info().totalCpuDuration().orElse(Duration.ZERO);
        return since.compareTo(MUTE_MOST) >= 0
                || since.compareTo(MUTE_LEAST) >= 0 && used.compareTo(MUTE_CPU_TIME) >= 0;
    }

    private boolean hasPrinted() {
        return printed().contains(FIRST_LINE);
    }

    private void collect(Process process) {
        byte[] buffer = new byte[4096];
        try (InputStream in = process.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            append("its output could not be read: " + e.getMessage());
        }
    }

    private synchronized void append(String text) {
        if (output.length() < MOST_OUTPUT) {
            output.append(text);
        }
    }

    private synchronized String printed() {
        return output.toString();
    }

    private static Accelerator tcg(String reason) {
        return new Accelerator(Accelerator.Kind.TCG, reason);
    }
}
