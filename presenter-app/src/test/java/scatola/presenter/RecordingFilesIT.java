package scatola.presenter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.client.Outgoing;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;
import scatola.presenter.timeline.Rows;

/** Recordings of a box, out of the packaged app as files and into another one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordingFilesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEADER =
            "{\"format\":\"scatola-recording\",\"version\":1,\"box\":\"scatola\",\"name\":\"by hand\",\"start\":\"2026-05-01T20:00:00+02:00\"}\n";

    private final Mosquitto broker = Mosquitto.start();
    private final Mosquitto quiet = Mosquitto.start();
    private final FakeBox box = new FakeBox(broker, "pi1", "pi2");
    private PackagedApp app;
    private PackagedApp other;

    @TempDir
    Path folder;

    @BeforeAll
    void start() {
        app = new PackagedApp(broker);
        other = new PackagedApp(quiet);
    }

    @AfterAll
    void end() {
        app.close();
        other.close();
        box.close();
        broker.close();
        quiet.close();
    }

    @Test
    void aRecordedDemoIsTheSameInAnotherApp() throws Exception {
        box.node("pi1").hold("doge1", "10.1.1.1/24");
        box.node("pi2").hold("doge2", "10.1.1.2/24");
        byte[] dog = "🐶".getBytes(UTF_8);
        long id;
        try (TestClient person = TestClient.connect(broker, "scatola/vm/doge1/response/#", "scatola/test/#")) {
            id = json(201, app.postJson("/api/recordings/start", "{\"name\":\"Friday demo\",\"by\":\"me\"}"))
                    .path("id")
                    .asLong();
            person.publish("scatola/vm/doge1/request/ping", "{\"test\":\"p\",\"to\":\"doge2\",\"by\":\"me\"}");
            person.await("scatola/test/p", "\"seq\":3");
            json(201, app.postJson("/api/recordings/mark", "{\"title\":\"Look here\",\"by\":\"me\"}"));
            person.publish("scatola/vm/doge1/console/in", "root\n");
            person.publish(Outgoing.of("scatola/vm/doge1/console/out", "login: \u001b[1m".getBytes(UTF_8)));
            person.publish(Outgoing.of("scatola/vm/doge1/console/out", Arrays.copyOf(dog, 3)));
            person.publish(Outgoing.of("scatola/vm/doge1/console/out", new byte[] {dog[3], -1, '\r', '\n'}));
            person.publish("scatola/vm/doge1/request/stop", "{\"test\":\"p\"}");
            person.await("scatola/test/p/result");
            person.publish("scatola/what/nobody/knows", "the last one");
        }
        await(() -> export(app, id, "").contains("the last one"));
        JsonNode stopped = json(200, app.postJson("/api/recordings/%d/stop".formatted(id), ""));

        String file = export(app, id, "");

        assertThat(stopped.path("going_on").asBoolean()).isFalse();
        assertThat(file)
                .contains("\"vm/doge1/request/ping\"")
                .contains("{\"base64\":\"")
                .contains("\"mark\",null,\"Look here\",\"me\"]")
                .contains("\"world\",\"vm/doge1\",{")
                .containsPattern("\\[\\d+\\.\\d{6},\"end\",null,\"sha256:[0-9a-f]{64}\"\\]\n$");
        JsonNode taken = json(201, send(other, "", BodyPublishers.ofString(file)));
        long there = taken.path("id").asLong();
        assertThat(taken.path("name").asText()).isEqualTo("Friday demo");
        assertThat(taken.path("imported").asBoolean()).isTrue();
        assertThat(taken.has("cut")).isFalse();
        assertThat(taken.path("length_s")).isEqualTo(stopped.path("length_s"));
        assertThat(taken.path("from")).isEqualTo(stopped.path("from"));
        assertThat(titles(taken)).isEqualTo(titles(stopped)).contains("Look here");
        assertThat(export(other, there, "")).isEqualTo(file);
        HttpResponse<String> cast = other.get("/api/recordings/%d/consoles/doge1.cast".formatted(there));
        assertThat(played(cast.body())).isEqualTo("login: \u001b[1m🐶\ufffd\r\n");
    }

    @Test
    void consolesPlay() throws Exception {
        JsonNode taken = json(201, post(HEADER + """
                [0.5,"message","vm/doge1/console/out","login: \\u001b[1m"]
                [0.6,"message","vm/doge1/console/in","root\\n"]
                [0.7,"message","vm/doge1/console/out",{"base64":"8J+Q"}]
                [0.8,"message","vm/doge1/console/out",{"base64":"tv8NCg=="}]
                [1,"end"]
                """));

        JsonNode consoles = json(200, other.get("/api/recordings/%s/consoles".formatted(taken.path("id"))));
        assertThat(consoles.toString())
                .isEqualTo(
                        "[{\"vm\":\"doge1\",\"out_bytes\":18,\"in_bytes\":5,\"cast\":\"/api/recordings/%s/consoles/doge1.cast\"}]"
                                .formatted(taken.path("id")));
        HttpResponse<String> cast = other.get(consoles.path(0).path("cast").asText());
        assertThat(cast.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"by-hand-doge1.cast\"");
        assertThat(played(cast.body())).isEqualTo("login: \u001b[1m🐶\ufffd\r\n");
        problem(
                404,
                other.get("/api/recordings/%s/consoles/doge2.cast".formatted(taken.path("id"))),
                "has no console of doge2");
    }

    @Test
    void packedFilesAreGivenAndTaken() throws Exception {
        JsonNode taken =
                json(201, send(other, "?name=packed%20%22one%22", BodyPublishers.ofByteArray(gzip(recording(500)))));
        long id = taken.path("id").asLong();

        HttpResponse<byte[]> packed = other.http()
                .send(
                        other.request("/api/recordings/%d/export?gzip".formatted(id))
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(taken.path("name").asText()).isEqualTo("packed \"one\"");
        assertThat(packed.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"packed-one.scatola.jsonl.gz\"");
        assertThat(packed.headers().firstValue("Content-Type")).hasValue("application/gzip");
        assertThat(new String(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes(), UTF_8))
                .isEqualTo(export(other, id, ""));
        assertThat(packed.body().length).isLessThan(export(other, id, "").length() / 4);
        HttpResponse<String> again = other.send(other.request("/api/recordings")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(packed.body())));
        assertThat(export(other, json(201, again).path("id").asLong(), "")).isEqualTo(export(other, id, ""));
        problem(
                415,
                other.send(other.request("/api/recordings")
                        .header("Content-Encoding", "br")
                        .POST(BodyPublishers.ofString("x"))),
                "send it plain or gzip");
    }

    @Test
    void aLongRecordingNeedsNoMemory() throws Exception {
        int count = 100_000;
        Iterable<byte[]> parts = () -> IntStream.rangeClosed(-1, count / 1000)
                .mapToObj(part -> part < 0
                        ? HEADER.getBytes(UTF_8)
                        : part == count / 1000
                                ? "[1000,\"end\"]\n".getBytes(UTF_8)
                                : lines(part * 1000, part * 1000 + 1000))
                .iterator();

        long begun = System.nanoTime();
        JsonNode taken = json(201, send(other, "", BodyPublishers.ofByteArrays(parts)));
        long imported = System.nanoTime();
        HttpResponse<InputStream> exported = other.http()
                .send(
                        other.request("/api/recordings/%d/export"
                                        .formatted(taken.path("id").asLong()))
                                .build(),
                        BodyHandlers.ofInputStream());
        long lines = new BufferedReader(new InputStreamReader(exported.body(), UTF_8))
                .lines()
                .count();

        assertThat(lines).isEqualTo(count + 3L);
        System.out.printf(
                "%d messages imported in %d ms, exported in %d ms%n",
                count, (imported - begun) / 1_000_000, (System.nanoTime() - imported) / 1_000_000);

        HttpResponse<InputStream> interrupted = other.http()
                .send(
                        other.request("/api/recordings/%s/export".formatted(taken.path("id")))
                                .build(),
                        BodyHandlers.ofInputStream());
        assertThat(interrupted.body().readNBytes(1000)).hasSize(1000);
        assertThat(other.send(other.request("/api/recordings/" + taken.path("id"))
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        assertThatThrownBy(() -> interrupted.body().readAllBytes())
                .as("what is deleted while it is exported breaks off")
                .isInstanceOf(IOException.class);
    }

    @Test
    void ofAFileThatIsRefusedNothingIsLeft() throws Exception {
        String before = other.get("/api/recordings").body();
        long events = Rows.count(other.recordings(), "event WHERE tape <> 0");
        long tapes = Rows.count(other.recordings(), "tape");
        List<String> lines =
                new ArrayList<>(new String(recording(3000), UTF_8).lines().toList());
        lines.set(2500, "[2500,\"message\",\"vm/doge1\",7]");

        problem(422, post(String.join("\n", lines)), "line 2501: message: the payload must be a text");
        problem(422, post(""), "the file is empty");
        problem(422, post("<!DOCTYPE html>\n<html>"), "this is no recording: line 1");
        problem(422, post(HEADER.replace(":1,", ":2,")), "the file has version 2, and this app reads version 1");
        problem(422, send(other, "", BodyPublishers.ofByteArray(new byte[] {127, 'E', 'L', 'F', -1, '\n'})), "UTF-8");
        problem(422, send(other, "", BodyPublishers.ofInputStream(() -> endless(100 << 20))), "line 2 is longer than");
        problem(400, send(other, "?name=%0a", BodyPublishers.ofByteArray(recording(1))), "is no name");
        byte[] packed = gzip(recording(3000));
        packed[packed.length / 2] ^= 1;
        problem(422, send(other, "", BodyPublishers.ofByteArray(packed)), "nothing of it was kept");

        assertThat(other.get("/api/recordings").body()).isEqualTo(before);
        assertThat(Rows.count(other.recordings(), "event WHERE tape <> 0")).isEqualTo(events);
        assertThat(Rows.count(other.recordings(), "tape")).isEqualTo(tapes);
    }

    @Test
    void ofAFileWhoseSenderGoesAwayNothingIsLeft() throws Exception {
        String before = other.get("/api/recordings").body();
        long tapes = Rows.count(other.recordings(), "tape");
        byte[] file = recording(5000);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), other.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /api/recordings HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                    .formatted(file.length)
                    .getBytes(UTF_8));
            out.write(file, 0, file.length - 100);
            out.flush();
            await(() -> Rows.count(other.recordings(), "tape") > tapes);
        }

        await(() -> Rows.count(other.recordings(), "tape") == tapes);
        assertThat(other.get("/api/recordings").body()).isEqualTo(before);
    }

    @Test
    void aCutFileIsTakenUpToTheCutAndSaysSo() throws Exception {
        byte[] file = recording(100);

        JsonNode cut = json(201, send(other, "", BodyPublishers.ofByteArray(Arrays.copyOf(file, file.length - 30))));

        assertThat(cut.path("cut").asBoolean()).isTrue();
        assertThat(cut.path("warning").asText())
                .startsWith("the file was cut in the midst of line 101: only what is there");
        assertThat(export(other, cut.path("id").asLong(), "").lines()).hasSize(1 + 1 + 99 + 1);
    }

    @Test
    void recordingsAreNamedAndDeleted() throws Exception {
        JsonNode taken = json(201, send(other, "?by=me", BodyPublishers.ofByteArray(recording(3))));
        String path = "/api/recordings/" + taken.path("id").asText();

        JsonNode renamed = json(
                200,
                other.send(
                        other.request(path).method("PATCH", BodyPublishers.ofString("{\"name\":\"The good one\"}"))));

        assertThat(renamed.path("name").asText()).isEqualTo("The good one");
        assertThat(renamed.path("by").asText()).isEqualTo("me");
        assertThat(json(200, other.get(path)).path("chapters").isArray()).isTrue();
        assertThat(json(200, other.get("/api/recordings")).path(0)).isEqualTo(without(renamed, "chapters"));
        assertThat(other.send(other.request("/api/recordings").header("Accept", "text/plain"))
                        .body())
                .containsPattern("(?m)^" + taken.path("id") + " +2026-05-01 .* me +The good one$");
        problem(
                400,
                other.send(other.request(path).method("PATCH", BodyPublishers.ofString("{\"name\":\" \"}"))),
                "' ' is no name");
        problem(409, other.postJson(path + "/stop", ""), "has ended already");
        assertThat(other.send(other.request(path).DELETE()).statusCode()).isEqualTo(204);
        problem(404, other.get(path), "there is no recording");
        problem(404, other.send(other.request(path).DELETE()), "there is no recording");
        problem(404, other.get(path + "/export"), "there is no recording");
        problem(404, other.get("/api/recordings/x/consoles"), "there is no recording x");
        problem(400, other.postJson("/api/recordings/start", "{\"name\":7}"), "name must be a text");
        problem(400, other.postJson("/api/recordings/mark", "{}"), "title is missing");
    }

    @Test
    void oneThatGoesOnIsNotDeleted() throws Exception {
        JsonNode begun = json(201, other.post("/api/recordings/start", ""));
        String path = "/api/recordings/" + begun.path("id").asText();

        assertThat(begun.path("going_on").asBoolean()).isTrue();
        problem(409, other.send(other.request(path).DELETE()), "stop it first");
        assertThat(export(other, begun.path("id").asLong(), "")).endsWith("\"]\n");

        assertThat(json(200, other.post(path + "/stop", "")).has("to")).isTrue();
        assertThat(other.send(other.request(path).DELETE()).statusCode()).isEqualTo(204);
    }

    @Test
    void otherBodiesStayShort() throws Exception {
        String problem = "the body has 1000000 bytes: send at most 524288";
        problem(413, other.post("/api/shows", "x".repeat(1_000_000)), problem);
        problem(413, other.post("/api/recordings/start", "x".repeat(1_000_000)), problem);
        byte[] tooLong = "x".repeat(1_000_000).getBytes(UTF_8);
        BodyPublisher pieces = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLong));
        problem(411, other.send(other.request("/api/shows").POST(pieces)), "send it with a Content-Length");
        try (HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpResponse<String> first = http2.send(other.request("/health").build(), BodyHandlers.ofString());
            assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
            problem(
                    411,
                    http2.send(other.request("/api/shows").POST(pieces).build(), BodyHandlers.ofString()),
                    "send it with a Content-Length");
        }
    }

    /** Closed at once, the connection would be reset under such a client, and the answer be lost. */
    @Test
    void aClientThatSendsAllBeforeItReadsFindsTheRefusal() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), other.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /api/shows HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 16000000\r\n\r\n"
                    .formatted(other.port())
                    .getBytes(UTF_8));
            out.write(new byte[16_000_000]);
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("the body has 16000000 bytes");
        }
    }

    private static byte[] recording(int messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HEADER.getBytes(UTF_8));
        out.writeBytes(lines(0, messages));
        out.writeBytes("[%d,\"end\"]\n".formatted(messages).getBytes(UTF_8));
        return out.toByteArray();
    }

    private static byte[] lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n -> "[%d.%03d,\"message\",\"vm/doge%d/console/out\",\"%s\",1,false]\n"
                        .formatted(
                                n / 100,
                                n % 100 * 10,
                                n % 7,
                                "message %06d ".formatted(n).repeat(20)))
                .collect(Collectors.joining())
                .getBytes(UTF_8);
    }

    /** A header, and a line of that many bytes that never ends. */
    private static InputStream endless(int length) {
        InputStream line = new InputStream() {
            private int left = length;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int most) {
                int count = Math.min(most, left);
                Arrays.fill(bytes, offset, offset + count, (byte) 'x');
                left -= count;
                return count == 0 ? -1 : count;
            }
        };
        return new SequenceInputStream(
                new ByteArrayInputStream((HEADER + "[0,\"message\",\"vm/doge1\",\"").getBytes(UTF_8)), line);
    }

    /** What asciinema prints of it; it wants a terminal, which script(1) makes. */
    private String played(String cast) throws IOException, InterruptedException {
        Path file = folder.resolve("console.cast");
        Path printed = folder.resolve("printed");
        Files.writeString(file, cast);
        ProcessBuilder script = new ProcessBuilder(
                        "script", "-qec", "asciinema cat %s > %s".formatted(file, printed), "/dev/null")
                .redirectErrorStream(true);
        script.environment().put("LC_ALL", "C.UTF-8");
        script.environment().put("HOME", folder.toString());
        Process process = script.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return Files.readString(printed);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(bytes);
        }
        return out.toByteArray();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
    }

    private static List<String> titles(JsonNode recording) {
        return recording.path("chapters").findValuesAsText("title");
    }

    private static JsonNode without(JsonNode object, String field) {
        return ((ObjectNode) object.deepCopy()).without(field);
    }

    private static String export(PackagedApp from, long id, String query) throws IOException, InterruptedException {
        HttpResponse<String> response = from.get("/api/recordings/%d/export%s".formatted(id, query));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        return response.body();
    }

    private HttpResponse<String> post(String file) throws IOException, InterruptedException {
        return send(other, "", BodyPublishers.ofString(file));
    }

    private static HttpResponse<String> send(PackagedApp into, String query, BodyPublisher file)
            throws IOException, InterruptedException {
        return into.send(into.request("/api/recordings" + query).POST(file));
    }

    private static JsonNode json(int status, HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private static void problem(int status, HttpResponse<String> response, String part) throws IOException {
        JsonNode problem = json(status, response);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).contains(part);
    }
}
