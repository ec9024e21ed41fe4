package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.Topic;
import scatola.bus.client.Incoming;
import scatola.bus.message.Phase;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;
import scatola.presenter.picture.Onlooker;
import scatola.presenter.picture.Picture;
import scatola.presenter.timeline.Archives;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;
import scatola.presenter.timeline.Recording;
import scatola.presenter.timeline.Runs;
import scatola.presenter.timeline.SqliteArchive;

/** Replays of the packaged app, watched over WebSocket and on the bus. */
class ReplaysIT {
    private static final long SEED = 7;
    private static final int ENTRIES = 400;
    private static final String ROOT = "scatola-replay";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Mosquitto broker = Mosquitto.start();
    private final List<AutoCloseable> open = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Recording run;

    @SuppressWarnings("NullAway.Init")
    private Recording flood;

    @SuppressWarnings("NullAway.Init")
    private World atTheEnd;

    @SuppressWarnings("NullAway.Init")
    private World inTheMiddle;

    @SuppressWarnings("NullAway.Init")
    private PackagedApp app;

    @BeforeEach
    void record() {
        try (SqliteArchive archive = Archives.in(folder)) {
            run = Archives.imported(archive, "a run", Runs.random(SEED, ENTRIES));
            flood = Archives.imported(archive, "a flood", flood());
            atTheEnd = archive.worldAt(run, archive.end(run).minusNanos(1000));
            inTheMiddle = archive.worldAt(run, run.from().plusMillis(12_500));
        }
        app = new PackagedApp(broker, Map.of("SCATOLA_RECORDINGS", folder.toString()));
        // the timeline is opened while the app answers already, and then it says so on the bus
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> app.get("/api/status").body().contains("tape    records"));
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        app.close();
        broker.close();
    }

    @Test
    void whoWatchesToTheEndKnowsWhatHeldThen() throws Exception {
        long id = begun("{\"recording\":%d,\"speed\":16,\"idle_s\":0.5,\"paused\":true}".formatted(run.id()));
        Watcher watcher = watch(id);
        watcher.await("\"type\":\"replay\"");
        assertThat(types(watcher)).containsExactly("picture", "replay");

        watcher.say("{\"do\":\"play\"}");
        watcher.await("\"state\":\"ended\"");

        assertThat(watcher.seen().box()).isEqualTo(picture(atTheEnd, Objects.requireNonNull(run.to())));
        assertThat(types(watcher)).contains("change", "event", "chapter").doesNotContain("error");
    }

    @Test
    void twoReplaysAtOnceAreIndependentAndASeekShowsTheSameAsPlaying() throws Exception {
        Watcher one = watch(begun("{\"recording\":%d,\"speed\":16}".formatted(run.id())));
        long second = begun("{\"recording\":%d,\"paused\":true,\"from\":12.5}".formatted(run.id()));
        Watcher other = watch(second);
        Watcher another = watch(second);

        other.await("\"t\":12.5,");
        assertThat(other.seen().box()).isEqualTo(picture(inTheMiddle, run.from().plusMillis(12_500)));
        one.await("\"state\":\"ended\"");
        assertThat(app.get("/api/replays/" + second).body()).contains("\"state\":\"paused\"");

        other.say("{\"do\":\"seek\",\"t\":1e9}");
        another.await("\"state\":\"ended\"");
        other.await("\"state\":\"ended\"");
        assertThat(other.seen().box()).isEqualTo(one.seen().box());
        assertThat(another.seen().box()).isEqualTo(one.seen().box());
    }

    @Test
    void nonsenseIsAnsweredToWhoSaidItAndChangesNothing() throws Exception {
        long id = begun("{\"recording\":%d,\"paused\":true}".formatted(run.id()));
        Watcher one = watch(id);
        Watcher other = watch(id);

        one.say("play");
        one.say("{\"do\":\"speed\",\"value\":99}");
        one.say("{\"do\":\"seek\",\"chapter\":9999}");

        one.await("the payload is no JSON");
        one.await("speed 99: choose one from 0.25 to 16");
        one.await("no chapter 9999: there are 1 to ");
        assertThat(types(other)).containsExactly("picture", "replay");
        assertThat(app.get("/api/replays/" + id).body())
                .contains("\"state\":\"paused\"")
                .contains("\"speed\":1.0");
    }

    @Test
    void itCanBeSteeredByCurl() throws Exception {
        long id = begun("{\"recording\":%d,\"paused\":true}".formatted(run.id()));
        Watcher watcher = watch(id);

        ObjectNode stepped =
                Onlooker.read(steer(id, "{\"do\":\"step\",\"by\":1}").body());
        assertThat(stepped.path("state").asText()).isEqualTo("paused");
        assertThat(stepped.path("t").asDouble()).isPositive();
        assertThat(steer(id, "{\"do\":\"seek\",\"chapter\":\"next\"}").body()).contains("\"state\":\"paused\"");
        assertThat(steer(id, "{\"do\":\"speed\",\"value\":2}").body()).contains("\"speed\":2.0");
        watcher.await("\"speed\":2.0");
        assertProblem(steer(id, "{\"do\":\"speed\",\"value\":0.1}"), 400, "speed 0.1: choose one from 0.25 to 16");
        assertProblem(steer(id, "{\"do\":\"dance\"}"), 400, "say play, pause, speed, seek or step");
        assertThat(app.get("/api/replays").body()).contains("\"id\":" + id);
    }

    @Test
    void whatCanNotBePlayedIsAProblem() throws Exception {
        assertProblem(app.post("/api/replays", "{\"recording\":99}"), 404, "no recording 99: there are ");
        assertProblem(app.post("/api/replays", "{}"), 400, "recording is missing");
        assertProblem(
                app.post("/api/replays", "{\"recording\":%d,\"publish\":\"scatola/x\"}".formatted(run.id())),
                400,
                "and the live box's root 'scatola' overlap");
        assertProblem(app.get("/api/replays/7"), 404, "no replay 7");
        assertProblem(steer(7, "{\"do\":\"play\"}"), 404, "no replay 7");
        assertThat(watch(7).closed()).isEqualTo(4404);
        for (int i = 0; i < 8; i++) {
            begun("{\"recording\":%d,\"paused\":true}".formatted(run.id()));
        }
        assertProblem(
                app.post("/api/replays", "{\"recording\":%d}".formatted(run.id())),
                429,
                "end one with DELETE /api/replays/1");
    }

    @Test
    void aSlowClientIsSkippedForwardToTheWholePicture() throws Exception {
        long id = begun("{\"recording\":%d,\"paused\":true,\"speed\":16}".formatted(flood.id()));
        Watcher quick = watch(id);
        RawWatcher slow = opened(new RawWatcher(app.port(), "/api/replays/" + id, ""));
        assertThat(slow.next()).contains("\"type\":\"picture\"");

        quick.say("{\"do\":\"play\"}");
        quick.await("\"state\":\"ended\"");
        Onlooker eyes = new Onlooker();
        String text = slow.next();
        while (!text.contains("\"skipped\":")) {
            text = slow.next();
        }

        assertThat(Onlooker.read(text).path("type").asText()).isEqualTo("picture");
        while (!text.contains("\"state\":\"ended\"")) {
            eyes.told(text);
            text = slow.next();
        }
        assertThat(eyes.box()).isEqualTo(quick.seen().box());
        assertThat(types(quick)).contains("change");
    }

    @Test
    void publishedBelowAnotherRootItIsSeenThereAndClearedAtTheEnd() throws Exception {
        TestClient live = opened(TestClient.connect(broker, "scatola/#"));
        live.await("scatola/presenter/laptop", "online");
        live.await("scatola/box/state", "\"state\":\"recording\"");
        TestClient audience = opened(TestClient.connect(broker, ROOT + "/#"));
        live.forget();

        long id = begun("{\"recording\":%d,\"speed\":16,\"idle_s\":0.2,\"publish\":true}".formatted(run.id()));
        awaitState(id, "ended");

        Awaitility.await().untilAsserted(() -> assertThat(retained()).isEqualTo(asRecorded()));
        assertThat(audience.received().stream()
                        .map(Incoming::topic)
                        .filter(topic -> topic.endsWith("/set/state") || topic.endsWith("/console/out"))
                        .toList())
                .as("commands and consoles")
                .isNotEmpty();
        assertProblem(
                app.post("/api/replays", "{\"recording\":%d,\"publish\":\"scatola-replay/b\"}".formatted(run.id())),
                409,
                "replay %d is published below 'scatola-replay'".formatted(id));

        steer(id, "{\"do\":\"seek\",\"t\":12.5}");
        Awaitility.await().untilAsserted(() -> assertThat(retained()).isEqualTo(states(inTheMiddle)));

        Watcher watcher = watch(id);
        watcher.await("replay");
        delete(id);
        assertThat(retained()).isEmpty();
        assertThat(watcher.closed()).isEqualTo(1001);
        assertThat(watcher.reason()).isEqualTo("replay %d was ended".formatted(id));
        assertThat(live.received().stream().map(Incoming::topic).filter(topic -> !topic.startsWith("scatola/reply/")))
                .isEmpty();
    }

    @Test
    void theEndOfTheAppClearsWhatWasPublishedAndEndsTheWatching() throws Exception {
        long id =
                begun("{\"recording\":%d,\"from\":12.5,\"publish\":\"%s\",\"paused\":true}".formatted(run.id(), ROOT));
        Watcher watcher = watch(id);
        Awaitility.await().untilAsserted(() -> assertThat(retained()).isEqualTo(states(inTheMiddle)));

        app.process().destroy();

        // whoever is first, the replay or the server
        assertThat(watcher.closed()).isIn(1000, 1001);
        assertThat(app.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(retained()).isEmpty();
    }

    @Test
    void aBrokerThatForgotIsToldAgainWhatIsRetained() throws Exception {
        long id = begun("{\"recording\":%d,\"from\":12.5,\"publish\":true,\"paused\":true}".formatted(run.id()));
        Awaitility.await().untilAsserted(() -> assertThat(retained()).isEqualTo(states(inTheMiddle)));

        broker.restart();

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(retained()).isEqualTo(states(inTheMiddle)));
        delete(id);
        assertThat(retained()).isEmpty();
    }

    private static List<Entry> flood() {
        List<Entry> flood = new ArrayList<>();
        String cause = "x".repeat(4000);
        for (int i = 0; i < 3000; i++) {
            String guest = Told.guest("pi1", 1, i + 1, Phase.FAILED, null)
                    .json()
                    .put("cause", cause + i)
                    .toString();
            flood.add(new Entry.Message(
                    Told.T0.plusMillis(10L * i), "vm/doge%d".formatted(i % 3), Bytes.of(guest), 1, true));
        }
        return flood;
    }

    private long begun(String wish) throws Exception {
        HttpResponse<String> answer = app.post("/api/replays", wish);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        long id = Onlooker.read(answer.body()).path("id").asLong();
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/api/replays/" + id);
        return id;
    }

    private HttpResponse<String> steer(long id, String order) throws Exception {
        return app.post("/api/replays/" + id, order);
    }

    private void delete(long id) throws Exception {
        assertThat(app.send(app.request("/api/replays/" + id).DELETE()).statusCode())
                .isEqualTo(204);
    }

    private Watcher watch(long id) {
        return opened(new Watcher(app, "/api/replays/" + id));
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private void awaitState(long id, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> app.get("/api/replays/" + id).body().contains("\"state\":\"%s\"".formatted(state)));
    }

    /** What the broker retains below the replay's root. */
    private Map<String, ObjectNode> retained() {
        try (TestClient visitor = TestClient.connect(broker)) {
            return visitor.retained(ROOT + "/#").entrySet().stream()
                    .collect(Collectors.toMap(
                            entry -> entry.getKey().substring(ROOT.length() + 1),
                            entry -> Onlooker.read(TestClient.text(entry.getValue())),
                            (one, other) -> other,
                            TreeMap::new));
        }
    }

    /** What a broker would retain that was told just what was recorded. */
    private static Map<String, ObjectNode> asRecorded() {
        Map<String, ObjectNode> retained = new TreeMap<>();
        for (Entry entry : Runs.random(SEED, ENTRIES)) {
            if (entry instanceof Entry.Outage) {
                retained.clear();
            } else if (entry instanceof Entry.Message message && message.retained()) {
                if (message.payload().size() == 0) {
                    retained.remove(message.topic());
                } else {
                    retained.put(
                            message.topic(),
                            Onlooker.read(message.payload().utf8().orElseThrow()));
                }
            }
        }
        return retained;
    }

    /** What is to be retained of a world. */
    private static Map<String, ObjectNode> states(World world) {
        return world.kept().said().stream()
                .filter(said -> !(said.topic() instanceof Topic.TestSample))
                .collect(Collectors.toMap(
                        said -> Fold.below(said.topic()),
                        said -> Onlooker.read(said.message().json().toString()),
                        (one, other) -> other,
                        TreeMap::new));
    }

    private static ObjectNode picture(World world, Instant at) {
        return Onlooker.read(Picture.of(world, true, at).json().toString());
    }

    private static List<String> types(Watcher watcher) {
        return watcher.texts().stream()
                .map(text -> Onlooker.read(text).path("type").asText())
                .toList();
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
        assertThat(answer.body()).contains(detail);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }
}
