package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scatola.bus.testing.Mosquitto;

/** How the packaged app serves the page: what a browser may do with it, keep of it, and how long that takes to come. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServingIT {
    private final Mosquitto broker = Mosquitto.start();
    private PackagedApp app;

    @BeforeAll
    void start() {
        app = new PackagedApp(broker);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> app.get("/api/recordings/1").statusCode() == 200);
    }

    @AfterAll
    void end() {
        app.close();
        broker.close();
    }

    @Test
    void aBrowserRunsNothingButThePagesOwnFilesAndShowsItInNoOtherPage() throws Exception {
        assertThat(app.get("/").headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self';"
                        + " img-src 'self' data: blob:; font-src 'self'; manifest-src 'self'; base-uri 'none';"
                        + " form-action 'none'; frame-ancestors 'none'");
        for (String path : List.of("/", "/api/box", script(), "/api/nothing")) {
            assertThat(app.get(path).headers().firstValue("X-Content-Type-Options"))
                    .as(path)
                    .hasValue("nosniff");
            assertThat(app.get(path).headers().firstValue("Referrer-Policy"))
                    .as(path)
                    .hasValue("no-referrer");
        }
    }

    @Test
    void aBrowserKeepsWhatIsNamedByItsContentAndNothingElseUnasked() throws Exception {
        assertThat(kept("/")).isEqualTo("no-cache");
        assertThat(kept("/index.html")).isEqualTo("no-cache");
        assertThat(kept(script())).isEqualTo("public, max-age=31536000, immutable");
        for (String path :
                List.of("/api/box", "/api/openapi", "/health", "/api/nothing", "/assets/gone-1.js", "/gone.svg")) {
            assertThat(kept(path)).as(path).isEqualTo("no-store");
        }
    }

    @Test
    void textsArePackedForWhoCanReadThat() throws Exception {
        for (String path : List.of("/", script(), "/api/timeline")) {
            HttpResponse<byte[]> packed = packed(path);

            assertThat(packed.headers().firstValue("Content-Encoding")).as(path).hasValue("gzip");
            String plain = app.get(path).body();
            assertThat(unpacked(packed.body())).as(path).isEqualTo(plain);
            assertThat(app.get(path).headers().firstValue("Content-Encoding"))
                    .as(path)
                    .isEmpty();
        }
    }

    @Test
    void theFirstLoadIsUnder300KB() throws Exception {
        int all = packed("/").body().length;
        Matcher parts = Pattern.compile("(?:src|href)=\"\\./([^\"]+)\"")
                .matcher(app.get("/").body());
        while (parts.find()) {
            String part = "/" + parts.group(1);
            all += packed(part).body().length;
            Matcher fonts = Pattern.compile("url\\(\\.?/?([^)]+\\.woff2)\\)")
                    .matcher(app.get(part).body());
            while (part.endsWith(".css") && fonts.find()) {
                all += packed("/assets/" + Path.of(fonts.group(1)).getFileName())
                        .body()
                        .length;
            }
        }
        assertThat(all).as("bytes").isBetween(50_000, 300_000);
    }

    @Test
    void recordingsArePackedOnlyWhereThatWasAskedFor() throws Exception {
        HttpResponse<byte[]> export = packed("/api/recordings/1/export");

        assertThat(export.statusCode()).isEqualTo(200);
        assertThat(export.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(new String(export.body(), StandardCharsets.UTF_8)).startsWith("{\"format\":\"scatola-recording\"");
    }

    private HttpResponse<byte[]> packed(String path) throws IOException, InterruptedException {
        return app.http()
                .send(
                        app.request(path).header("Accept-Encoding", "gzip").build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String unpacked(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String kept(String path) throws IOException, InterruptedException {
        List<String> all = app.get(path).headers().allValues("Cache-Control");
        assertThat(all).as(path).hasSize(1);
        return all.getFirst();
    }

    private String script() throws IOException, InterruptedException {
        Matcher script = Pattern.compile("src=\"\\./(assets/[^\"]+\\.js)\"")
                .matcher(app.get("/").body());
        assertThat(script.find()).isTrue();
        return "/" + script.group(1);
    }
}
