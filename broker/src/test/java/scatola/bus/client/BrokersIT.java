package scatola.bus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.bus.client.RecordingOwner.AVAILABILITY;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import scatola.bus.client.BusException.Kind;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.TestBroker;
import scatola.bus.testing.TestClient;

/** What the bus needs of a broker, tried on two that have nothing in common but MQTT 5. */
@ParameterizedClass
@EnumSource
class BrokersIT extends OnTheBus {
    private static @Nullable TestBroker shared;

    BrokersIT(TestBroker.Brand brand) {
        super(Objects.requireNonNull(shared));
    }

    @BeforeParameterizedClassInvocation
    static void start(TestBroker.Brand brand) {
        shared = brand.start();
    }

    @AfterParameterizedClassInvocation
    static void end() {
        Objects.requireNonNull(shared).close();
    }

    @AfterEach
    void forget() {
        bus.close(); // what it says at last is retained, too
        try (TestClient person = TestClient.connect(broker)) {
            person.retained("#").keySet().forEach(topic -> person.publishRetained(topic, ""));
        }
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

    private static boolean joined(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
