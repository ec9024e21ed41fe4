package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;
import scatola.presenter.picture.Onlooker;

/** What the packaged app has just recorded itself, replayed by it. */
class ReplayOfLiveIT {
    private final Mosquitto broker = Mosquitto.start();
    private final FakeBox nodes = new FakeBox(broker, "pi1", "pi2");
    private final PackagedApp app = new PackagedApp(broker);

    @AfterEach
    void end() {
        app.close();
        nodes.close();
        broker.close();
    }

    @Test
    void aReplayEndsWithWhatIsThereAndBeganWithWhatWasThere() throws Exception {
        // the timeline is opened while the app answers already
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> app.get("/api/recordings").statusCode() == 200);
        nodes.node("pi1").hold("doge1", "10.1.1.1/24");
        awaitGuests(1);
        JsonNode before = guests();
        long recording = Onlooker.read(
                        app.post("/api/recordings/start", "{\"name\":\"live\"}").body())
                .path("id")
                .asLong();
        try (TestClient person = TestClient.connect(broker, "scatola/vm/+/response/#")) {
            nodes.node("pi2").hold("doge2", "10.1.1.2/24");
            awaitGuests(2);
            person.request("scatola/vm/doge2/set", "{\"ip\":\"10.1.1.9/24\"}");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> guests().path("doge2").toString().contains("10.1.1.9/24"));
        JsonNode after = guests();
        app.post("/api/recordings/%d/stop".formatted(recording), "");

        long id = Onlooker.read(app.post("/api/replays", "{\"recording\":%d,\"paused\":true}".formatted(recording))
                        .body())
                .path("id")
                .asLong();
        try (Watcher watcher = new Watcher(app, "/api/replays/" + id)) {
            watcher.await("\"type\":\"replay\"");
            assertThat(watcher.seen().box().path("guests")).isEqualTo(before);

            watcher.say("{\"do\":\"speed\",\"value\":16}");
            watcher.say("{\"do\":\"play\"}");
            watcher.await("\"state\":\"ended\"");

            assertThat(watcher.seen().box().path("guests")).isEqualTo(after);
            assertThat(watcher.texts()).anyMatch(text -> text.contains("\"topic\":\"vm/doge2/response/set\""));
        }
    }

    private JsonNode guests() throws Exception {
        return Onlooker.read(app.get("/api/box").body()).path("guests");
    }

    private void awaitGuests(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> guests().size() == count);
    }
}
