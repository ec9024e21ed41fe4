package scatola.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import scatola.it.box.Heard;

/** How long a node-service takes until it is ready, as the lab starts it, and how much memory it then takes. */
final class StartedNode implements Section {
    private static final int TICKS_A_SECOND = 100;
    /** The 22nd field of /proc/PID/stat, counted from the one behind the name. */
    private static final int START_TIME = 19;

    private static final String UNTIL_HEALTHY =
            "until curl -fs -o /dev/null -m 2 http://127.0.0.1:8080/health; do sleep 0.01; done; cat /proc/uptime";

    @Override
    public String title() {
        return "node-service started";
    }

    @Override
    public List<Figure> measure(Box box) {
        Samples ready = new Samples();
        Samples online = new Samples();
        Samples memory = new Samples();
        for (int i = 0; i < box.times(1, 5); i++) {
            restart(box, ready, online, memory);
        }
        Samples java = new Samples();
        for (int i = 0; i < box.times(1, 5); i++) {
            long began = System.nanoTime();
            box.run(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-version");
            java.add(Box.millisSince(began));
        }
        Samples bare = new Samples();
        try (BareClient.Running client = BareClient.start(box, "pi3")) {
            client.awaitOnline();
            bare.add(Machine.residentMb(client.process().pid()));
        }
        return List.of(
                new Figure(
                        "node-service, start to ready",
                        "ms",
                        ready,
                        new Figure.Floor("java -version", java),
                        List.of(Goal.p50(1500))),
                new Figure(
                        "node-service, start to online on the bus",
                        "ms",
                        online,
                        new Figure.Floor("java -version", java),
                        List.of()),
                new Figure(
                        "node-service, resident memory",
                        "MB",
                        memory,
                        new Figure.Floor("a bare client", bare),
                        List.of(Goal.p50(130))));
    }

    private static void restart(Box box, Samples ready, Samples online, Samples memory) {
        box.lab().kill("pi3");
        int since = box.bus().now();
        CompletableFuture<String> healthy = CompletableFuture.supplyAsync(
                () -> box.inside("pi3", "sh", "-c", UNTIL_HEALTHY).output());
        box.lab().up(3);
        long pid = box.lab().process("pi3").pid();
        double started = started(pid);
        ready.add((seconds(healthy.join()) - started) * 1000);
        Heard told = box.bus()
                .await("online", since, Box.PATIENCE, "node/pi3/availability", one -> one.has("state", "online"));
        double now = seconds(text(Path.of("/proc/uptime")));
        online.add((now - started) * 1000 - Box.millisSince(told.nanos()));
        // Until it has found its guest and told of itself twice, so that what runs all the time has run.
        Heard first = box.bus().await("telemetry", told.number(), Box.PATIENCE, "node/pi3", any -> true);
        box.bus().await("telemetry again", first.number() + 1, Box.PATIENCE, "node/pi3", any -> true);
        memory.add(Machine.residentMb(pid));
    }

    /** When a process was started, in seconds since the machine was; see proc(5). */
    private static double started(long pid) {
        String stat = text(Path.of("/proc/%d/stat".formatted(pid)));
        String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Double.parseDouble(behindName[START_TIME]) / TICKS_A_SECOND;
    }

    private static double seconds(String uptime) {
        return Double.parseDouble(uptime.strip().split(" ", 2)[0]);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
