package scatola.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import scatola.it.box.Bus;
import scatola.it.box.Lab;

/**
 * From nothing but what is built to three guests on three Pis that ping each other; beside three QEMUs started by hand
 * at the same time.
 */
record ComingUp(Path home, Path outputs, boolean quick) {
    private static final Executor THREADS = task -> Thread.ofPlatform().start(task);
    private static final List<String> ROUND = List.of("doge1", "doge2", "doge3", "doge1");

    Figure measure(String image, double goalSeconds) {
        Samples up = new Samples();
        Samples byHand = new Samples();
        for (int i = 0; i < (quick ? 1 : 3); i++) {
            byHand.add(byHand(image));
            up.add(up(image));
        }
        return new Figure(
                "up to three guests of %s pinging each other".formatted(image),
                "s",
                up,
                new Figure.Floor("three QEMUs started by hand", byHand),
                List.of(Goal.p50(goalSeconds)));
    }

    private double up(String image) {
        Lab lab = new Lab(home, "up", outputs);
        try {
            long began = System.nanoTime();
            lab.scatola(Duration.ofMinutes(3), "up", "3").orThrow();
            try (Bus bus = lab.bus()) {
                Box box = new Box(home, lab, bus, quick);
                box.stageGuests(image);
                for (int i = 0; i < 3; i++) {
                    bus.send(
                            "vm/%s/request/ping".formatted(ROUND.get(i)),
                            "{'test':'up-%d','to':'%s','interval_ms':200}".formatted(i, ROUND.get(i + 1)));
                }
                for (int i = 0; i < 3; i++) {
                    bus.await(
                            "a reply",
                            0,
                            Box.PATIENCE,
                            "test/up-" + i,
                            one -> one.json().has("ms"));
                }
                return Box.millisSince(began) / 1000;
            }
        } finally {
            lab.down();
        }
    }

    /** Seconds until the last of three answers. */
    private double byHand(String image) {
        Path folder = home.resolve("images").resolve(image);
        return Stream.generate(() -> CompletableFuture.supplyAsync(() -> BootedGuests.byHand(home, folder), THREADS))
                .limit(3)
                .toList()
                .stream()
                .mapToDouble(millis -> millis.join() / 1000)
                .max()
                .orElseThrow();
    }
}
