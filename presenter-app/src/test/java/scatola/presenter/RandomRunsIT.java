package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scatola.bus.testing.Mosquitto;
import scatola.presenter.box.World;
import scatola.presenter.picture.Onlooker;
import scatola.presenter.picture.Picture;
import scatola.presenter.timeline.Archives;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;
import scatola.presenter.timeline.Recording;
import scatola.presenter.timeline.Rows;
import scatola.presenter.timeline.SqliteArchive;

/**
 * The law of replays, with nothing between the two sides but what a stage has: what is said at random through a real
 * broker is lived by the packaged app and recorded by it, over connections of their own. At each of many moments the
 * recording folded up to there, sought and played, is the world that was lived.
 */
class RandomRunsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);
    /** More than 1000 messages, so that there is a checkpoint in the middle. */
    private static final int BATCHES = 150;

    private static final int MOST_OF_A_BATCH = 15;

    private final Mosquitto broker = Mosquitto.start();

    static LongStream seeds() {
        long fresh = Long.getLong("scatola.seed", System.nanoTime());
        System.out.println("RandomRunsIT seed " + fresh + " (-Dscatola.seed=" + fresh + " repeats it)");
        return LongStream.of(31, 32, 33, fresh);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatWasRecordedIsWhatWasLived(long seed, @TempDir Path folder) throws Exception {
        Map<Integer, JsonNode> lived;
        long recording;
        try (broker) {
            try (PackagedApp app = new PackagedApp(broker, Map.of("SCATOLA_RECORDINGS", folder.toString()))) {
                try (Watcher live = new Watcher(app, "/api/live");
                        RandomRun run = new RandomRun(broker, seed, BATCHES * MOST_OF_A_BATCH)) {
                    // the timeline is opened while the app answers already
                    Awaitility.await()
                            .atMost(SOON)
                            .until(() -> app.get("/api/status").body().contains("tape    records"));
                    awaitBoth(run, live, folder);
                    // something holds already when the recording begins
                    run.say(100);
                    int before = run.mark();
                    Awaitility.await().atMost(SOON).until(() -> isRecorded(before, folder));
                    recording = begin(app);
                    List<Integer> markers = live(run, live, folder, new Random(seed));
                    app.post("/api/recordings/%d/stop".formatted(recording), "");

                    lived = new TreeMap<>(Moments.of(live.texts()));
                    assertThat(lived.keySet()).as("seed %d", seed).containsAll(markers);
                    lived.keySet().retainAll(markers);
                    assertThat(new HashSet<>(lived.values()))
                            .as("seed %d", seed)
                            .hasSizeGreaterThan(BATCHES / 2);
                }
                same("played", seed, lived, played(app, recording));
                same("sought", seed, lived, sought(app, recording, lived.keySet(), new Random(seed)));
            }
        }
        try (SqliteArchive archive = Archives.in(folder)) {
            same("folded", seed, lived, folded(archive, archive.find(recording).orElseThrow()));
        }
        assertThat(Rows.count(folder, "event WHERE kind = 1")).isEqualTo(1);
        String inside = "checkpoint c JOIN recording r ON c.at_us BETWEEN r.from_us AND r.to_us WHERE r.id = ";
        assertThat(Rows.count(folder, inside + recording)).isPositive();
    }

    /** Lets it all happen, and in the middle the broker die; returns the markers in their order. */
    private List<Integer> live(RandomRun run, Watcher live, Path folder, Random random) {
        List<Integer> markers = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            if (batch == BATCHES / 2) {
                awaitLast(markers, live, folder);
                run.restartBroker();
                awaitBoth(run, live, folder);
            }
            run.say(1 + random.nextInt(MOST_OF_A_BATCH));
            markers.add(run.mark());
        }
        awaitLast(markers, live, folder);
        return markers;
    }

    /** What is known when a replay plays there. */
    private static Map<Integer, JsonNode> played(PackagedApp app, long recording) throws Exception {
        try (Watcher watcher = new Watcher(
                app, "/api/replays/" + replay(app, recording, "\"speed\":4,\"idle_s\":0.3,\"paused\":true"))) {
            watcher.await("\"type\":\"replay\"");
            watcher.say("{\"do\":\"play\"}");
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> watcher.texts().getLast().contains("\"state\":\"ended\""));
            return Moments.of(watcher.texts());
        }
    }

    /** What is known when a replay goes there at once, from here and there. */
    private static Map<Integer, JsonNode> sought(
            PackagedApp app, long recording, Collection<Integer> markers, Random random) throws Exception {
        Map<Integer, Double> places = places(app, recording);
        assertThat(places.keySet()).containsAll(markers);
        List<Integer> order = new ArrayList<>(markers);
        Collections.shuffle(order, random);
        Map<Integer, JsonNode> sought = new TreeMap<>();
        try (Watcher watcher = new Watcher(app, "/api/replays/" + replay(app, recording, "\"paused\":true"))) {
            watcher.await("\"type\":\"replay\"");
            for (int marker : order) {
                int told = watcher.texts().size();
                double t = Objects.requireNonNull(places.get(marker));
                watcher.say("{\"do\":\"seek\",\"t\":%s}".formatted(t));
                Awaitility.await("marker %d at %s".formatted(marker, t))
                        .pollInterval(Duration.ofMillis(5))
                        .atMost(SOON)
                        .until(() -> watcher.texts().stream().skip(told).anyMatch(text -> isAt(text, t)));
                List<String> since = List.copyOf(
                        watcher.texts().subList(told, watcher.texts().size()));
                // the whole picture comes first, so nothing of before is needed
                assertThat(since.getFirst()).startsWith("{\"type\":\"picture\"");
                Map<Integer, JsonNode> seen = Moments.of(since);
                assertThat(seen).containsOnlyKeys(marker);
                sought.putAll(seen);
            }
        }
        return sought;
    }

    /** What the archive says that held at each marker, by itself and by folding its entries one by one. */
    private static Map<Integer, JsonNode> folded(SqliteArchive archive, Recording recording) {
        Map<Integer, JsonNode> folded = new TreeMap<>();
        World world = archive.worldAt(recording, recording.from().minusNanos(1000));
        for (Iterator<Entry> entries = archive.entries(recording, recording.from()); entries.hasNext(); ) {
            Entry entry = entries.next();
            world = Fold.after(world, entry);
            Integer marker = entry instanceof Entry.Message message ? Moments.marker(message.topic()) : null;
            if (marker != null) {
                assertThat(archive.worldAt(recording, entry.at()).kept())
                        .as("marker %d", marker)
                        .isEqualTo(world.kept());
                folded.put(
                        marker,
                        Moments.comparable(Onlooker.read(
                                Picture.of(world, true, entry.at()).json().toString())));
            }
        }
        return folded;
    }

    private static void same(String how, long seed, Map<Integer, JsonNode> lived, Map<Integer, JsonNode> recorded) {
        assertThat(recorded.keySet()).as("seed %d, %s", seed, how).containsAll(lived.keySet());
        lived.forEach((marker, box) -> assertThat(recorded.get(marker))
                .as("seed %d, %s to marker %d", seed, how, marker)
                .isEqualTo(box));
    }

    /** Waits until who lives it and who records it both hear what is said. */
    private static void awaitBoth(RandomRun run, Watcher live, Path folder) {
        List<Integer> said = new ArrayList<>();
        Awaitility.await().atMost(SOON).until(() -> {
            said.add(run.mark());
            return said.stream().anyMatch(marker -> isLived(marker, live) && isRecorded(marker, folder));
        });
    }

    private static void awaitLast(List<Integer> markers, Watcher live, Path folder) {
        int last = markers.getLast();
        Awaitility.await().atMost(SOON).until(() -> isLived(last, live) && isRecorded(last, folder));
    }

    private static boolean isLived(int marker, Watcher live) {
        String topic = "\"topic\":\"%s\"".formatted(Moments.topic(marker));
        return live.texts().stream().anyMatch(text -> text.contains(topic));
    }

    private static boolean isRecorded(int marker, Path folder) {
        return Rows.count(
                        folder,
                        "event e JOIN topic t ON t.id = e.topic WHERE t.text = '%s'".formatted(Moments.topic(marker)))
                == 1;
    }

    private static long begin(PackagedApp app) throws Exception {
        return Onlooker.read(app.post("/api/recordings/start", "{\"name\":\"a random run\"}")
                        .body())
                .required("id")
                .asLong();
    }

    private static long replay(PackagedApp app, long recording, String more) throws Exception {
        return Onlooker.read(app.post("/api/replays", "{\"recording\":%d,%s}".formatted(recording, more))
                        .body())
                .required("id")
                .asLong();
    }

    /** Where in the recording each marker is, in seconds, as its file has it. */
    private static Map<Integer, Double> places(PackagedApp app, long recording) throws Exception {
        Map<Integer, Double> places = new TreeMap<>();
        for (String text : app.get("/api/recordings/%d/export".formatted(recording))
                .body()
                .lines()
                .toList()) {
            JsonNode line = JSON.readTree(text);
            Integer marker = Moments.marker(line.path(2).asText());
            if (marker != null) {
                places.put(marker, line.required(0).asDouble());
            }
        }
        return places;
    }

    private static boolean isAt(String text, double t) {
        JsonNode message = Onlooker.read(text);
        return message.path("type").asText().equals("replay")
                && Math.abs(message.required("t").asDouble() - t) < 1e-7;
    }
}
