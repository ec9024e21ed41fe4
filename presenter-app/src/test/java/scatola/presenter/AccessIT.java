package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scatola.bus.testing.Mosquitto;
import scatola.presenter.link.KeyFile;
import scatola.presenter.link.Links;
import scatola.presenter.link.Role;

/** Who may do what by HTTP and WebSocket, of the packaged app, asked from the laptop and from another network. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** What an onlooker may ask for; whoever adds a path decides here whether it is one of them. */
    private static final Set<String> TELLING = Set.of(
            "/health",
            "/api/me",
            "/api/box",
            "/api/live",
            "/api/status",
            "/api/timeline",
            "/api/recordings",
            "/api/recordings/1",
            "/api/recordings/1/samples",
            "/api/consoles/doge1",
            "/api/replays",
            "/api/replays/1",
            "/api/replays/1/consoles/doge1",
            "/api/performances",
            "/api/performances/1");

    private static final List<String> SOCKETS = List.of(
            "/api/live",
            "/api/consoles/doge1",
            "/api/replays/1",
            "/api/replays/1/consoles/doge1",
            "/api/performances/1");

    private final OtherNetwork network = new OtherNetwork();
    private final Mosquitto broker = Mosquitto.start();
    private PackagedApp app;
    private String presenter;
    private String onlooker;

    @BeforeAll
    void start() throws Exception {
        app = new PackagedApp(broker, Map.of("QUARKUS_HTTP_HOST", "0.0.0.0"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> app.get("/api/recordings/1").statusCode() == 200);
        presenter = app.link("presenter");
        onlooker = app.link("onlooker");
    }

    @AfterAll
    void end() {
        app.close();
        broker.close();
        network.close();
    }

    @Test
    void fromElsewhereNothingButThePageIsThereWithoutALink() throws Exception {
        for (String path : paths()) {
            for (String method : METHODS) {
                refused(401, "open the link that the presenter shows", asked(elsewhere(path), method, null));
            }
        }
        assertThat(asked(elsewhere("/"), "GET", null).statusCode()).isEqualTo(200);
        assertThat(asked(elsewhere("/"), "GET", "wrong").statusCode()).isEqualTo(200);
    }

    @Test
    void anOnlookersLinkOnlyLooksOnFromAnywhere() throws Exception {
        for (String path : paths()) {
            for (String method : METHODS) {
                boolean looks = Set.of("GET", "HEAD").contains(method) && TELLING.contains(path);
                for (URI from : List.of(elsewhere(path), here(path))) {
                    HttpResponse<String> answer = asked(from, method, onlooker);
                    if (looks) {
                        assertThat(answer.statusCode())
                                .as("%s %s", method, from)
                                .isNotIn(401, 403);
                    } else {
                        refused(403, "this link only looks on: ask a presenter for theirs", answer);
                    }
                }
            }
        }
        assertThat(JSON.readTree(asked(here("/api/recordings"), "GET", null).body()))
                .as("nothing has begun")
                .hasSize(1);
    }

    @Test
    void aPresentersLinkDoesEverythingFromElsewhereAsTheLaptopDoesWithout() throws Exception {
        for (String path : paths()) {
            assertThat(asked(elsewhere(path), "GET", presenter).statusCode())
                    .as(path)
                    .isEqualTo(asked(here(path), "GET", null).statusCode())
                    .isNotIn(401, 403);
        }
        String command = "{\"topic\":\"box/request/show/stop\",\"payload\":{},\"by\":\"anna\"}";
        HttpRequest.Builder send =
                with(elsewhere("/api/commands"), presenter).POST(HttpRequest.BodyPublishers.ofString(command));
        assertThat(app.send(send).body()).contains("\"status\":");
    }

    @Test
    void aLinkThatIsWrongOrOldIsRefusedWithItsReasonFromAnywhere() throws Exception {
        String old = links(Instant.now().minus(Duration.ofDays(1)))
                .current(Role.PRESENTER)
                .token();
        for (String path : paths()) {
            for (URI from : List.of(elsewhere(path), here(path))) {
                refused(401, "this link has ended: open the new one", asked(from, "GET", old));
                refused(401, "this link is not one of this box", asked(from, "GET", presenter + "x"));
                refused(401, "this link is not one of this box", asked(from, "POST", "wrong"));
            }
        }
        HttpResponse<String> basic =
                app.send(HttpRequest.newBuilder(here("/api/me")).header("Authorization", "Basic YW5uYTphbm5h"));
        refused(401, "this link is not one of this box", basic);
        assertThat(basic.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
    }

    @Test
    void whoAsksIsTold() throws Exception {
        assertThat(asked(here("/api/me"), "GET", null).body()).isEqualTo("{\"role\":\"presenter\",\"until\":null}");
        assertThat(JSON.readTree(asked(elsewhere("/api/me"), "GET", onlooker).body())
                        .path("role")
                        .asText())
                .isEqualTo("onlooker");
        JsonNode me = JSON.readTree(asked(here("/api/me"), "GET", presenter).body());
        assertThat(Instant.parse(me.path("until").asText())).isAfter(Instant.now());
    }

    @Test
    void theLinksThatAreMadeLetOthersIn() throws Exception {
        JsonNode made = JSON.readTree(asked(here("/api/links"), "GET", null).body());

        assertThat(made.path("reachable").asBoolean()).isTrue();
        assertThat(made.path("advice").asText()).contains(OtherNetwork.ADDRESS);
        for (String role : List.of("onlooker", "presenter")) {
            String url = made.path(role).path("url").asText();
            assertThat(url).startsWith("http://%s:%d/#key=".formatted(OtherNetwork.ADDRESS, app.port()));
            String token = url.substring(url.indexOf("#key=") + 5);
            JsonNode me =
                    JSON.readTree(asked(elsewhere("/api/me"), "GET", token).body());
            assertThat(me.path("role").asText()).isEqualTo(role);
            assertThat(me.path("until")).isEqualTo(made.path(role).path("until"));
        }
    }

    @Test
    void aWebSocketTakesItsTokenAsASubprotocolAndSelectsTheOther() {
        try (Watcher watcher = new Watcher(app, elsewhere("/api/live"), "scatola", "scatola.token." + onlooker)) {
            watcher.await("\"picture\"");
            assertThat(watcher.subprotocol()).isEqualTo("scatola");
        }
        for (List<String> wrong : List.of(List.of("scatola"), List.of("scatola", "scatola.token.wrong"))) {
            assertThatThrownBy(() -> new Watcher(app, elsewhere("/api/live"), wrong.toArray(String[]::new)))
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refused -> assertThat(refused.getResponse().statusCode())
                                    .isEqualTo(401));
        }
    }

    @Test
    void anOnlookersOrderOverAWebSocketChangesNothing() throws Exception {
        long recording = JSON.readTree(
                        asked(here("/api/recordings"), "GET", null).body())
                .path(0)
                .path("id")
                .asLong();
        HttpResponse<String> begun = app.send(with(here("/api/replays"), null)
                .POST(HttpRequest.BodyPublishers.ofString("{\"recording\":%d,\"paused\":true}".formatted(recording))));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        String path = "/api/replays/" + JSON.readTree(begun.body()).path("id").asLong();
        try (Watcher looks = new Watcher(app, elsewhere(path), "scatola", "scatola.token." + onlooker);
                Watcher directs = new Watcher(app, elsewhere(path), "scatola", "scatola.token." + presenter)) {
            looks.await("\"picture\"");
            looks.say("{\"do\":\"speed\",\"value\":4}");
            assertThat(looks.await("\"error\""))
                    .isEqualTo(
                            "{\"type\":\"error\",\"detail\":\"this link only looks on: ask a presenter for theirs\"}");
            assertThat(speed(path)).isEqualTo(1);

            directs.say("{\"do\":\"speed\",\"value\":4}");

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> speed(path) == 4);
        } finally {
            app.send(with(here(path), null).DELETE());
        }
    }

    @Test
    void whoComesThroughAProxyAtTheLaptopIsNotTheLaptop() throws Exception {
        for (String header : List.of("X-Forwarded-For", "Forwarded")) {
            refused(401, "open the link", app.send(with(here("/api/box"), null).header(header, "for=192.0.2.60")));
        }
    }

    @Test
    void aNameThatIsMadeToLeadHereIsRefused() throws Exception {
        for (String path : List.of("/", "/api/box", "/api/live")) {
            String answer = raw("GET %s HTTP/1.1\r\nHost: evil.example:%d\r\nConnection: close\r\n\r\n"
                    .formatted(path, app.port()));
            assertThat(answer).startsWith("HTTP/1.1 421 ").contains("this box is not 'evil.example:");
        }
        assertThat(raw("GET /api/box HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n\r\n"
                        .formatted(app.port())))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whoCameByALinkThatIsTakenBackIsPutOutAtOnceAndNobodyElse() throws Exception {
        String gone = app.link("onlooker");
        try (Watcher out = new Watcher(app, elsewhere("/api/live"), "scatola", "scatola.token." + gone);
                Watcher stays = new Watcher(app, elsewhere("/api/live"), "scatola", "scatola.token." + onlooker)) {
            out.await("\"picture\"");
            stays.await("\"picture\"");
            assertThat(link(gone).path("in_use").asInt()).isEqualTo(1);

            HttpResponse<String> taken = asked(here("/api/links/" + id(gone)), "DELETE", null);

            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(204);
            assertThat(out.closed()).isEqualTo(4401);
            assertThat(out.reason()).isEqualTo("this link was taken back: ask for a new one");
            refused(401, "this link was taken back: ask for a new one", asked(elsewhere("/api/me"), "GET", gone));
            assertThatThrownBy(() -> new Watcher(app, elsewhere("/api/live"), "scatola", "scatola.token." + gone))
                    .isInstanceOf(CompletionException.class);
            assertThat(link(gone).isMissingNode()).isTrue();
            assertThat(asked(elsewhere("/api/me"), "GET", onlooker).statusCode())
                    .isEqualTo(200);
            stays.say("still here");
            assertThat(stays.closed()).as("it only tells").isEqualTo(1003);
        }
        assertThat(asked(here("/api/links/" + id(gone)), "DELETE", null).statusCode())
                .isEqualTo(404);
        assertThat(Files.readString(app.recordings().resolve("links")))
                .doesNotContain(id(gone))
                .contains(id(onlooker));
    }

    @Test
    void aTokenThatStandsWhereOthersSeeItIsRefusedAndItsLinkTakenBack() throws Exception {
        for (String path : List.of("/?key=%s", "/api/box?token=%s", "/%s", "/api/live?name=x&key=%s", "/api/box")) {
            String seen = app.link("presenter");
            HttpRequest.Builder request = HttpRequest.newBuilder(here(path.formatted(seen)));
            if (!path.contains("%")) {
                request.header("Referer", "http://elsewhere.example/?key=" + seen);
            }

            HttpResponse<String> answer = app.send(request);

            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.body()).contains("ask for a new one").doesNotContain(seen);
            refused(401, "this link was taken back", asked(elsewhere("/api/me"), "GET", seen));
            assertThat(Files.readString(PackagedApp.LOG, StandardCharsets.UTF_8))
                    .contains("a link for a presenter was taken back, because its token stood in")
                    .doesNotContain(seen);
        }
        assertThat(asked(here("/api/links"), "GET", presenter).statusCode()).isEqualTo(200);
    }

    @Test
    void aPageOfAnotherSiteMayDoNothingThroughABrowserAtTheLaptop() throws Exception {
        String before = asked(here("/api/recordings"), "GET", null).body();
        for (String path : paths()) {
            for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1:1")) {
                for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
                    assertThat(app.send(with(here(path), null)
                                            .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                                            .header("Origin", origin))
                                    .statusCode())
                            .as("%s %s from %s", method, path, origin)
                            .isIn(403, 404, 405);
                }
            }
            if (path.startsWith("/api/")) {
                assertThat(app.send(with(here(path), null).header("Sec-Fetch-Site", "cross-site"))
                                .statusCode())
                        .as(path)
                        .isEqualTo(403);
            }
        }
        assertThat(JSON.readTree(asked(here("/api/recordings"), "GET", null).body()))
                .hasSize(JSON.readTree(before).size());
        assertThat(asked(here("/api/links"), "GET", onlooker).statusCode())
                .as("no link was taken back")
                .isEqualTo(403);
    }

    @Test
    void aPageOfAnotherSiteMayOpenNoWebSocketOfAnyKind() {
        for (String path : SOCKETS) {
            for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1:1")) {
                URI address = URI.create(here(path).toString().replaceFirst("^http", "ws"));
                assertThatThrownBy(() -> app.http()
                                .newWebSocketBuilder()
                                .header("Origin", origin)
                                .buildAsync(address, new WebSocket.Listener() {})
                                .orTimeout(10, TimeUnit.SECONDS)
                                .join())
                        .as("%s from %s", path, origin)
                        .cause()
                        .isInstanceOfSatisfying(
                                WebSocketHandshakeException.class,
                                refused -> assertThat(refused.getResponse().statusCode())
                                        .isEqualTo(403));
            }
        }
    }

    @Test
    void whoSaysTooMuchAtOnceOverAWebSocketIsPutOut() {
        for (String path : SOCKETS) {
            try (Watcher watcher = new Watcher(app, path)) {
                try {
                    watcher.say("x".repeat(20_000));
                } catch (CompletionException e) {
                    assertThat(e)
                            .as("it was closed already: there is no such thing")
                            .hasMessageContaining("closed");
                }
                assertThat(watcher.closed()).as(path).isBetween(1000, 4999);
            }
        }
        assertThat(app.process().isAlive()).isTrue();
    }

    @Test
    void headersThatAreTooLongAreRefused() throws Exception {
        assertThat(raw("GET /api/box HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX: %s\r\nConnection: close\r\n\r\n"
                        .formatted(app.port(), "x".repeat(30_000))))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void whoOrdersTooFastIsToldToWaitAndNobodyElseIs() throws Exception {
        String fast = app.link("presenter");
        List<HttpResponse<String>> answers = new CopyOnWriteArrayList<>();
        try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int hand = 0; hand < 16; hand++) {
                hands.submit(() -> {
                    for (int i = 0; i < 200; i++) {
                        answers.add(asked(here("/api/links/nothing"), "DELETE", fast));
                    }
                    return null;
                });
            }
        }

        assertThat(answers).hasSize(3200).extracting(HttpResponse::statusCode).containsOnly(404, 429);
        List<HttpResponse<String>> late =
                answers.stream().filter(one -> one.statusCode() == 429).toList();
        assertThat(late).hasSizeBetween(1, 2200);
        assertThat(late.getFirst().headers().firstValue("Retry-After")).hasValue("1");
        assertThat(asked(here("/api/links/nothing"), "DELETE", presenter).statusCode())
                .isEqualTo(404);
    }

    @Test
    void oneWhoCameByALinkHasSoManyWebSocketsAndNoMore() throws Exception {
        String many = app.link("onlooker");
        List<Watcher> open = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                open.add(new Watcher(app, elsewhere("/api/live"), "scatola", "scatola.token." + many));
            }
            assertThatThrownBy(() -> new Watcher(app, elsewhere("/api/live"), "scatola", "scatola.token." + many))
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refused -> assertThat(refused.getResponse().statusCode())
                                    .isEqualTo(429));
            try (Watcher other = new Watcher(app, elsewhere("/api/live"), "scatola", "scatola.token." + onlooker)) {
                other.await("\"picture\"");
            }
        } finally {
            open.forEach(Watcher::close);
        }
    }

    @Test
    void noTokenIsLogged() throws Exception {
        asked(elsewhere("/api/nothing"), "GET", presenter);
        asked(elsewhere("/api/commands"), "POST", onlooker);

        assertThat(Files.readString(PackagedApp.LOG, StandardCharsets.UTF_8))
                .doesNotContain(presenter)
                .doesNotContain(onlooker);
    }

    private static void refused(int status, String reason, HttpResponse<String> answer) throws IOException {
        String what = "%s %s: %s".formatted(answer.request().method(), answer.uri(), answer.body());
        assertThat(answer.statusCode()).as(what).isEqualTo(status);
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent())
                .as(what)
                .isEqualTo(status == 401);
        if (!answer.request().method().equals("HEAD")) {
            assertThat(answer.headers().firstValue("Content-Type")).as(what).hasValue("application/problem+json");
            assertThat(JSON.readTree(answer.body()).path("detail").asText()).startsWith(reason);
        }
    }

    /** All paths of the description, with numbers and names for their parameters, and some that are not there. */
    private Set<String> paths() throws Exception {
        Set<String> paths = new TreeSet<>(Set.of("/api", "/api/nothing", "/health", "/nothing"));
        JSON.readTree(asked(here("/api/openapi?format=json"), "GET", null).body())
                .path("paths")
                .fieldNames()
                .forEachRemaining(path -> paths.add(
                        path.replace("{id}", "1").replace("{vm}", "doge1").replaceAll("\\{\\w+}", "nothing")));
        assertThat(paths).hasSizeGreaterThan(20).containsAll(TELLING);
        return paths;
    }

    private JsonNode link(String token) throws Exception {
        for (JsonNode one :
                JSON.readTree(asked(here("/api/links"), "GET", null).body()).path("links")) {
            if (one.path("id").asText().equals(id(token))) {
                return one;
            }
        }
        return MissingNode.getInstance();
    }

    private static String id(String token) {
        return token.split("\\.", -1)[2];
    }

    private double speed(String path) throws Exception {
        return JSON.readTree(asked(here(path), "GET", null).body())
                .path("speed")
                .asDouble();
    }

    private HttpResponse<String> asked(URI address, String method, @Nullable String token)
            throws IOException, InterruptedException {
        return app.send(with(address, token)
                .method(
                        method,
                        Set.of("POST", "PUT", "PATCH").contains(method)
                                ? HttpRequest.BodyPublishers.ofString("{}")
                                : HttpRequest.BodyPublishers.noBody()));
    }

    private static HttpRequest.Builder with(URI address, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), app.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private URI here(String path) {
        return app.address("127.0.0.1", path);
    }

    private URI elsewhere(String path) {
        return app.address(OtherNetwork.ADDRESS, path);
    }

    /** Links as the app makes them, at another time. */
    private Links links(Instant at) {
        Path file = app.recordings().resolve("link.key");
        return new Links(
                KeyFile.open(file).key(), Duration.ofHours(12), Clock.fixed(at, ZoneOffset.UTC), List.of(), all -> {});
    }
}
