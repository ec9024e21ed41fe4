package scatola.nodeservice.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import scatola.bus.message.Response;

/**
 * The commands of the last 10 minutes that carried a transaction, so that one that comes twice (QoS 1 may deliver
 * twice, MQTT 5 section 4.3.2) is answered again and not done again. Bounded: the oldest are forgotten first. A long answer
 * is not kept: only reading gives one, which may be done again. Safe for several threads.
 */
final class Transactions {
    static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST = 10_000;
    private static final int LONG_ANSWER_BYTES = 4096;

    private final Map<Key, Seen> seen = new LinkedHashMap<>();

    private record Key(String topic, String transaction) {}

    private record Seen(Instant at, int payloadHash, CompletableFuture<Response> answer) {}

    /** What to do with a command. */
    sealed interface Verdict {
        /**
         * It is new: do it.
         *
         * @param answer is to be completed with its answer
         */
        record New(CompletableFuture<Response> answer) implements Verdict {}

        /**
         * It was seen before: give this answer again, as soon as it is there.
         *
         * @param answer the first one's
         */
        record Again(CompletableFuture<Response> answer) implements Verdict {}

        /** The transaction belongs to another command: refuse. */
        record Reused() implements Verdict {}
    }

    synchronized Verdict admit(String topic, String transaction, byte[] payload, Instant now) {
        forget(now);
        Key key = new Key(topic, transaction);
        int hash = Arrays.hashCode(payload);
        Seen before = seen.get(key);
        if (before != null) {
            return before.payloadHash() == hash ? new Verdict.Again(before.answer()) : new Verdict.Reused();
        }
        CompletableFuture<Response> answer = new CompletableFuture<>();
        answer.thenAccept(response -> {
            if (response.payload().length > LONG_ANSWER_BYTES) {
                forget(key);
            }
        });
        seen.put(key, new Seen(now, hash, answer));
        return new Verdict.New(answer);
    }

    private synchronized void forget(Key key) {
        seen.remove(key);
    }

    synchronized int size() {
        return seen.size();
    }

    private void forget(Instant now) {
        Iterator<Seen> oldestFirst = seen.values().iterator();
        while (oldestFirst.hasNext()) {
            Seen oldest = oldestFirst.next();
            boolean old = Duration.between(oldest.at(), now).compareTo(REMEMBERED) > 0;
            if (!old && seen.size() < MOST) {
                return;
            }
            oldestFirst.remove();
        }
    }
}
