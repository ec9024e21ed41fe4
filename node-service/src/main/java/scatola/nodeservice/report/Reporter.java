package scatola.nodeservice.report;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Stamp;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.BusException;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.bus.client.Qos;
import scatola.bus.message.Message;

/**
 * Says things on the bus with session and sequence, and keeps what is retained so that it can be said again. Sequence
 * numbers go out in order. Safe for several threads; never blocks.
 */
public final class Reporter {
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    private static final int MOST_OWED = 100;
    private static final int MOST_RAW = 256;
    private static final int ANSWER_TRIES = 50;
    private static final Duration AGAIN = Duration.ofMillis(200);

    private final Topics topics;
    private final long session;
    private final Clock clock;
    private final Publisher bus;
    private final ScheduledExecutorService timer;
    private final Map<Topic, Function<Stamp, Message>> kept = new LinkedHashMap<>();
    /** What was to stay for a while and could not be said yet. */
    private final Deque<Outgoing> owed = new ArrayDeque<>();

    private final AtomicInteger rawUnderWay = new AtomicInteger();
    private long seq;

    /**
     * @param topics the box's
     * @param session the node's
     * @param clock for time stamps
     * @param bus where to
     * @param timer tries again what the bus could not take just now
     */
    public Reporter(Topics topics, long session, Clock clock, Publisher bus, ScheduledExecutorService timer) {
        this.topics = topics;
        this.session = session;
        this.clock = clock;
        this.bus = bus;
        this.timer = timer;
    }

    /** @return the node's session */
    public long session() {
        return session;
    }

    /**
     * Says how something is now; it stays so until it is said anew or cleared.
     *
     * @param topic what
     * @param message makes the message of a stamp
     */
    public synchronized void keep(Topic topic, Function<Stamp, Message> message) {
        kept.put(topic, message);
        say(bus, topic, message, true);
    }

    /**
     * Takes back what was said of something.
     *
     * @param topic what
     */
    public synchronized void clear(Topic topic) {
        kept.remove(topic);
        send(bus, topic, Outgoing.retained(topics.text(topic), new byte[0]), true);
    }

    /**
     * @param topic something
     * @return whether it is being said how it is
     */
    public synchronized boolean keeps(Topic topic) {
        return kept.containsKey(topic);
    }

    /**
     * Says that something happened.
     *
     * @param topic what
     * @param message makes the message of a stamp
     */
    public synchronized void happened(Topic topic, Function<Stamp, Message> message) {
        say(bus, topic, message, false);
    }

    /**
     * Says something retained that the broker forgets by itself. Where the bus is away it is said at the next connect.
     *
     * @param topic what
     * @param message makes the message of a stamp
     * @param expiry when it is forgotten
     */
    public synchronized void happened(Topic topic, Function<Stamp, Message> message, Duration expiry) {
        byte[] payload = message.apply(stamp()).payload();
        owe(bus, Outgoing.retained(topics.text(topic), payload).withExpiry(expiry));
    }

    /**
     * Says something that is only worth saying now.
     *
     * @param topic what
     * @param message it
     */
    public void passing(Topic topic, Message message) {
        send(bus, topic, Outgoing.of(topics.text(topic), message.payload()), false);
    }

    /**
     * Says a message as it is.
     *
     * @param outgoing it
     * @return completes when the broker has it, or when it is known that it won't
     */
    public CompletionStage<Void> say(Outgoing outgoing) {
        return say(outgoing, ANSWER_TRIES);
    }

