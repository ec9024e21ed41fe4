package scatola.bus.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scatola.bus.client.RecordingOwner.AVAILABILITY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scatola.bus.client.BusException.Kind;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;

class BusConnectionIT {
    private static final String NODE = "scatola-node-pi1";

    private final RecordingOwner owner = new RecordingOwner();
    private final List<Incoming> heard = new CopyOnWriteArrayList<>();
    private Mosquitto broker = Mosquitto.start();
    private BusConnection bus = new BusConnection(broker.settings(NODE), owner);
    private Logged logged = new Logged();

    @BeforeEach
    void listen() {
        bus.subscribe(Subscription.toCommands("scatola/vm/+/set", heard::add));
    }

    @AfterEach
    void end() {
        bus.close();
        broker.close();
        logged.close();
    }

    @Test
    @Conforms("availability-is-the-will")
    void aClientThatIsKilledLeavesTheWillOfItsLastAttempt() throws Exception {
        try (TestClient watcher = TestClient.connect(broker, AVAILABILITY)) {
            Process node = doomedNode();
            try {
                watcher.await(AVAILABILITY, "online");
            } finally {
                node.destroyForcibly();
            }

            Incoming offline = watcher.await(AVAILABILITY, "died");

            assertThat(offline.retain()).isTrue();
            assertThat(TestClient.text(offline)).isEqualTo("died 1");
        }
    }

    @Test
    @Conforms("availability-goodbye")
    void aClientThatIsClosedSaysSoInsteadOfDying() {
        connect();
        try (TestClient watcher = TestClient.connect(broker, AVAILABILITY)) {
            CompletionStage<Void> before = bus.publish(Outgoing.of("scatola/node/pi1/event", bytes("last")));

            bus.close();

            watcher.await(AVAILABILITY, "left");
            assertThat(before).isCompleted();
            assertThat(watcher.texts(AVAILABILITY)).containsExactly("online", "left");
        }
    }

    @Test
    void afterARestartOfTheBrokerItIsBackAndSubscribedAgain() {
        connect();
        broker.stop();
        await(() -> !bus.isConnected());
        broker.restart();

        await(bus::isConnected);

        try (TestClient person = TestClient.connect(broker, AVAILABILITY)) {
            person.publish("scatola/vm/doge1/set", "ON");
            await(() -> !heard.isEmpty());
            assertThat(person.texts(AVAILABILITY)).containsExactly("online");
        }
        assertThat(owner.told).hasSize(3);
        assertThat(owner.told.getFirst()).isEqualTo("connected");
        assertThat(owner.told.get(1)).startsWith("disconnected: ");
        assertThat(owner.told.getLast()).isEqualTo("connected");
    }

    @Test
    void aBrokerThatIsAwayIsSaidOnceHoweverOftenItIsTried() {
        connect();
        broker.kill();
        await(() -> owner.attempts.get() > 8);
        broker.restart();
        await(bus::isConnected);

        assertThat(logged.at(Level.WARNING, "")).hasSize(1);
        assertThat(logged.at(Level.INFO, "to=connected")).hasSize(2);
        assertThat(logged.at(Level.SEVERE, "")).isEmpty();
    }

    @Test
    void aBrokerThatIsAwayFromTheBeginningIsSaidOnceToo() {
        broker.kill();
        bus.start();
        await(() -> owner.attempts.get() > 3);
        broker.restart();
        await(bus::isConnected);

        assertThat(logged.at(Level.WARNING, "Connection refused")).hasSize(1);
        assertThat(logged.at(Level.WARNING, "")).hasSize(1);
    }

    @Test
    void aFrozenBrokerIsNoticedWithinThreeSecondsAndAThawedOneToo() {
        connect();
        broker.freeze();
        try {
            Awaitility.await("the loss").atMost(Duration.ofSeconds(3)).until(() -> !bus.isConnected());
            await(() -> owner.attempts.get() > 3);
        } finally {
            broker.thaw();
        }

        Awaitility.await("the return").atMost(Duration.ofSeconds(3)).until(bus::isConnected);
        try (TestClient watcher = TestClient.connect(broker, AVAILABILITY)) {
            watcher.await(AVAILABILITY, "online");
        }
        assertThat(logged.at(Level.SEVERE, "")).isEmpty();
    }

