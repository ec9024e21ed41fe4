package scatola.bus.client;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import scatola.bus.client.BusException.Kind;

/**
 * Questions that wait for their answers (MQTT 5, section 4.10), told apart by eight bytes of correlation data. Safe for
 * several threads.
 */
final class Requests {
    private final Map<Long, CompletableFuture<Incoming>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong(new SecureRandom().nextLong());
    private final int most;
    private final ScheduledExecutorService thread;

    Requests(int most, ScheduledExecutorService thread) {
        this.most = most;
        this.thread = thread;
    }

    CompletableFuture<Incoming> ask(Outgoing question, String replyTopic, Duration timeout, Publisher publisher) {
        CompletableFuture<Incoming> answer = new CompletableFuture<>();
        if (waiting.size() >= most) {
            answer.completeExceptionally(new BusException(
                    Kind.OVERLOADED, "not sent, %d requests wait already: %s".formatted(most, question)));
            return answer;
        }
        long id = last.incrementAndGet();
        waiting.put(id, answer);
        Future<?> deadline = thread.schedule(
                () -> answer.completeExceptionally(new BusException(
                        Kind.TIMED_OUT, "no answer to %s within %d ms".formatted(question, timeout.toMillis()))),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        var unusedAnswer = answer.whenComplete((value, failure) -> {
            waiting.remove(id);
            deadline.cancel(false);
        });
        byte[] correlationData = ByteBuffer.allocate(Long.BYTES).putLong(id).array();
        var unusedSent = publisher
                .publish(question.withResponse(replyTopic, correlationData))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer;
    }

    /** @return whether anybody waited for it */
    boolean answered(Incoming message) {
        byte[] correlationData = message.correlationData();
        if (correlationData == null || correlationData.length != Long.BYTES) {
            return false;
        }
        CompletableFuture<Incoming> answer =
                waiting.get(ByteBuffer.wrap(correlationData).getLong());
        return answer != null && answer.complete(message);
    }

    void lost(String reason) {
        List.copyOf(waiting.values())
                .forEach(answer -> answer.completeExceptionally(
                        new BusException(Kind.LOST, "the connection was lost before the answer: " + reason)));
    }
}
