package scatola.bus.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.client.BusException.Kind;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.SecuredMosquitto;
import scatola.bus.testing.Security;
import scatola.bus.testing.TestClient;

/** Who is not let in, and what they are told. */
class StrangersIT {
    private static final String NODE = "scatola-node-pi1";

    @TempDir
    private static Path folder;

    private static Security security;
    private static SecuredMosquitto broker;

    private final RecordingOwner owner = new RecordingOwner();
    private final Logged logged = new Logged();
    private BusConnection bus = new BusConnection(settings(), owner);

    @BeforeAll
    static void secure() {
        security = Security.make(folder.resolve("security"));
        broker = SecuredMosquitto.start(security);
    }

    @AfterAll
    static void end() {
        broker.close();
    }

    @AfterEach
    void close() {
        bus.close();
        logged.close();
    }

    @Test
    void whoseCredentialsAreRightIsLetIn() {
        connect(settings().withCredentials(security.as("node-pi1")));

        try (TestClient person = TestClient.connect(
                settings().withClientId("person").withCredentials(security.as("presenter")),
                RecordingOwner.AVAILABILITY)) {
            person.await(RecordingOwner.AVAILABILITY, "online");
        }
        assertThat(logged.at(Level.WARNING, "")).isEmpty();
    }

    @Test
    void aSilentNodeIsEvictedByThePresenterAppAndItsWillIsPublished() {
        connect(settings().withCredentials(security.as("node-pi1")));
        try (TestClient app = TestClient.connect(
                settings().withClientId("app").withCredentials(security.as("presenter-laptop")),
                RecordingOwner.AVAILABILITY)) {
            app.evict(NODE);

            app.await(RecordingOwner.AVAILABILITY, "died");
        }
    }

    @Test
    void aWrongPasswordIsToldOnce() {
        BusCredentials right = security.as("node-pi1");
        BusCredentials wrong = new BusCredentials(right.user(), "guessed-badly", right.caFile(), right.cas());

        assertKeptOut(
                settings().withCredentials(wrong),
                "not authorized",
                "does not know the user node-pi1 with this password: take the file of credentials as it is now");
        assertThat(logged.at(Level.WARNING, "guessed-badly")).isEmpty();
    }

    @Test
    void whoSpeaksInTheClearIsToldToTakeCredentials() {
        assertKeptOut(settings(), "name a file of credentials in SCATOLA_CREDENTIALS");
    }

    @Test
    void whoWantsTlsWhereNoneIsSpokenIsTold() {
        try (Mosquitto plain = Mosquitto.start()) {
            assertKeptOut(
                    plain.settings(NODE).withCredentials(security.as("node-pi1")),
                    "it may speak no TLS: name the port of a secured broker, or leave SCATOLA_CREDENTIALS away");
        }
    }

    @Test
    void aBrokerWithAnotherCaIsNotTrusted() {
        Security another = Security.make(folder.resolve("another"));

        assertKeptOut(
                settings().withCredentials(another.as("node-pi1")),
                "is of another CA than the one in " + another.folder().resolve("ca.crt"),
                "take the ca.crt of this broker");
    }

    @Test
    void aCertificateThatDoesNotNameTheHostIsNotTrusted() {
        BusSettings elsewhere = BusSettings.of("127.0.0.2", broker.port(), NODE);

        assertKeptOut(
                elsewhere.withCredentials(security.as("node-pi1")),
                "does not name 127.0.0.2: ./scatola secure --host 127.0.0.2 makes one that does");
    }

    @Test
    void anExpiredCertificateIsNotTrusted() throws IOException {
        Security old = Security.make(folder.resolve("old"));
        Files.writeString(old.folder().resolve("names.cnf"), "subjectAltName=IP:127.0.0.1");
        old.run("openssl", "req", "-new", "-key", "server.key", "-subj", "/CN=old", "-out", "request")
                .orThrow();
        String sign =
                "openssl x509 -req -in request -CA ca.crt -CAkey ca.key -days -1 -extfile names.cnf -out server.crt";
        old.run(sign.split(" ")).orThrow();
        try (SecuredMosquitto expired = SecuredMosquitto.start(old)) {
            assertKeptOut(
                    expired.settings(NODE).withCredentials(old.as("node-pi1")),
                    "no longer valid: ./scatola secure --renew server makes a new one");
        }
    }

    @Test
    void aStolenNodeSpeaksForNoOtherNode() {
        connect(settings().withClientId("scatola-node-pi2").withCredentials(security.as("node-pi1")));
        try (TestClient person = TestClient.connect(
                settings().withClientId("person").withCredentials(security.as("presenter")), "scatola/node/#")) {
            String topic = "scatola/node/pi2/availability";

            for (int i = 0; i < 3; i++) {
                assertRefused(topic, "user node-pi1 may not say that there");
            }

            bus.publish(Outgoing.of("scatola/node/pi1/event", "mine".getBytes(UTF_8)))
                    .toCompletableFuture()
                    .join();
            person.await("scatola/node/pi1/event");
            assertThat(person.received()).noneMatch(message -> message.topic().equals(topic));
        }
        assertThat(logged.at(Level.WARNING, "node/pi2/availability")).hasSize(1);
        assertThat(owner.told).filteredOn(told -> told.startsWith("refused: ")).hasSize(1);
    }