    @Test
    @Conforms("commands-subscription")
    void whatIsRetainedIsNotDeliveredToCommandsAndARetainedOnePublishedLiveIsMarked() {
        try (TestClient person = TestClient.connect(broker)) {
            person.publishRetained("scatola/vm/doge1/set", "old");
            connect();

            person.publishRetained("scatola/vm/doge2/set", "live");
            person.publish("scatola/vm/doge3/set", "plain");

            await(() -> heard.size() >= 2);
            assertThat(heard).extracting(TestClient::text).containsExactly("live", "plain");
            assertThat(heard).extracting(Incoming::retain).containsExactly(true, false);
        }
    }

    @Test
    @Conforms("results-expire")
    void whatExpiresIsForgottenByTheBroker() {
        connect();
        bus.publish(Outgoing.retained("scatola/test/t1/result", bytes("done")).withExpiry(Duration.ofSeconds(1)))
                .toCompletableFuture()
                .join();

        try (TestClient person = TestClient.connect(broker)) {
            await(() -> person.retained("scatola/test/#").isEmpty());
        }
    }

    @Test
    void aMessageArrivesWithItsProperties() {
        connect();
        try (TestClient person = TestClient.connect(broker)) {
            person.publish(Outgoing.of("scatola/vm/doge1/set", bytes("ON"))
                    .withResponse("elsewhere", bytes("7"))
                    .withExpiry(Duration.ofSeconds(10))
                    .withUserProperty("by", "web-1"));
        }

        await(() -> !heard.isEmpty());
        Incoming message = heard.getFirst();
        assertThat(message.topic()).isEqualTo("scatola/vm/doge1/set");
        assertThat(message.responseTopic()).isEqualTo("elsewhere");
        assertThat(message.correlationData()).isEqualTo(bytes("7"));
        assertThat(message.expiry()).isEqualTo(Duration.ofSeconds(10));
        assertThat(message.userProperties()).containsExactly(Map.entry("by", "web-1"));
    }

    @Test
    void aRequestGetsItsOwnAnswer() {
        bus.subscribe(Subscription.toCommands("scatola/vm/+/request/+", question -> {
            Outgoing reply = question.reply(bytes("answer to " + TestClient.text(question)));
            var unused = bus.publish(Objects.requireNonNull(reply));
        }));
        connect();

        try (TestClient person = TestClient.connect(broker)) {
            List<CompletableFuture<String>> answers = IntStream.range(0, 100)
                    .mapToObj(n -> person.bus()
                            .request("scatola/vm/doge1/request/exec", bytes("" + n), Duration.ofSeconds(10))
                            .thenApply(TestClient::text)
                            .toCompletableFuture())
                    .toList();

            assertThat(answers)
                    .extracting(CompletableFuture::join)
                    .containsExactlyElementsOf(IntStream.range(0, 100)
                            .mapToObj(n -> "answer to " + n)
                            .toList());
        }
    }

