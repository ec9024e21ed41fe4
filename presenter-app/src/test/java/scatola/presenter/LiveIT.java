package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scatola.bus.VmName;
import scatola.bus.client.Outgoing;
import scatola.bus.message.Sample;
import scatola.bus.message.TestKind;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;
import scatola.presenter.picture.Onlooker;

/** The live world over HTTP and WebSocket, from the packaged app. */
class LiveIT {
    private final Mosquitto broker = Mosquitto.start();
    private final FakeBox nodes = new FakeBox(broker, "pi1");
    private final PackagedApp app = new PackagedApp(broker);

    @BeforeEach
    void aGuestIsThere() {
        nodes.node("pi1").hold("doge1", "10.1.1.1/24");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> box().at("/guests/doge1/phase").asText().equals("running"));
    }

    @AfterEach
    void end() {
        app.close();
        nodes.close();
        broker.close();
    }

    @Test
    void theBoxIsOnePictureInJson() throws Exception {
        assertThat(app.get("/api/box").headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/json");

        ObjectNode box = box();

        assertThat(box.at("/connected").asBoolean()).isTrue();
        assertThat(box.at("/nodes/pi1/standing").asText()).isEqualTo("online");
        assertThat(box.at("/links/doge1~1stage/ip").asText()).isEqualTo("10.1.1.1/24");
        assertThat(box.at("/presenters/laptop/state").asText()).isEqualTo("online");
        assertThat(box.at("/info/shows").toString()).contains("story");
        assertThat(box.at("/unreadable").asLong()).isZero();
    }

    @Test
    void aClientSeesThePictureThenEachSampleCommandAndAnswer() throws Exception {
        try (Watcher watcher = new Watcher(app, "/api/live")) {
            watcher.await("\"picture\"");

            app.postJson("/api/commands", """
                    {"topic":"vm/doge1/request/ping","payload":{"test":"p","to":"doge1"},"by":"anna"}""");
            watcher.await("\"seq\":4,\"bytes\":64");
            app.postJson("/api/commands", "{\"topic\":\"vm/doge1/request/stop\",\"payload\":{\"test\":\"p\"}}");
            watcher.await("\"result\"");

            assertThat(watcher.texts().getFirst()).startsWith("{\"type\":\"picture\",\"at\":\"20");
            assertThat(watcher.await("vm/doge1/request/ping")).contains("\"type\":\"event\"", "\"by\":\"anna\"");
            assertThat(watcher.await("vm/doge1/response/ping")).contains("\"status\":\"ok\"");
            List<Long> samples = watcher.texts().stream()
                    .map(text -> Onlooker.read(text).at("/set/tests/p"))
                    .filter(test -> test.has("sample") && !test.has("result"))
                    .map(test -> test.at("/sample/seq").asLong())
                    .distinct()
                    .toList();
            assertThat(samples).startsWith(0L, 1L, 2L, 3L, 4L).isSorted();
            sameAsAsked(watcher);
        }
    }

    @Test
    void aChapterThatIsSetIsSeen() throws Exception {
        try (Watcher watcher = new Watcher(app, "/api/live")) {
            watcher.await("\"picture\"");

            app.postJson(
                    "/api/commands",
                    "{\"topic\":\"box/request/record/mark\",\"payload\":{\"title\":\"The cable is pulled\"}}");

            assertThat(watcher.await("Z\",\"title\":\"The cable is pulled\"")).startsWith("{\"type\":\"chapter\"");
        }
    }

    @Test
    void manyClientsSeeTheSame() {
        List<Watcher> watchers = IntStream.range(0, 30)
                .mapToObj(i -> new Watcher(app, "/api/live"))
                .toList();
        watchers.forEach(watcher -> watcher.await("\"picture\""));

        nodes.node("pi1").hold("doge2", "10.1.1.2/24");

        watchers.forEach(watcher -> watcher.await("10.1.1.2/24"));
        watchers.forEach(this::sameAsAsked);
        watchers.forEach(Watcher::close);
    }

    @Test
    void theLossOfTheBrokerIsSeenAndEverythingIsRightAfterItsReturn() {
        try (Watcher watcher = new Watcher(app, "/api/live")) {
            watcher.await("\"picture\"");

            broker.kill();
            JsonNode lost = Onlooker.read(watcher.await("\"connected\":false"));

            assertThat(lost.at("/gone/guests").toString()).isEqualTo("[\"doge1\"]");
            assertThat(watcher.seen().box().at("/nodes")).isEmpty();
            assertThat(box().at("/connected").asBoolean()).isFalse();

            broker.restart();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> watcher.seen()
                                    .box()
                                    .at("/guests/doge1/phase")
                                    .asText()
                                    .equals("running")
                            && watcher.seen().box().at("/connected").asBoolean());
            sameAsAsked(watcher);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoSendsSomethingIsToldWhereCommandsGo() {
        try (Watcher watcher = new Watcher(app, "/api/live")) {
            watcher.await("\"picture\"");

            watcher.say("{\"topic\":\"vm/doge1/set\",\"payload\":{\"state\":\"OFF\"}}");

            assertThat(watcher.closed()).isEqualTo(1003);
            assertThat(watcher.reason()).contains("/api/commands");
        }
        try (Watcher watcher = new Watcher(app, "/api/live")) {
            watcher.say("x".repeat(100_000));

            assertThat(watcher.closed()).isEqualTo(1009);
        }
    }

    @Test
    void pagesOfOtherSitesMayNotLook() throws Exception {
        try (RawWatcher foreign = new RawWatcher(app.port(), "/api/live", "http://evil.example");
                RawWatcher own = new RawWatcher(app.port(), "/api/live", "http://127.0.0.1:" + app.port())) {
            assertThat(foreign.status()).isEqualTo("HTTP/1.1 403 Forbidden");
            assertThat(own.status()).isEqualTo("HTTP/1.1 101 Switching Protocols");
        }
    }

    @Test
    void clientsThatDoNotReadCostLittleAndAreRightWhenTheyRead() throws Exception {
        int messages = 10_000;
        String text = "x".repeat(4000);
        List<RawWatcher> slow = new ArrayList<>();
        try (Watcher quick = new Watcher(app, "/api/live");
                TestClient node = TestClient.connect(broker)) {
            for (int i = 0; i < 10; i++) {
                slow.add(new RawWatcher(app.port(), "/api/live", ""));
            }
            quick.await("\"picture\"");
            long before = residentMib();

            // 400 MB in all, more than the app may have
            for (int sent = 0; sent < messages; sent += 100) {
                for (int i = sent; i < sent + 100; i++) {
                    var unused = node.send(sample(i, text));
                }
                // no faster than it can be heard: the broker would drop what waits too long
                long last = sent + 99L;
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(2))
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> box().at("/tests/flood/sample/seq").asLong() == last);
            }
            node.publish(sample(messages, "the last"));
            quick.await("the last");

            assertThat(residentMib() - before).isLessThan(250);
            for (RawWatcher watcher : slow) {
                Onlooker seen = new Onlooker();
                boolean skipped = false;
                while (!seen.box().at("/tests/flood/sample/text").asText().equals("the last")) {
                    String next = watcher.next();
                    skipped |= Onlooker.read(next).path("skipped").asLong() > 0;
                    seen.told(next);
                }
                assertThat(skipped).isTrue();
                assertThat(seen.box().at("/guests")).isEqualTo(box().at("/guests"));
            }
        } finally {
            for (RawWatcher watcher : slow) {
                watcher.close();
            }
        }
    }

    private static Outgoing sample(long seq, String text) {
        return Outgoing.of(
                "scatola/test/flood",
                new Sample.Line(
                                new Sample.Head(new VmName("doge1"), null, 1, Instant.now()),
                                TestKind.NETCAT,
                                seq,
                                text)
                        .payload());
    }

    private void sameAsAsked(Watcher watcher) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(watcher.seen().box()).isEqualTo(box()));
    }

    private ObjectNode box() throws Exception {
        return Onlooker.read(app.get("/api/box").body());
    }

    private long residentMib() throws Exception {
        Path status = Path.of("/proc", Long.toString(app.process().pid()), "status");
        String line = Files.readString(status, StandardCharsets.US_ASCII)
                .lines()
                .filter(one -> one.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
    }
}