    @Test
    void aWillThatSpeaksForAnotherNodeIsNotPublished() {
        BusConnection thief = new BusConnection(
                settings().withClientId("scatola-node-pi2").withCredentials(security.as("node-pi2")), owner);
        try (TestClient app = TestClient.connect(
                settings().withClientId("app").withCredentials(security.as("presenter-laptop")),
                "scatola/node/+/availability")) {
            thief.start();
            await(thief::isConnected);

            app.evict("scatola-node-pi2");
            await(() -> owner.attempts.get() > 1 && thief.isConnected());

            app.publish("scatola/node/pi9/availability", "end");
            app.await("scatola/node/pi9/availability");
            assertThat(app.texts(RecordingOwner.AVAILABILITY)).noneMatch(text -> text.startsWith("died"));
        } finally {
            thief.close();
        }
    }

    @Test
    void whoHasAnOldPasswordIsThrownOutWhenTheBrokerReadsTheNewOnes() {
        Security own = Security.make(folder.resolve("own"));
        try (SecuredMosquitto renewed = SecuredMosquitto.start(own)) {
            connect(renewed.settings(NODE).withCredentials(own.as("node-pi1")));
            own.secure(Map.of(), "--renew", "node-pi1").orThrow();

            renewed.reload();

            await(() -> !logged.at(Level.WARNING, "take the file of credentials as it is now")
                    .isEmpty());
            assertThat(bus.isConnected()).isFalse();
            try (TestClient node = TestClient.connect(renewed.settings("again")
                    .withReplyTopic("scatola/reply/again")
                    .withCredentials(own.as("node-pi1")))) {
                assertThat(node.bus().isConnected()).isTrue();
            }
        }
    }

    @Test
    void webSocketsGoByTheSameRules() throws GeneralSecurityException {
        String password = security.as("onlooker").password();

        assertThat(answerToConnect("onlooker", password)).isEqualTo("20020000");
        assertThat(answerToConnect("onlooker", "guessed")).isNotEqualTo("20020000");
    }

    /** What comes over WebSockets after CONNECT (MQTT 3.1.1, section 3.1), in hexadecimal, or that the broker closes. */
    private static String answerToConnect(String user, String password) throws GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, security.as("onlooker").trust().getTrustManagers(), null);
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket socket = HttpClient.newBuilder()
                .sslContext(tls)
                .build()
                .newWebSocketBuilder()
                .subprotocols("mqtt")
                .buildAsync(
                        URI.create("wss://localhost:%d/".formatted(broker.webSocketsPort())), new WebSocket.Listener() {
                            @Override
                            public @Nullable CompletionStage<?> onBinary(
                                    WebSocket from, ByteBuffer data, boolean last) {
                                byte[] bytes = new byte[data.remaining()];
                                data.get(bytes);
                                answer.complete(HexFormat.of().formatHex(bytes));
                                return null;
                            }

                            @Override
                            public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
                                answer.complete("closed");
                                return null;
                            }

                            @Override
                            public void onError(WebSocket from, Throwable problem) {
                                answer.complete("closed");
                            }
                        })
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        String head = "\0\4MQTT\4\u00c2\0\12";
        String payload = "%s%s%s%s".formatted(head, field("browser"), field(user), field(password));
        byte[] packet = "\20%c%s".formatted(payload.length(), payload).getBytes(ISO_8859_1);
        socket.sendBinary(ByteBuffer.wrap(packet), true).join();
        try {
            return answer.orTimeout(10, TimeUnit.SECONDS).join();
        } finally {
            socket.abort();
        }
    }

    private static String field(String text) {
        return "\0%c%s".formatted(text.length(), text);
    }

    private static BusSettings settings() {
        return BusSettings.of(broker.host(), broker.port(), NODE);
    }

    private void connect(BusSettings settings) {
        bus = new BusConnection(settings, owner);
        bus.start();
        await(bus::isConnected);
    }

    private void assertKeptOut(BusSettings settings, String... words) {
        bus = new BusConnection(settings, owner);
        bus.start();
        await(() -> owner.attempts.get() > 4);

        List<String> told = logged.at(Level.WARNING, "");
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).contains(words);
        assertThat(bus.isConnected()).isFalse();
    }

    private void assertRefused(String topic, String words) {
        assertThatThrownBy(() -> bus.publish(Outgoing.of(topic, "online".getBytes(UTF_8)))
                        .toCompletableFuture()
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join())
                .cause()
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(15))
                .until(condition);
    }
}