    private CompletionStage<Void> say(Outgoing outgoing, int tries) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        bus.publish(outgoing).whenComplete((done, problem) -> {
            if (problem != null && kind(problem) == BusException.Kind.OVERLOADED && tries > 1) {
                timer.schedule(
                        () -> say(outgoing, tries - 1).thenRun(() -> over.complete(null)),
                        AGAIN.toMillis(),
                        TimeUnit.MILLISECONDS);
                return;
            }
            // what is refused the connection has told
            if (problem != null && kind(problem) != BusException.Kind.REFUSED) {
                LOG.warn("{} could not be said: {}", outgoing.topic(), problem.getMessage());
            }
            over.complete(null);
        });
        return over;
    }

    /**
     * Sends raw bytes, at most once (QoS 0). What the bus can't take in time is dropped, so that a chatty console leaves
     * room for answers.
     *
     * @param topic where
     * @param bytes what
     * @param written how many there were until the end of these; goes with them as a user property of that name, so that
     *     who hears them knows what is missing
     */
    public void raw(Topic topic, byte[] bytes, long written) {
        if (rawUnderWay.incrementAndGet() > MOST_RAW) {
            rawUnderWay.decrementAndGet();
            LOG.debug("{} {} bytes dropped", topics.text(topic), bytes.length);
            return;
        }
        Outgoing outgoing = Outgoing.of(topics.text(topic), bytes)
                .withQos(Qos.AT_MOST_ONCE)
                .withUserProperty("written", Long.toString(written));
        bus.publish(outgoing).whenComplete((done, problem) -> {
            rawUnderWay.decrementAndGet();
            if (problem != null) {
                LOG.debug("{} {} bytes dropped: {}", outgoing.topic(), bytes.length, problem.getMessage());
            }
        });
    }

    /**
     * Says everything again that is retained.
     *
     * @param first goes out before anything else
     */
    public synchronized void sayAll(Publisher first) {
        kept.forEach((topic, message) -> say(first, topic, message, true));
        List<Outgoing> late = List.copyOf(owed);
        owed.clear();
        late.forEach(outgoing -> owe(first, outgoing));
    }

    private void owe(Publisher through, Outgoing outgoing) {
        through.publish(outgoing).whenComplete((done, problem) -> {
            if (problem != null) {
                remember(outgoing);
            }
        });
    }

    private synchronized void remember(Outgoing outgoing) {
        owed.add(outgoing);
        if (owed.size() > MOST_OWED) {
            owed.removeFirst();
        }
    }

    private void say(Publisher through, Topic topic, Function<Stamp, Message> message, boolean retained) {
        byte[] payload = message.apply(stamp()).payload();
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} {}", topics.text(topic), new String(payload, StandardCharsets.UTF_8));
        }
        String text = topics.text(topic);
        send(through, topic, retained ? Outgoing.retained(text, payload) : Outgoing.of(text, payload), retained);
    }

    private void send(Publisher through, Topic topic, Outgoing outgoing, boolean again) {
        through.publish(outgoing).whenComplete((done, problem) -> {
            if (problem != null) {
                unsaid(topic, problem, again);
            }
        });
    }

    private void unsaid(Topic topic, Throwable problem, boolean again) {
        BusException.Kind kind = kind(problem);
        if (kind == BusException.Kind.NOT_CONNECTED
                || kind == BusException.Kind.LOST
                || kind == BusException.Kind.REFUSED) {
            // at the next connect everything is said again; what is refused the connection has told
            LOG.debug("{} unsaid: {}", topics.text(topic), problem.getMessage());
        } else if (kind == BusException.Kind.OVERLOADED && again) {
            timer.schedule(() -> sayAgain(topic), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            LOG.warn("{} could not be said: {}", topics.text(topic), problem.getMessage());
        }
    }

    private static BusException.@Nullable Kind kind(Throwable problem) {
        Throwable cause = problem instanceof CompletionException e && e.getCause() != null ? e.getCause() : problem;
        return cause instanceof BusException e ? e.kind() : null;
    }

    private synchronized void sayAgain(Topic topic) {
        Function<Stamp, Message> message = kept.get(topic);
        if (message == null) {
            send(bus, topic, Outgoing.retained(topics.text(topic), new byte[0]), true);
        } else {
            say(bus, topic, message, true);
        }
    }

    private Stamp stamp() {
        return new Stamp(session, ++seq, clock.instant());
    }
}
