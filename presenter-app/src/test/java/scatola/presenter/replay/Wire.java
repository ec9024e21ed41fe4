package scatola.presenter.replay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import scatola.bus.client.BusException;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;

/** A bus that remembers, and a broker that retains; acknowledges at once unless it is told to wait. */
final class Wire implements Publisher {
    private final List<Outgoing> sent = new ArrayList<>();
    private final Map<String, String> retained = new TreeMap<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean away;
    private boolean slow;

    @Override
    public synchronized CompletionStage<Void> publish(Outgoing message) {
        if (away) {
            return CompletableFuture.failedFuture(new BusException(BusException.Kind.NOT_CONNECTED, "no broker"));
        }
        sent.add(message);
        if (message.retain()) {
            if (message.payload().length == 0) {
                retained.remove(message.topic());
            } else {
                retained.put(message.topic(), text(message));
            }
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (slow) {
            waiting.add(done);
        } else {
            done.complete(null);
        }
        return done;
    }

    /** The broker is away, or back with all that it retained. */
    synchronized void away(boolean now) {
        away = now;
    }

    /** The broker forgets everything. */
    synchronized void forget() {
        retained.clear();
    }

    /** The broker takes its time. */
    synchronized void slow() {
        slow = true;
    }

    /** The broker acknowledges what waits, and no more waits from now on. */
    void catchUp() {
        List<CompletableFuture<Void>> now;
        synchronized (this) {
            slow = false;
            now = List.copyOf(waiting);
            waiting.clear();
        }
        now.forEach(done -> done.complete(null));
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized List<Outgoing> sent() {
        return List.copyOf(sent);
    }

    synchronized List<String> texts(Predicate<Outgoing> which) {
        return sent.stream().filter(which).map(Wire::line).toList();
    }

    synchronized void clear() {
        sent.clear();
    }

    synchronized Map<String, String> retained() {
        return new TreeMap<>(retained);
    }

    static String line(Outgoing message) {
        return "%s %s%s".formatted(message.topic(), text(message), message.retain() ? " (retained)" : "");
    }

    private static String text(Outgoing message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }
}
