package scatola.it.box;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Subscription;

/**
 * Somebody on a box's bus, who hears everything and forgets nothing. Topics are given without their root. Payloads are
 * JSON and may be written with {@code '} for {@code "}. Safe for several threads; comes back by itself when the broker
 * does.
 */
public final class Bus implements AutoCloseable {
    private static final String ROOT = "scatola/";
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final BusConnection connection;
    private final List<Heard> heard = new ArrayList<>();
    private final Map<String, Heard> states = new TreeMap<>();

    private Bus(BusSettings settings) {
        String id = "%s-%d-%d"
                .formatted(settings.clientId(), ProcessHandle.current().pid(), COUNT.incrementAndGet());
        connection = new BusConnection(
                settings.withClientId(id).withKeepAlive(Duration.ofSeconds(10)).withReplyTopic(ROOT + "reply/" + id),
                new BusOwner() {});
        for (String branch : List.of("node", "vm", "link", "uplink", "test", "box", "presenter")) {
            connection.subscribe(Subscription.toStates(ROOT + branch + "/#", this::arrived));
        }
    }

    /**
     * @param settings of the connection; its client id is what the listener's begins with
     * @return a listener that listens
     */
    public static Bus on(BusSettings settings) {
        Bus bus = new Bus(settings);
        bus.connection.start();
        bus.awaitConnected();
        return bus;
    }

    /** Waits until the broker is reached. */
    public void awaitConnected() {
        Awaitility.await("the broker").atMost(CONNECT).until(connection::isConnected);
    }

    /** @return how many messages were heard so far: where to begin to wait for the next */
    public synchronized int now() {
        return heard.size();
    }

    /**
     * Waits for a message.
     *
     * @param what it is, for people
     * @param since the number of the first message to look at, from {@link #now} or {@link Heard#number}
     * @param atMost patience
     * @param topic where
     * @param condition what it must be like
     * @return the first such
     * @throws AssertionError if none came
     */
    public Heard await(String what, int since, Duration atMost, String topic, Predicate<Heard> condition) {
        int[] next = {since};
        return when(
                atMost,
                () -> {
                    while (next[0] < heard.size()) {
                        Heard one = heard.get(next[0]++);
                        if (one.topic().equals(topic) && condition.test(one)) {
                            return one;
                        }
                    }
                    return null;
                },
                () -> "%s: not heard on %s within %s; heard there: %s"
                        .formatted(what, topic, atMost, texts(since, topic)));
    }

    /**
     * Waits until a retained state is like that, now or later.
     *
     * @param topic which
     * @param atMost patience
     * @param condition what it must be like
     * @return the state
     * @throws AssertionError if it did not become so
     */
    public Heard state(String topic, Duration atMost, Predicate<Heard> condition) {
        return when(
                atMost,
                () -> {
                    Heard state = states.get(topic);
                    return state != null && condition.test(state) ? state : null;
                },
                () -> "%s is not so within %s; it is: %s"
                        .formatted(topic, atMost, state(topic).map(Heard::text).orElse("not there")));
    }

    /**
     * @param topic a retained state's
     * @return the state as last heard, empty if there is none or it was cleared
     */
    public synchronized Optional<Heard> state(String topic) {
        return Optional.ofNullable(states.get(topic));
    }

    /**
     * Waits until a retained state is cleared.
     *
     * @param topic which
     * @param atMost patience
     */
    public void awaitCleared(String topic, Duration atMost) {
        when(
                atMost,
                () -> states.containsKey(topic) ? null : topic,
                () -> "%s was not cleared within %s".formatted(topic, atMost));
    }

    /** @return all retained states as last heard, by topic */
    public synchronized Map<String, Heard> states() {
        return Map.copyOf(states);
    }

    /**
     * @param since the number of the first message to look at
     * @param topic where
     * @return what was heard there
     */
    public synchronized List<Heard> heard(int since, String topic) {
        return heard.subList(since, heard.size()).stream()
                .filter(one -> one.topic().equals(topic))
                .toList();
    }

    /**
     * Publishes with QoS 1, and waits for the broker to have it.
     *
     * @param topic where to
     * @param payload what
     */
    public void send(String topic, String payload) {
        connection
                .publish(Outgoing.of(ROOT + topic, quoted(payload)))
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /**
     * Publishes raw bytes, as a console wants them.
     *
     * @param topic where to
     * @param text what, sent as it is
     */
    public void type(String topic, String text) {
        connection
                .publish(Outgoing.of(ROOT + topic, text.getBytes(UTF_8)))
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /**
     * Sends a command and waits for its answer.
     *
     * @param topic where to
     * @param payload what
     * @return the answer, whatever it says
     */
    public JsonNode ask(String topic, String payload) {
        Incoming answer = connection
                .request(ROOT + topic, quoted(payload), ANSWER)
                .toCompletableFuture()
                .join();
        return Heard.of(-1, topic, answer.payload()).json();
    }

    /**
     * Sends a command that is to be done.
     *
     * @param topic where to
     * @param payload what
     * @return the answer's data
     * @throws AssertionError if it was refused
     */
    public JsonNode done(String topic, String payload) {
        JsonNode answer = ask(topic, payload);
        if (!answer.path("status").asText().equals("ok")) {
            throw new AssertionError("%s %s was refused: %s".formatted(topic, payload, answer));
        }
        return answer.path("data");
    }

    @Override
    public void close() {
        connection.close();
    }

    private synchronized void arrived(Incoming message) {
        Heard one = Heard.of(heard.size(), message.topic().substring(ROOT.length()), message.payload());
        heard.add(one);
        if (message.retain()) {
            if (message.size() == 0) {
                states.remove(one.topic());
            } else {
                states.put(one.topic(), one);
            }
        }
        notifyAll();
    }

    /** Looks, and looks again at each message, until there is something. */
    private synchronized <T> T when(Duration atMost, Supplier<@Nullable T> look, Supplier<String> failure) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            T found = look.get();
            if (found != null) {
                return found;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(failure.get());
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while listening", e);
            }
        }
    }

    private List<String> texts(int since, String topic) {
        return heard(since, topic).stream().map(Heard::text).toList();
    }

    private static byte[] quoted(String payload) {
        return payload.replace('\'', '"').getBytes(UTF_8);
    }
}
