package scatola.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import scatola.it.box.Lab;
import scatola.it.box.Page;
import scatola.it.box.Page.Listener;

/**
 * An hour's recording of 100,000 events, of three Pis with six guests and three pings, is imported: what it takes on
 * disk, how long a seek anywhere in it takes, and how punctual a replay is.
 */
record ReplayedHour(Path home, Path outputs, boolean quick) {
    private static final int EVENTS = 100_000;
    private static final double SECONDS = 3600;
    private static final String FORM = "application/x-ndjson";

    List<Figure> measure() {
        Lab lab = new Lab(home, "hour", outputs);
        try {
            lab.up(1);
            Page page = lab.page();
            Path file = outputs.resolve("hour.scatola.jsonl");
            long payloads = write(file);
            long before = size(lab.recordings());
            long hour = page.upload("/api/recordings?name=hour", FORM, file)
                    .path("id")
                    .asLong();
            double bytes = (size(lab.recordings()) - before) / (double) EVENTS;
            Samples seeks = seeks(page, hour);
            Samples late = new Samples();
            Samples timer = new Samples();
            timing(page, hour, late, timer);
            return List.of(
                    new Figure(
                            "bytes on disk for an event",
                            "B",
                            Samples.of(bytes),
                            new Figure.Floor("its topic and payload", Samples.of(payloads / (double) EVENTS)),
                            List.of()),
                    new Figure("seek in an hour of 100000 events", "ms", seeks, null, List.of(Goal.p99(50))),
                    new Figure(
                            "replay at 1x, off its time",
                            "ms",
                            late,
                            new Figure.Floor("a bare timer", timer),
                            List.of(Goal.p99(10))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lab.down();
        }
    }

    private Samples seeks(Page page, long recording) {
        Samples seeks = new Samples();
        Random random = new Random(1);
        String replay = replay(page, recording);
        try (Listener listener = page.listen(replay)) {
            listener.await("the first picture", 0, Box.PATIENCE, one -> one.is("picture"));
            for (int i = 0; i < (quick ? 100 : 500) + 20; i++) {
                int since = listener.now();
                long asked = System.nanoTime();
                listener.say("{'do':'seek','t':%.3f}".formatted(random.nextDouble() * SECONDS));
                Listener.Message picture = listener.await("a picture", since, Box.PATIENCE, one -> one.is("picture"));
                if (i >= 20) {
                    seeks.add((picture.nanos() - asked) / 1e6);
                }
            }
        }
        page.delete(replay);
        return seeks;
    }

    private void timing(Page page, long recording, Samples late, Samples timer) {
        int seconds = quick ? 10 : 60;
        String replay = replay(page, recording);
        try (Listener listener = page.listen(replay)) {
            listener.await("the first picture", 0, Box.PATIENCE, one -> one.is("picture"));
            listener.say("{'do':'seek','t':600}");
            int since = listener.now();
            listener.say("{'do':'play'}");
            listener.await("changes", since, Box.PATIENCE, one -> one.is("change"));
            long began = System.nanoTime();
            while (Box.millisSince(began) < seconds * 1000.0) {
                long due = System.nanoTime() + 20_000_000;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                timer.add((System.nanoTime() - due) / 1e6);
            }
            List<Listener.Message> changes = listener.messages(since).stream()
                    .filter(one -> one.is("change"))
                    .toList();
            Listener.Message first = changes.getFirst();
            double zero = offset(first);
            changes.stream().skip(20).forEach(one -> late.add(Math.abs(offset(one) - zero)));
        }
        page.delete(replay);
    }

    /** Milliseconds from an event's own time to its arrival, by clocks that begin anywhere. */
    private static double offset(Listener.Message message) {
        Instant at = Instant.parse(message.json().path("at").asText());
        return message.nanos() / 1e6 - (at.getEpochSecond() * 1e3 + at.getNano() / 1e6);
    }

    private static String replay(Page page, long recording) {
        return "/api/replays/"
                + page.post("/api/replays", "{'recording':%d,'paused':true}".formatted(recording))
                        .path("id")
                        .asText();
    }

    /** Writes the recording; gives the bytes of its topics and payloads. */
    private long write(Path file) throws IOException {
        Golden golden = new Golden(home);
        Random random = new Random(2);
        long bytes = 0;
        Files.createDirectories(file.getParent());
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{\"format\":\"scatola-recording\",\"version\":1,\"box\":\"scatola\",\"name\":\"hour\","
                    + "\"start\":\"2026-05-01T18:00:00Z\",\"length_s\":%.0f}\n".formatted(SECONDS));
            for (int i = 0; i < EVENTS; i++) {
                double t = i * SECONDS / EVENTS;
                Said said = golden.said(i, random);
                bytes += said.topic().length() + said.payload().length();
                out.write(String.format(
                        Locale.ROOT,
                        "[%.6f,\"message\",\"%s\",\"%s\",1,false]%n",
                        t,
                        said.topic(),
                        said.payload().replace("\\", "\\\\").replace("\"", "\\\"")));
            }
            out.write(String.format(Locale.ROOT, "[%.6f,\"end\"]%n", SECONDS));
        }
        return bytes;
    }

    private record Said(String topic, String payload) {}

    /** What nodes say, after the contract's own examples. */
    private static final class Golden {
        private final String node;
        private final String guest;
        private final String link;
        private final String reply;

        Golden(Path home) throws IOException {
            Path golden = home.resolve("broker/src/main/golden");
            node = line(golden.resolve("node/pi1/telemetry.json"));
            guest = line(golden.resolve("vm/doge1/running.json"));
            link = line(golden.resolve("link/doge1/stage/plugged.json"));
            reply = line(golden.resolve("test/ping-1/reply.json"));
        }

        Said said(int number, Random random) {
            int node = 1 + number % 3;
            int guest = 1 + number % 6;
            return switch (number % 8) {
                case 0, 1 -> new Said("node/pi" + node, numbered(this.node, number));
                case 2, 3 ->
                    new Said(
                            "link/doge%d/stage".formatted(guest),
                            numbered(link, number)
                                    .replace("\"node\":\"pi1\"", "\"node\":\"pi%d\"".formatted(node(guest))));
                case 4 ->
                    new Said(
                            "vm/doge%d".formatted(guest),
                            numbered(this.guest, number)
                                    .replace("\"node\":\"pi1\"", "\"node\":\"pi%d\"".formatted(node(guest))));
                default ->
                    new Said(
                            "test/p%d".formatted(node),
                            numbered(reply, number)
                                    .replaceFirst("\"ms\":[0-9.]+", "\"ms\":%.2f".formatted(random.nextDouble() * 5)));
            };
        }

        private static int node(int guest) {
            return 1 + guest % 3;
        }

        private static String numbered(String payload, int number) {
            return payload.replaceFirst("\"seq\":\\d+", "\"seq\":" + (number + 1));
        }

        private static String line(Path file) throws IOException {
            return new com.fasterxml.jackson.databind.json.JsonMapper()
                    .readTree(Files.readString(file, UTF_8))
                    .toString();
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
