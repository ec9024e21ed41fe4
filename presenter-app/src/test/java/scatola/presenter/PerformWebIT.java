package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;
import scatola.presenter.timeline.Archives;
import scatola.presenter.timeline.SqliteArchive;

/** A recording performed again through the packaged app's door. */
class PerformWebIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String AT_ONCE = "{\"reset\":true,\"speed\":0,\"by\":\"anna\"}";

    @TempDir
    private Path folder;

    private final Mosquitto broker = Mosquitto.start();
    private final FakeBox nodes = new FakeBox(broker, "pi1");
    private final List<AutoCloseable> things = new ArrayList<>();
    private long recording;
    private @Nullable PackagedApp app;

    @BeforeEach
    void start() throws Exception {
        try (SqliteArchive archive = Archives.in(folder);
                Taping taping = new Taping(broker);
                TestClient person = TestClient.connect(broker, "scatola/vm/+", "scatola/test/+/result")) {
            person.request(
                    "scatola/node/pi1/request/vm/create", "{\"vm\":\"doge1\",\"image\":\"doge\",\"state\":\"ON\"}");
            person.await("scatola/vm/doge1", "running");
            person.request("scatola/vm/doge1/request/ping", "{\"to\":\"doge1\",\"test\":\"p\"}");
            person.request("scatola/vm/doge1/request/stop", "{\"test\":\"p\"}");
            person.await("scatola/test/p/result", "recovered");
            recording = Archives.imported(archive, "a ping", taping.entriesWith("vm/doge1/response/stop"))
                    .id();
        }
        PackagedApp packaged = new PackagedApp(broker, Map.of("SCATOLA_RECORDINGS", folder.toString()));
        app = packaged;
        things.add(packaged);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> packaged.get("/api/status").body().contains("doge1")
                        // the timeline is opened beside everything else
                        && packaged.get("/api/recordings").statusCode() == 200);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable thing : things.reversed()) {
            thing.close();
        }
        nodes.close();
        broker.close();
    }

    @Test
    void itIsTriedDryThenRefusedThenPerformed() throws Exception {
        JsonNode dry = json(perform("{\"dry_run\":true,\"reset\":true}"), 200);
        assertThat(dry.path("plan")).hasSize(3);
        assertThat(dry.path("changes").toString())
                .isEqualTo(
                        "[\"pi1 deletes doge1\",\"pi1 makes doge1 of image doge on stage and boots it\",\"doge1 pings doge1\",\"doge1 stops test p\"]");
        assertThat(dry.path("findings")).isEmpty();

        HttpResponse<String> refused = perform("{}");
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = json(refused, 409);
        assertThat(problem.path("detail").asText()).contains("there is a guest doge1 on pi1 already");
        assertThat(problem.path("findings").get(0).path("severity").asText()).isEqualTo("blocks");

        HttpResponse<String> begun = perform(AT_ONCE);
        long id = json(begun, 201).path("id").asLong();
        assertThat(begun.headers().firstValue("Location").orElseThrow()).endsWith("/api/performances/" + id);
        Following following = follow(id);
        assertThat(following.closed.get(20, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);

        JsonNode last = JSON.readTree(following.texts.getLast());
        assertThat(last.path("state").asText()).as(last.toPrettyString()).isEqualTo("passed");
        // a reply may have come behind the stop
        assertThat(last.path("steps").get(2).path("facts").findValuesAsText("actual"))
                .contains("recovered");
        assertThat(JSON.readTree(following.texts.getFirst()).path("steps")).hasSize(3);
        assertThat(json(get("/api/performances/" + id), 200)).isEqualTo(last);
        assertThat(json(get("/api/performances"), 200)).hasSize(1);
        assertThat(json(decide(id, "{\"do\":\"go_on\"}"), 409).path("detail").asText())
                .contains("it is over");
    }

    @Test
    void whereItDivergesSomebodyDecides() throws Exception {
        nodes.node("pi1").mute();
        long id = json(perform("{\"force\":true,\"speed\":0}"), 201).path("id").asLong();

        JsonNode early = json(decide(id, "{\"do\":\"skip\"}"), 409);
        assertThat(early.path("detail").asText()).contains("nothing has diverged");
        assertThat(json(decide(id, "{\"do\":\"dance\"}"), 400).path("detail").asText())
                .contains("do must be one of go_on, skip, retry, stop");
        assertThat(json(perform(AT_ONCE), 409).path("detail").asText()).contains("'a ping' is being performed");

        assertThat(json(decide(id, "{\"do\":\"stop\",\"by\":\"anna\"}"), 200)
                        .path("state")
                        .asText())
                .isEqualTo("stopped");
    }

    @Test
    void whatIsNotThereOrCanNotBeReadIsSaid() throws Exception {
        assertThat(json(app().post("/api/recordings/99/perform", "{}"), 404)
                        .path("detail")
                        .asText())
                .contains("there is no recording 99");
        assertThat(json(perform("{\"speed\":0.1}"), 400).path("detail").asText())
                .isEqualTo("speed must be from 0.25 to 16, or 0 to leave out pauses, but is 0.1");
        assertThat(json(perform("speed"), 400).path("detail").asText()).contains("no JSON");
        assertThat(json(get("/api/performances/99"), 404).path("detail").asText())
                .contains("there is no performance 99");
        assertThat(follow(99).closed.get(20, TimeUnit.SECONDS)).isEqualTo(4404);
    }

    private HttpResponse<String> perform(String body) throws IOException, InterruptedException {
        return app().postJson("/api/recordings/%d/perform".formatted(recording), body);
    }

    private HttpResponse<String> decide(long id, String body) throws IOException, InterruptedException {
        return app().postJson("/api/performances/" + id, body);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return app().get(path);
    }

    private PackagedApp app() {
        if (app == null) {
            throw new AssertionError("not started");
        }
        return app;
    }

    private static JsonNode json(HttpResponse<String> response, int status) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private Following follow(long id) {
        Following following = new Following();
        WebSocket socket = app().http()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:%d/api/performances/%d".formatted(app().port(), id)), following)
                .join();
        things.add(socket::abort);
        return following;
    }

    /** Somebody who follows by WebSocket. */
    private static final class Following implements WebSocket.Listener {
        private final List<String> texts = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                texts.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return null;
        }
    }
}
