package scatola.bus.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Subscription;

/**
 * Somebody on the bus: publishes whatever it is told and records what it hears, in order. Waits at most 10 s for
 * anything unless told otherwise. Safe for several threads.
 */
public final class TestClient implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BusSettings settings;
    private final BusConnection bus;
    private final List<Incoming> received = new CopyOnWriteArrayList<>();

    private TestClient(BusSettings settings, String... filters) {
        this.settings = settings;
        this.bus = new BusConnection(settings, new BusOwner() {});
        for (String filter : filters) {
            bus.subscribe(Subscription.toStates(filter, received::add));
        }
        bus.start();
        awaitConnected(bus);
    }

    static void awaitConnected(BusConnection bus) {
        await("the broker", bus::isConnected);
    }

    /**
     * @param broker where to
     * @param filters what to listen to, retained messages included; they must not overlap
     * @return a client that is connected and subscribed
     */
    public static TestClient connect(TestBroker broker, String... filters) {
        return connect(broker.host(), broker.port(), filters);
    }

    /**
     * @param host broker's address
     * @param port broker's port
     * @param filters what to listen to, retained messages included; they must not overlap
     * @return a client that is connected and subscribed
     */
    public static TestClient connect(String host, int port, String... filters) {
        String id = "test-%d-%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
        return new TestClient(
                BusSettings.of(host, port, id)
                        .withKeepAlive(Duration.ofSeconds(10))
                        .withReplyTopic("scatola/reply/" + id),
                filters);
    }

    /**
     * @param settings of the connection
     * @param filters what to listen to, retained messages included; they must not overlap
     * @return a client that is connected and subscribed
     */
    public static TestClient connect(BusSettings settings, String... filters) {
        return new TestClient(settings, filters);
    }

    /** @return all that was heard until now */
    public List<Incoming> received() {
        return List.copyOf(received);
    }

    /**
     * @param topic a topic
     * @return the texts heard there until now
     */
    public List<String> texts(String topic) {
        return received.stream()
                .filter(message -> message.topic().equals(topic))
                .map(TestClient::text)
                .toList();
    }

    /** Forgets what was heard until now. */
    public void forget() {
        received.clear();
    }

    /**
     * @param condition what to wait for
     * @return the first message heard, since {@link #forget}, that meets it
     */
    public Incoming await(Predicate<Incoming> condition) {
        return await(PATIENCE, condition);
    }

    /**
     * @param atMost patience
     * @param condition what to wait for
     * @return the first message heard, since {@link #forget}, that meets it
     */
    public Incoming await(Duration atMost, Predicate<Incoming> condition) {
        Awaitility.await("a message among " + received)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(atMost)
                .until(() -> received.stream().anyMatch(condition));
        return received.stream().filter(condition).findFirst().orElseThrow();
    }

    /**
     * @param topic where
     * @return the first message heard there
     */
    public Incoming await(String topic) {
        return await(message -> message.topic().equals(topic));
    }

    /**
     * @param topic where
     * @param part what its text must contain
     * @return the first such message
     */
    public Incoming await(String topic, String part) {
        return await(message -> message.topic().equals(topic) && text(message).contains(part));
    }

    /**
     * Publishes with QoS 1 and waits for the broker to have it.
     *
     * @param topic where to
     * @param text what
     */
    public void publish(String topic, String text) {
        publish(Outgoing.of(topic, text.getBytes(UTF_8)));
    }

    /**
     * Publishes and waits for the broker to have it.
     *
     * @param message whatever
     */
    public void publish(Outgoing message) {
        bus.publish(message)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /**
     * Publishes without waiting for anything.
     *
     * @param message whatever
     * @return completes when the broker has it
     */
    public CompletionStage<Void> send(Outgoing message) {
        return bus.publish(message);
    }

    /**
     * Publishes for the broker to keep, and waits until it has it.
     *
     * @param topic where to
     * @param text what; nothing clears
     */
    public void publishRetained(String topic, String text) {
        publish(Outgoing.retained(topic, text.getBytes(UTF_8)));
    }

    /**
     * Ends somebody's connection, so that their will is published.
     *
     * @param clientId theirs
     */
    public void evict(String clientId) {
        bus.evict(clientId)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /**
     * @param topic where to ask
     * @param text what to ask
     * @return the answer that came to this client's response topic
     */
    public Incoming request(String topic, String text) {
        return bus.request(topic, text.getBytes(UTF_8), PATIENCE)
                .toCompletableFuture()
                .join();
    }

    /**
     * @param filter topics
     * @return what the broker retains there just now, by topic
     */
    public Map<String, Incoming> retained(String filter) {
        String marker = "marker/" + settings.clientId();
        try (TestClient visitor = connect(settings.host(), settings.port(), filter, marker)) {
            // Retained messages are sent at the subscription, so they come before what is published after it.
            visitor.publish(marker, "end");
            visitor.await(marker);
            Map<String, Incoming> retained = new TreeMap<>();
            visitor.received().stream()
                    .filter(message -> message.retain() && !message.topic().equals(marker))
                    .forEach(message -> retained.put(message.topic(), message));
            return retained;
        }
    }

    /** @return the connection itself */
    public BusConnection bus() {
        return bus;
    }

    /**
     * @param message a message
     * @return its payload as UTF-8
     */
    public static String text(Incoming message) {
        return new String(message.payload(), UTF_8);
    }

    @Override
    public void close() {
        bus.close();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(PATIENCE)
                .until(condition);
    }
}
