package scatola.bus.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import scatola.bus.client.BusException.Kind;
import scatola.bus.testing.TestBroker;

/** A test that has a connection to a broker, and is told what that does. */
abstract class OnTheBus {
    static final String NODE = "scatola-node-pi1";

    final RecordingOwner owner = new RecordingOwner();
    final List<Incoming> heard = new CopyOnWriteArrayList<>();
    final Logged logged = new Logged();
    TestBroker broker;
    BusConnection bus;

    OnTheBus(TestBroker broker) {
        this.broker = broker;
        this.bus = new BusConnection(broker.settings(NODE), owner);
    }

    @BeforeEach
    void listen() {
        bus.subscribe(Subscription.toCommands("scatola/vm/+/set", heard::add));
    }

    @AfterEach
    void leave() {
        bus.close();
        logged.close();
    }

    void connect() {
        bus.start();
        await(bus::isConnected);
    }

    static void assertFails(CompletionStage<?> stage, Kind kind) {
        assertThatThrownBy(() -> stage.toCompletableFuture()
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        BusException.class,
                        problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(10))
                .until(condition);
    }

    static Outgoing state(String text) {
        return Outgoing.retained("scatola/vm/doge1", bytes(text));
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
