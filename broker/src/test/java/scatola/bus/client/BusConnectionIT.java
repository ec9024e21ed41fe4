package scatola.bus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.bus.client.RecordingOwner.AVAILABILITY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scatola.bus.client.BusException.Kind;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;

/** What the connection makes of a broker that goes, comes back, hangs or refuses. */
class BusConnectionIT extends OnTheBus {

    BusConnectionIT() {
        super(Mosquitto.start());
    }

    @AfterEach
    void end() {
        broker.close();
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

    /** Mosquitto's own plugin: its acl_file cannot deny a subscription. */
    private static Path dynamicSecurity() throws IOException {
        try (Stream<Path> files =
                Files.find(Path.of("/usr/lib"), 2, (file, kind) -> file.endsWith("mosquitto_dynamic_security.so"))) {
            return files.findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "Mosquitto's own plugin is needed, in a container or not: apt-get install mosquitto"));
        }
    }
}