    @Test
    @Conforms("commands-expire")
    void aRequestExpiresAfterTenSeconds() {
        connect();
        try (TestClient person = TestClient.connect(broker)) {
            var unanswered = person.bus().request("scatola/vm/doge1/set", bytes("ON"), Duration.ofMillis(50));

            await(() -> !heard.isEmpty());
            assertThat(heard.getFirst().expiry()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
            assertFails(unanswered, Kind.TIMED_OUT);
        }
    }

    @Test
    void aRequestThatNobodyAnswersFailsInTime() {
        connect();

        CompletionStage<Incoming> answer =
                bus.request("scatola/vm/nobody/request/exec", bytes(""), Duration.ofMillis(50));

        assertFails(answer, Kind.TIMED_OUT);
    }

    @Test
    void messagesKeepTheirOrderBothWays() {
        connect();
        List<String> sent = IntStream.range(0, 3000).mapToObj(Integer::toString).toList();
        try (TestClient person = TestClient.connect(broker)) {
            List<CompletionStage<Void>> done = new ArrayList<>();
            for (String text : sent) {
                done.add(person.bus().publish(Outgoing.of("scatola/vm/doge1/set", bytes(text))));
            }
            done.forEach(each -> each.toCompletableFuture().join());
        }

        await(() -> heard.size() >= sent.size());
        assertThat(heard).extracting(TestClient::text).containsExactlyElementsOf(sent);
    }

    @Test
    void withoutABrokerNothingIsSentAndNothingIsKept() {
        connect();
        broker.kill();
        await(() -> !bus.isConnected());

        CompletionStage<Void> refused = bus.publish(Outgoing.retained("scatola/vm/doge1", bytes("stale")));

        assertFails(refused, Kind.NOT_CONNECTED);
        broker.restart();
        await(bus::isConnected);
        try (TestClient person = TestClient.connect(broker)) {
            assertThat(person.retained("scatola/vm/#")).isEmpty();
        }
    }

    @Test
    void moreMessagesThanMayWaitAreRefusedAndThoseThatWaitFailWithTheConnection() {
        bus = new BusConnection(broker.settings(NODE).withMost(5), owner);
        connect();
        broker.freeze();
        try {
            List<CompletionStage<Void>> waiting = IntStream.range(0, 5)
                    .mapToObj(n -> bus.publish(Outgoing.of("scatola/vm/doge1", bytes("" + n))))
                    .toList();

            assertFails(bus.publish(Outgoing.of("scatola/vm/doge1", bytes("one more"))), Kind.OVERLOADED);
            waiting.forEach(each -> assertFails(each, Kind.LOST));
        } finally {
            broker.thaw();
        }
    }

    @Test
    void whatOthersPublishWhileTheOwnerSpeaksComesAfterIt() {
        List<CompletionStage<Void>> others = new CopyOnWriteArrayList<>();
        owner.onConnected = first -> {
            Thread other = Thread.ofVirtual().start(() -> others.add(bus.publish(state("second"))));
            assertThat(joined(other)).isTrue();
            var unused = first.publish(state("first"));
        };
        try (TestClient watcher = TestClient.connect(broker, "scatola/vm/+")) {
            connect();

            watcher.await("scatola/vm/doge1", "second");
            assertThat(watcher.texts("scatola/vm/doge1")).containsExactly("first", "second");
            assertThat(others.getFirst().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void anOwnerThatBreaksIsTriedAgainAndTheBrokerHearsTheWill() {
        owner.onConnected = first -> {
            if (owner.told.size() == 1) {
                throw new IllegalStateException("broken on purpose");
            }
        };
        try (TestClient watcher = TestClient.connect(broker, AVAILABILITY)) {
            connect();

            watcher.await(AVAILABILITY, "died 1");
            assertThat(logged.at(Level.SEVERE, "the owner broke")).hasSize(1);
        }
    }

    @Test
    @Conforms("client-ids-one-at-a-time")
    void twoClientsOfOneIdDoNotQuarrelForLong() {
        BusSettings settings = broker.settings(NODE).withTakenOverPause(Duration.ofSeconds(2));
        bus = new BusConnection(settings, owner);
        connect();

        try (BusConnection other = new BusConnection(settings, new BusOwner() {})) {
            other.start();
            await(() -> !logged.at(Level.SEVERE, "same client id").isEmpty());
            assertThat(owner.attempts).hasValueLessThan(8);
        }

        await(bus::isConnected);
    }

    @Test
    void aSilentClientIsEvictedAndItsWillPublishedAtOnce() throws Exception {
        connect();
        try (TestClient watcher = TestClient.connect(broker, AVAILABILITY)) {
            watcher.bus().evict(NODE).toCompletableFuture().get(5, TimeUnit.SECONDS);

            watcher.await(AVAILABILITY, "died 1");
            await(() -> watcher.texts(AVAILABILITY).equals(List.of("online", "died 1", "online")));
            assertThat(logged.at(Level.SEVERE, "")).isEmpty();
        }
    }

    @Test
    void whatTheBrokerDeniesIsTold() throws IOException {
        broker.close();
        Path rules = Files.createTempFile("rules", "");
        Files.writeString(rules, "topic read allowed/#\ntopic readwrite scatola/#\n");
        broker = Mosquitto.start("acl_file " + rules);
        bus = new BusConnection(broker.settings(NODE), owner);
        bus.subscribe(Subscription.toCommands("scatola/vm/+/set", heard::add));
        connect();

        assertFails(bus.publish(Outgoing.of("allowed/to/read", bytes("no"))), Kind.REFUSED);

        assertThat(owner.told).anyMatch(told -> told.contains("allowed/to/read") && told.contains("not authorized"));
        assertThat(bus.isConnected()).isTrue();
        Files.delete(rules);
    }

    @Test
    void aDeniedSubscriptionIsToldAndTheOthersWork() throws IOException {
        broker.close();
        Path rules = Files.createTempFile("rules", ".json");
        Files.writeString(rules, """
                {"defaultACLAccess":
                    {"publishClientSend":true,"publishClientReceive":true,"subscribe":false,"unsubscribe":true},
                 "anonymousGroup":"all","groups":[{"groupname":"all","roles":[{"rolename":"some"}]}],"clients":[],
                 "roles":[{"rolename":"some","acls":
                    [{"acltype":"subscribePattern","topic":"scatola/#","priority":0,"allow":true}]}]}
                """);
        broker = Mosquitto.start("plugin " + dynamicSecurity(), "plugin_opt_config_file " + rules);
        bus = new BusConnection(broker.settings(NODE), owner);
        bus.subscribe(Subscription.toCommands("denied/#", heard::add));
        bus.subscribe(Subscription.toCommands("scatola/vm/+/set", heard::add));
        connect();

        bus.publish(Outgoing.of("scatola/vm/doge1/set", bytes("ON")))
                .toCompletableFuture()
                .join();

        await(() -> !heard.isEmpty());
        assertThat(owner.told).anyMatch(told -> told.contains("subscription to denied/#") && told.contains("0x87"));
        Files.delete(rules);
    }

    @Test
    void aBrokerThatRefusesTheConnectionIsSaidOnceWithItsReason() throws IOException {
        broker.close();
        Path nobody = Files.createTempFile("nobody", "");
        broker = Mosquitto.start("allow_anonymous false", "password_file " + nobody);
        bus = new BusConnection(broker.settings(NODE), owner);
        bus.start();

        await(() -> owner.attempts.get() > 5);

        assertThat(logged.at(Level.WARNING, "not authorized")).hasSize(1);
        assertThat(logged.at(Level.WARNING, "")).hasSize(1);
        Files.delete(nobody);
    }

    private void connect() {
        bus.start();
        await(bus::isConnected);
    }

    /** Mosquitto's own plugin: its acl_file cannot deny a subscription. */
    private static Path dynamicSecurity() throws IOException {
        try (Stream<Path> files =
                Files.find(Path.of("/usr/lib"), 2, (file, kind) -> file.endsWith("mosquitto_dynamic_security.so"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private Process doomedNode() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedNode.class.getName(),
                        Integer.toString(broker.port()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return process;
    }

    private static void assertFails(CompletionStage<?> stage, Kind kind) {
        assertThatThrownBy(() -> stage.toCompletableFuture()
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        BusException.class,
                        problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    private static boolean joined(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(10))
                .until(condition);
    }

    private static Outgoing state(String text) {
        return Outgoing.retained("scatola/vm/doge1", bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
