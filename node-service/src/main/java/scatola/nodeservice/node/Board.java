package scatola.nodeservice.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.message.NodeState;

/** The machine's own figures, as the kernel tells them. Source: proc(5), sysfs's thermal zones. One thread. */
public final class Board {
    private static final Logger LOG = LoggerFactory.getLogger(Board.class);

    private final Path proc;
    private final Path thermal;
    private long lastBusy;
    private long lastTotal;

    /** Reads the running machine. */
    public Board() {
        this(Path.of("/proc"), Path.of("/sys/class/thermal/thermal_zone0/temp"));
    }

    Board(Path proc, Path thermal) {
        this.proc = proc;
        this.thermal = thermal;
    }

    /** @return processors; how busy they were since the last call */
    public NodeState.Cpu cpu() {
        List<String> lines = lines(proc.resolve("stat"));
        int cores =
                (int) lines.stream().filter(line -> line.matches("cpu\\d.*")).count();
        long busy = 0;
        long total = 0;
        if (!lines.isEmpty() && lines.getFirst().startsWith("cpu ")) {
            String[] ticks = lines.getFirst().substring(4).strip().split("\\s+", -1);
            // user nice system idle iowait irq softirq steal; guest time is within user time
            for (int column = 0; column < Math.min(8, ticks.length); column++) {
                long value = Long.parseLong(ticks[column]);
                total += value;
                busy += column == 3 || column == 4 ? 0 : value;
            }
        }
        double used = total > lastTotal ? 100.0 * (busy - lastBusy) / (total - lastTotal) : 0;
        lastBusy = busy;
        lastTotal = total;
        return new NodeState.Cpu(Math.max(1, cores), tenths(Math.clamp(used, 0, 100)), load());
    }

    /** @return memory */
    public NodeState.Memory memory() {
        List<String> lines = lines(proc.resolve("meminfo"));
        return new NodeState.Memory(mib(lines, "MemTotal:"), mib(lines, "MemAvailable:"));
    }

    /** @return degrees Celsius, or null where the board has no sensor */
    public @Nullable Double temperatureC() {
        if (!Files.isReadable(thermal)) {
            return null;
        }
        try {
            return tenths(Integer.parseInt(Files.readString(thermal).strip()) / 1000.0);
        } catch (IOException | NumberFormatException e) {
            // some virtual sensors are there and can't be read
            LOG.debug("{} tells no temperature", thermal, e);
            return null;
        }
    }

    private double load() {
        Optional<String> line = lines(proc.resolve("loadavg")).stream().findFirst();
        return line.map(text -> Double.parseDouble(text.split(" ", 2)[0])).orElse(0.0);
    }

    private static long mib(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            LOG.warn("{} can't be read", file, e);
            return List.of();
        }
    }
}
