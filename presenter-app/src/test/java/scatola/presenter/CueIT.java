package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;

/** Shows whose steps begin when somebody says so, played by the packaged app over a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CueIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String STATE = "scatola/box/state";
    private static final String SHOW = "scatola/box/request/show";
    private static final String NEXT = SHOW + "/next";
    private static final String BELL = """
            show: The bell
            about: Somebody rings.
            steps:
              - say: Listen.
              - say: It rings.
                see:
                  - {topic: node/+/event, where: {type: bell}, within_s: 600}
              - say: It rang.
            """;
    private static final String WAITS_FOR_SECOND = """
            "name":"bell","show":"The bell","state":"waiting","step":1,"steps":3,"say":"Listen.","next":"It rings.\"""";
    private static final String PLAYS_SECOND = """
            "name":"bell","show":"The bell","state":"playing","step":2,"steps":3,"say":"It rings.\"""";

    private final AtomicLong rung = new AtomicLong();
    private final Mosquitto broker = Mosquitto.start();
    private final TestClient anna = TestClient.connect(broker, STATE);
    private final TestClient bert = TestClient.connect(broker);

    @SuppressWarnings("NullAway.Init")
    private PackagedApp app;

    @BeforeAll
    void start(@TempDir Path shows) throws Exception {
        Files.writeString(shows.resolve("bell.yaml"), BELL);
        Files.writeString(shows.resolve("broken.yaml"), "show: x\nsteps: [{sey: y}, {say: z, pause_s: long}]");
        app = new PackagedApp(broker, Map.of("SCATOLA_SHOWS", shows.toString()));
        Awaitility.await()
                .atMost(SOON)
                .until(() -> anna.texts(STATE).stream().anyMatch(state -> state.contains("\"state\":\"recording\"")));
    }

    @BeforeEach
    void forget() {
        anna.forget();
    }

    @AfterEach
    void nothingIsPlayed() {
        String stopped = ask(anna, SHOW + "/stop", "{}");
        if (stopped.contains("\"ok\"")) {
            over("stopped");
        }
    }

    @AfterAll
    void end() {
        app.close();
        anna.close();
        bert.close();
        broker.close();
    }

    @Test
    void aShowIsWalkedThroughOnCue() {
        assertThat(ask(anna, SHOW, "{\"show\":\"bell\",\"cue\":true}")).contains("\"ok\"", "\"steps\":3");
        anna.await(STATE, WAITS_FOR_SECOND);

        assertThat(ask(anna, NEXT, "{\"step\":2,\"by\":\"anna\",\"transaction\":\"7\"}"))
                .contains("\"ok\"", "\"transaction\":\"7\"", "{\"step\":2,\"say\":\"It rings.\"}");
        String playing = TestClient.text(anna.await(STATE, PLAYS_SECOND));
        assertThat(playing).doesNotContain("\"next\"");
        assertThat(ask(anna, NEXT, "{}"))
                .contains("\"error\"", "step 2 is not over: still awaited is node/+/event: type bell");

        ring();
        anna.await(STATE, "\"state\":\"waiting\",\"step\":2,\"steps\":3,\"say\":\"It rings.\",\"next\":\"It rang.\"");
        assertThat(ask(anna, NEXT, "{}")).contains("{\"step\":3,\"say\":\"It rang.\"}");

        assertThat(over("passed")).doesNotContain("\"name\"", "\"next\"", "\"state\":\"playing\"");
    }

    @Test
    void withoutAShowThereIsNoNextStep() {
        assertThat(ask(anna, NEXT, "{}"))
                .contains("\"error\"", "no show is being played: begin one on cue with scatola/box/request/show");
        assertThat(ask(anna, NEXT, "{\"step\":0}")).contains("\"error\"", "step must be");
    }

    @Test
    void aShowThatGoesOnByItselfTakesNoCue() {
        ask(anna, SHOW, "{\"show\":\"bell\"}");
        anna.await(STATE, PLAYS_SECOND);

        assertThat(ask(anna, NEXT, "{\"step\":3}")).contains("\"error\"", "'The bell' goes on by itself");
    }

    @Test
    void itIsStoppedWhileItWaits() {
        ask(anna, SHOW, "{\"show\":\"bell\",\"cue\":true}");
        anna.await(STATE, WAITS_FOR_SECOND);

        assertThat(ask(bert, SHOW + "/stop", "{\"by\":\"bert\"}")).contains("\"ok\"");

        over("stopped");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{} | step 2 is not over", "{\"step\":2} | step 2 has begun already"})
    void twoWhoSayItAtTheSameMomentAdvanceOneStep(String next, String reason) {
        ask(anna, SHOW, "{\"show\":\"bell\",\"cue\":true}");
        anna.await(STATE, WAITS_FOR_SECOND);

        List<String> answers =
                Stream.of(anna, bert)
                        .map(who -> CompletableFuture.supplyAsync(() -> ask(who, NEXT, next)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(answers).filteredOn(answer -> answer.contains("\"ok\"")).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.contains(reason)).hasSize(1);
        anna.await(STATE, PLAYS_SECOND);
        assertThat(anna.texts(STATE)).noneMatch(state -> state.contains("\"step\":3"));
    }

    @Test
    void aShowInTheBodyIsPlayedOnCueAndReadAlong() throws Exception {
        CompletableFuture<String> told = CompletableFuture.supplyAsync(() -> {
            try {
                return app.post("/api/shows?cue=true", BELL).body();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        // it has no name
        String state = TestClient.text(anna.await(STATE, "\"state\":\"waiting\",\"step\":1"));
        assertThat(state).doesNotContain("\"name\"");

        app.postJson("/api/commands", "{\"topic\":\"box/request/show/next\",\"payload\":{\"step\":2},\"by\":\"anna\"}");
        ring();
        anna.await(STATE, "\"state\":\"waiting\",\"step\":2");
        app.postJson("/api/commands", "{\"topic\":\"box/request/show/next\",\"payload\":{\"step\":3},\"by\":\"anna\"}");

        assertThat(told.join().lines())
                .containsSubsequence(
                        "The bell",
                        " 1/3  Listen.",
                        "      · waits for box/request/show/next: It rings.",
                        "      · anna lets it go on",
                        " 2/3  It rings.",
                        " 3/3  It rang.",
                        "show: passed");
        Awaitility.await()
                .atMost(SOON)
                .until(() -> app.get("/api/timeline?text=go+on+with+the+show+to+step+3&kind=command")
                        .body()
                        .contains("\"by\":\"anna\""));
    }

    @Test
    void showsAreListedWithWhatIsWrongWithThem() throws Exception {
        assertThat(app.get("/api/shows").body())
                .startsWith("[{\"name\":\"bell\",\"title\":\"The bell\",\"steps\":3},{\"name\":\"broken\",\"error\":\"")
                .contains("step 1: 'sey' is no key here", "step 2: pause_s must be");
        assertThat(app.get("/api/shows/bell").body())
                .isEqualTo("{\"name\":\"bell\",\"title\":\"The bell\",\"about\":\"Somebody rings.\","
                        + "\"steps\":[\"Listen.\",\"It rings.\",\"It rang.\"]}");
        assertThat(app.get("/api/shows/broken").statusCode()).isEqualTo(422);
        assertThat(app.get("/api/shows/broken").body()).contains("\"detail\":\"step 1: 'sey' is no key here");
        assertThat(app.get("/api/shows/tragedy").statusCode()).isEqualTo(404);
        assertThat(app.get("/api/shows/tragedy").body()).contains("there are bell, broken");
    }

    /** What the box says when nothing is played any more. */
    private String over(String verdict) {
        String last = "\"last\":{\"show\":\"The bell\",\"verdict\":\"%s\"}".formatted(verdict);
        return TestClient.text(anna.await(message -> message.topic().equals(STATE)
                && TestClient.text(message).contains(last)
                && !TestClient.text(message).contains("\"steps\"")));
    }

    private static String ask(TestClient who, String topic, String text) {
        return TestClient.text(who.request(topic, text));
    }

    private void ring() {
        anna.publish(
                "scatola/node/pi1/event",
                "{\"session\":1,\"seq\":%d,\"ts\":\"2026-05-01T18:30:00.123Z\",\"type\":\"bell\"}"
                        .formatted(rung.incrementAndGet()));
    }
}
