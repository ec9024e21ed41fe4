package scatola.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What it was measured on, and how busy that was with other things. */
final class Machine {
    private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final double loadBefore = load();

    String words() {
        return "%d cores (%s), Linux %s, Java %s; load average %.2f before and %.2f after; %s"
                .formatted(cores(), cpu(), kernel(), java(), loadBefore, load(), began);
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("began", began.toString())
                .put("cores", cores())
                .put("cpu", cpu())
                .put("kernel", kernel())
                .put("java", java())
                .put("load_before", loadBefore)
                .put("load_after", load());
    }

    /** What of a process is in memory. */
    static double residentMb(long pid) {
        return read("/proc/%d/status".formatted(pid))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6)
                .findFirst()
                .orElseThrow();
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String java() {
        return Runtime.version().toString();
    }

    private static String kernel() {
        return System.getProperty("os.version");
    }

    private static String cpu() {
        return read("/proc/cpuinfo")
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static double load() {
        return Double.parseDouble(read("/proc/loadavg").split(" ", 2)[0]);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
