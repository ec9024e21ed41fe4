package scatola.bus.client;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import scatola.bus.client.BusException.Kind;

/**
 * What goes out over one network connection. Until it is {@link #open}, only what the owner publishes first goes
 * through; the rest is held back, and counts among what is outstanding. What is outstanding at its {@link #end} fails.
 * Safe for several threads; futures complete outside of its lock.
 */
final class Session {
    private enum Phase {
        OPENING,
        OPEN,
        LEAVING,
        ENDED
    }

    /** Somebody's message on its way; itself and no other, whatever its content. */
    private static final class Pending {
        final Outgoing message;
        final CompletableFuture<Void> done = new CompletableFuture<>();

        Pending(Outgoing message) {
            this.message = message;
        }
    }

    private final Mqtt5AsyncClient client;
    private final BusSettings settings;
    private final Refusals refusals;
    private final long since = System.nanoTime();
    private final Set<Pending> outstanding = new HashSet<>();
    private final Queue<Pending> held = new ArrayDeque<>();
    private Phase phase = Phase.OPENING;

    Session(Mqtt5AsyncClient client, BusSettings settings, Refusals refusals) {
        this.client = client;
        this.settings = settings;
        this.refusals = refusals;
    }

    Mqtt5AsyncClient client() {
        return client;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    synchronized boolean isOpen() {
        return phase == Phase.OPEN;
    }

    CompletableFuture<Void> publish(Outgoing message) {
        return publish(message, false);
    }

    CompletableFuture<Void> publishFirst(Outgoing message) {
        return publish(message, true);
    }

    private CompletableFuture<Void> publish(Outgoing message, boolean first) {
        Pending pending = new Pending(message);
        BusException no = admit(pending, first);
        if (no != null) {
            pending.done.completeExceptionally(no);
        }
        return pending.done;
    }

    private synchronized @Nullable BusException admit(Pending pending, boolean first) {
        if (phase == Phase.ENDED || (phase == Phase.LEAVING && !first)) {
            return new BusException(Kind.NOT_CONNECTED, "not sent, the broker is not connected: " + pending.message);
        }
        if (outstanding.size() >= settings.most()) {
            return new BusException(
                    Kind.OVERLOADED,
                    "not sent, %d messages wait for the broker already: %s"
                            .formatted(settings.most(), pending.message));
        }
        outstanding.add(pending);
        if (phase == Phase.OPENING && !first) {
            held.add(pending);
        } else {
            send(pending);
        }
        return null;
    }

    /** Lets everybody through, those first who have waited. */
    synchronized void open() {
        if (phase != Phase.OPENING) {
            return;
        }
        phase = Phase.OPEN;
        held.forEach(this::send);
        held.clear();
    }

    /** Lets nobody through any more but the owner's last message. */
    synchronized void leave() {
        if (phase != Phase.ENDED) {
            phase = Phase.LEAVING;
        }
    }

    void end(String reason) {
        List<Pending> lost;
        synchronized (this) {
            phase = Phase.ENDED;
            lost = new ArrayList<>(outstanding);
            outstanding.clear();
            held.clear();
        }
        lost.forEach(pending ->
                pending.done.completeExceptionally(new BusException(Kind.LOST, "the connection was lost: " + reason)));
    }

    private void send(Pending pending) {
        var unused = client.publish(pending.message.publish()).whenComplete((result, failure) -> {
            synchronized (this) {
                if (!outstanding.remove(pending)) {
                    return;
                }
            }
            Throwable problem = failure == null ? problemIn(result) : failure;
            if (problem == null) {
                pending.done.complete(null);
            } else if (client.getState().isConnected()) {
                String reason = "%s: %s".formatted(pending.message, wordsFor(problem));
                refusals.told(new Refusal(pending.message.topic(), reason));
                pending.done.completeExceptionally(new BusException(Kind.REFUSED, reason));
            } else {
                pending.done.completeExceptionally(
                        new BusException(Kind.LOST, "the connection was lost: " + Reasons.of(problem)));
            }
        });
    }

    private static @Nullable Throwable problemIn(Mqtt5PublishResult result) {
        return result.getError().orElse(null);
    }

    private String wordsFor(Throwable problem) {
        if (!(problem instanceof Mqtt5PubAckException no)) {
            return "it cannot be sent: " + Reasons.of(problem);
        }
        Mqtt5PubAckReasonCode code = no.getMqttMessage().getReasonCode();
        String words = "the broker refuses it: "
                + Reasons.words(code, no.getMqttMessage().getReasonString());
        BusCredentials known = settings.credentials();
        return code == Mqtt5PubAckReasonCode.NOT_AUTHORIZED && known != null
                ? "%s: user %s may not say that there, and who may is told in docs/security.md"
                        .formatted(words, known.user())
                : words;
    }
}
