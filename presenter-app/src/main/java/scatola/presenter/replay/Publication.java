package scatola.presenter.replay;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.client.BusException;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.bus.client.Qos;
import scatola.bus.message.Codec;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Chapter;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;

/**
 * A replay as it is said on the bus, below a root of its own where no node listens: messages as they were recorded, and
 * whenever the replay jumps, what is to be retained then. Remembers what the broker retains of it, so that nothing is
 * left at its end.
 *
 * <p>The live box shares the connection: of a replay, only so many messages wait for the broker at a time. What is
 * retained is made up for when there is room again, or when the broker is back; other messages are left out.
 *
 * <p>Safe for several threads; never blocks.
 */
final class Publication implements Stage {
    /** How many messages may wait for the broker. */
    static final int MOST_WAITING = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final String root;
    private final Publisher bus;
    /** What is to be retained, by topic below the root. */
    private final Map<String, Bytes> wanted = new HashMap<>();
    /** What is retained as far as is known; null where that is not known. */
    private final Map<String, @Nullable Bytes> told = new HashMap<>();

    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private int waiting;
    private boolean behind;
    private boolean over;
    private long leftOut;

    /**
     * @param root below which it is said
     * @param bus where it is said
     */
    Publication(String root, Publisher bus) {
        this.root = root;
        this.bus = bus;
    }

    String root() {
        return root;
    }

    /** @return how many messages were not said, because the broker was away or did not keep up */
    synchronized long leftOut() {
        return leftOut;
    }

    @Override
    public synchronized void jumped(Instant at, World world) {
        if (!over) {
            retain(world);
        }
    }

    @Override
    public synchronized void happened(Entry entry, World before, World after, List<Chapter> chapters) {
        if (over) {
            return;
        }
        switch (entry) {
            case Entry.Message message -> said(message);
            // the broker was away: what was retained then is not what is said again now
            case Entry.Outage outage -> retain(after);
            case Entry.ClockSet set -> {}
            case Entry.Gap gap -> {}
            case Entry.Mark mark -> {}
        }
    }

    /** The broker is back: it may have forgotten everything, or nothing. */
    synchronized void connected() {
        told.replaceAll((topic, known) -> null);
        catchUp();
    }

    /**
     * Clears all that is retained. Nothing else is said any more.
     *
     * @return completes when nothing is on its way to the broker; if something is left then, the broker is away, and it
     *     is cleared when that is back, if it is told so by {@link #connected}
     */
    synchronized CompletableFuture<Void> end() {
        over = true;
        wanted.clear();
        catchUp();
        settle();
        return settled;
    }

    /** @return whether it is over and nothing is left of it */
    synchronized boolean isGone() {
        return over && waiting == 0 && told.isEmpty();
    }

    private void said(Entry.Message message) {
        Qos qos = message.qos() == 0 ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE;
        String topic = message.topic();
        if (!isTopic(topic)) {
            leaveOut();
            return;
        }
        if (!message.retained() && !holds(topic)) {
            if (waiting >= MOST_WAITING) {
                leaveOut();
            } else {
                send(
                        topic,
                        Outgoing.of(text(topic), message.payload().toArray()).withQos(qos),
                        null);
            }
            return;
        }
        if (message.payload().size() == 0) {
            wanted.remove(topic);
        } else {
            wanted.put(topic, message.payload());
        }
        tell(topic, qos);
    }

    /** The broker tells no recorder that what is said there is retained: the contract does. */
    private static boolean holds(String below) {
        return Fold.topic(below) instanceof Decoded.Value<Topic> topic
                && World.holds(topic.value())
                && !(topic.value() instanceof Topic.TestSample);
    }

    /** What that world holds is to be retained, and nothing else. */
    private void retain(World world) {
        Map<String, Bytes> now = new HashMap<>();
        for (World.Kept.Said said : world.kept().said()) {
            if (!(said.topic() instanceof Topic.TestSample)) {
                String topic = Fold.below(said.topic());
                Bytes known = told.get(topic);
                now.put(
                        topic,
                        known != null && means(said, known)
                                ? known
                                : Bytes.of(said.message().payload()));
            }
        }
        wanted.clear();
        wanted.putAll(now);
        catchUp();
    }

    /** Says everything that is to be retained and is not, and clears what is and should not be. */
    private void catchUp() {
        behind = false;
        Set<String> topics = new TreeSet<>(told.keySet());
        topics.addAll(wanted.keySet());
        for (String topic : topics) {
            Bytes payload = wanted.get(topic);
            if (payload == null || !payload.equals(told.get(topic))) {
                tell(topic, Qos.AT_LEAST_ONCE);
            }
        }
    }

    private void tell(String topic, Qos qos) {
        if (waiting >= MOST_WAITING) {
            behind = true;
            told.put(topic, null);
            return;
        }
        Bytes payload = wanted.get(topic);
        byte[] bytes = payload == null ? new byte[0] : payload.toArray();
        send(topic, Outgoing.retained(text(topic), bytes).withQos(qos), payload);
    }

    /** A retained message is known to be retained, or cleared, from when it is sent until it turns out not to be. */
    private void send(String topic, Outgoing message, @Nullable Bytes payload) {
        if (message.retain()) {
            if (payload == null) {
                told.remove(topic);
            } else {
                told.put(topic, payload);
            }
        }
        waiting++;
        var unused = bus.publish(message).whenComplete((sent, failure) -> sent(topic, message.retain(), failure));
    }

    private synchronized void sent(String topic, boolean retain, @Nullable Throwable failure) {
        waiting--;
        if (failure != null) {
            LOG.debug("replay below {} not said: {}", root, failure.getMessage());
            boolean isRefused = failure instanceof BusException no && no.kind() == BusException.Kind.REFUSED;
            if (retain && isRefused) {
                // nothing is retained, and nothing is to be cleared
                told.remove(topic);
                leaveOut();
            } else if (retain) {
                told.put(topic, null);
            } else {
                leaveOut();
            }
        } else if (behind && waiting == 0) {
            catchUp();
        }
        settle();
    }

    private void settle() {
        if (over && waiting == 0) {
            settled.complete(null);
        }
    }

    private void leaveOut() {
        if (leftOut++ == 0) {
            LOG.warn("replay below {}: the broker is away, refuses or does not keep up, messages are left out", root);
        }
    }

    private String text(String topic) {
        return "%s/%s".formatted(root, topic);
    }

    /** A recording that was imported may hold what no broker would have delivered. */
    private boolean isTopic(String topic) {
        try {
            return Outgoing.of(text(topic), new byte[0]).topic().startsWith(root);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean means(World.Kept.Said said, Bytes payload) {
        return Codec.decode(said.topic(), payload.toArray()) instanceof Decoded.Value<Codec.Content> content
                && content.value() instanceof Codec.Content.Said known
                && Objects.equals(known.message(), said.message());
    }
}
