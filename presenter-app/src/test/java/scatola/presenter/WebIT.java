package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;

/** The packaged app as it is started on a laptop, asked by HTTP. */
class WebIT {
    private static final String TWO_PINGS = """
            show: Two pings
            steps:
              - say: Ping.
                do:
                  - {topic: vm/doge1/request/ping, payload: {test: p, to: doge1}}
                see:
                  - {topic: test/p, where: {ms: {present: true}}, times: %d}
            """;

    private final Mosquitto broker = Mosquitto.start();
    private final FakeBox nodes = new FakeBox(broker, "pi1");
    private final PackagedApp app = new PackagedApp(broker);

    @BeforeEach
    void start() {
        nodes.node("pi1").hold("doge1", "10.1.1.1/24");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> app.get("/api/status").body().contains("doge1"));
    }

    @AfterEach
    void end() {
        app.close();
        nodes.close();
        broker.close();
    }

    @Test
    void healthFollowsTheBroker() throws Exception {
        assertThat(app.get("/health").statusCode()).isEqualTo(200);

        broker.kill();

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> app.get("/health").statusCode() == 503);
        assertThat(app.get("/health").body()).contains("no broker at 127.0.0.1:" + broker.port());
        assertThat(app.post("/api/shows/story", "").body()).endsWith("\nshow: failed\n");
        broker.restart();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> app.get("/health").statusCode() == 200);
    }

    @Test
    void statusIsATableForATerminal() throws Exception {
        HttpResponse<String> status = app.get("/api/status");

        assertThat(status.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
        assertThat(status.body())
                .startsWith("broker  127.0.0.1:%d\npage    http://127.0.0.1:%d/\n".formatted(broker.port(), app.port()))
                .containsPattern("(?m)^pi1 +online ")
                .containsPattern("(?m)^doge1 +pi1 +running +doge +stage 10.1.1.1/24 +0.84 s$");
    }

    @Test
    void aShowStreamsAndEndsWithItsVerdict() throws Exception {
        HttpResponse<String> played = app.post("/api/shows?rehearse=true", TWO_PINGS.formatted(2));

        assertThat(played.statusCode()).isEqualTo(200);
        assertThat(played.body())
                .contains("\n 1/1  Ping.\n")
                .contains("doge1 │ 64 bytes from doge1: icmp_seq=1 time=0.42 ms\n")
                .contains("✓ 2 × test/p: ms given")
                .endsWith("\nshow: passed\n")
                .doesNotContain("\u001b");
        assertThat(app.post("/api/shows?colour=true", TWO_PINGS.formatted(1)).body())
                .contains("\u001b[32m✓\u001b[0m");
    }

    @Test
    void linesComeAsTheyAreToldAndGoingAwayEndsTheShow() throws Exception {
        HttpResponse<InputStream> played = app.http()
                .send(
                        app.request("/api/shows")
                                .POST(HttpRequest.BodyPublishers.ofString(TWO_PINGS.formatted(10_000)))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(played.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.contains("icmp_seq=3")) {
                line = lines.readLine();
            }
            assertThat(line).isNotNull();
            HttpResponse<String> second = app.post("/api/shows/story", "");
            assertThat(second.statusCode()).isEqualTo(409);
            assertThat(second.body()).contains("'Two pings' is being played").endsWith("\nshow: failed\n");
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> nodes.node("pi1").stopped().contains("p"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() ->
                        app.post("/api/shows", TWO_PINGS.formatted(1)).body().endsWith("show: passed\n"));
    }

    @Test
    void linesComeAsTheyAreToldEvenIfTheyArePacked() throws Exception {
        HttpResponse<InputStream> played = app.http()
                .send(
                        app.request("/api/shows")
                                .header("Accept-Encoding", "gzip")
                                .POST(HttpRequest.BodyPublishers.ofString(TWO_PINGS.formatted(10_000)))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        boolean packed = played.headers().firstValue("Content-Encoding").equals(Optional.of("gzip"));
        try (InputStream in = packed ? new GZIPInputStream(played.body()) : played.body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            // the show is far from over
            String line = lines.readLine();
            while (line != null && !line.contains("icmp_seq=3")) {
                line = lines.readLine();
            }
            assertThat(line).isNotNull();
        }
    }

    @Test
    void whatCanNotBePlayedIsSaid() throws Exception {
        HttpResponse<String> missing = app.post("/api/shows/tragedy", "");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("no show tragedy: there is story\nshow: failed\n");

        HttpResponse<String> wrong = app.post("/api/shows", "show: x\nsteps: [{sey: y}]");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("step 1: 'sey' is no key here").endsWith("show: failed\n");

        assertThat(app.post("/api/shows", "x".repeat(1_000_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void pagesOfOtherSitesMayNotDirectTheBox() throws Exception {
        HttpResponse<String> foreign = app.send(app.request("/api/shows/story")
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(foreign.statusCode()).isEqualTo(403);
    }

    @Test
    void thePageIsThereAndAllowsNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = app.get("/");

        assertThat(page.body()).contains("<title>Scatola</title>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';")
                .doesNotContain("script-src 'self' 'unsafe");
        Matcher part = Pattern.compile("(?:src|href)=\"\\./([^\"]+)\"").matcher(page.body());
        while (part.find()) {
            assertThat(app.get("/" + part.group(1)).statusCode())
                    .as(part.group(1))
                    .isEqualTo(200);
        }
        assertThat(page.body()).containsPattern("src=\"\\./assets/[^\"]+\\.js\"");
    }

    @Test
    void theAppSaysGoodbyeWhenItIsEnded() throws Exception {
        try (TestClient person = TestClient.connect(broker, "scatola/presenter/laptop")) {
            person.await("scatola/presenter/laptop", "online");

            app.process().destroy();

            person.await("scatola/presenter/laptop", "offline");
        }
    }
}
