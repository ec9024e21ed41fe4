package scatola.presenter.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.BusException;
import scatola.bus.client.Incoming;
import scatola.bus.message.Codec;
import scatola.bus.message.Response;

/**
 * Sends commands for who is not on the bus himself, and waits for the one answer that each of them gets. Safe for several
 * threads; nothing blocks.
 */
public final class Commands {
    /** How many may wait for their answers. */
    static final int MOST = 64;

    /** How long one may: a little longer than a node that is at work. */
    static final Duration PATIENCE = OpenCommands.AT_WORK.plusSeconds(5);

    private final Topics topics;
    private final Bus bus;
    private final Semaphore room = new Semaphore(MOST);

    /** Where questions are asked. */
    @FunctionalInterface
    public interface Bus {
        /**
         * @param topic where
         * @param payload what
         * @param patience how long to wait for the answer
         * @return the answer, or a {@link BusException}
         */
        CompletionStage<Incoming> ask(String topic, byte[] payload, Duration patience);
    }

    /** What came of a request to send a command. */
    public sealed interface Outcome {
        /**
         * It was answered.
         *
         * @param response the answer, be it yes or no
         */
        record Answered(Response response) implements Outcome {}

        /**
         * It is no command, and was not sent.
         *
         * @param reason what to send instead
         */
        record Malformed(String reason) implements Outcome {}

        /**
         * Too many wait already; it was not sent.
         *
         * @param reason what to do about it
         */
        record Busy(String reason) implements Outcome {}

        /**
         * There is no broker, or it went before the answer came.
         *
         * @param reason what to do about it
         */
        record NoBroker(String reason) implements Outcome {}

        /**
         * Nobody answered; it may have been done or not.
         *
         * @param reason what to do about it
         */
        record Unanswered(String reason) implements Outcome {}
    }

    /**
     * @param topics below which root
     * @param bus where commands are sent: QoS 1, never retained, soon expiring
     */
    public Commands(Topics topics, Bus bus) {
        this.topics = topics;
        this.bus = bus;
    }

    /**
     * Sends a command of the contract. Who asks is {@code by} in the payload, else in the request, else {@code web}; a
     * transaction is made if there is none.
     *
     * @param request {@code {"topic":"vm/doge1/set","payload":{"state":"ON"}}}, or for a topic that takes plain text
     *     {@code {"topic":"vm/doge1/set/state","text":"ON"}}, the topic with or without the root
     * @return what came of it; never fails
     */
    public CompletionStage<Outcome> send(byte[] request) {
        return switch (Errand.read(topics, request)) {
            case Decoded.Malformed<Errand> bad -> now(new Outcome.Malformed(bad.reason()));
            case Decoded.Value<Errand> good -> send(good.value());
        };
    }

    /**
     * Sends a command that was checked against the contract before. A transaction is made if there is none.
     *
     * @param topic where; takes an object
     * @param payload what
     * @param by who asks, unless the payload says so
     * @return what came of it; never fails
     */
    public CompletionStage<Outcome> send(Topic.Command topic, ObjectNode payload, String by) {
        return send(new Errand(topic, Errand.complete(payload, by)));
    }

    private CompletionStage<Outcome> send(Errand errand) {
        if (!room.tryAcquire()) {
            return now(new Outcome.Busy(
                    "%d commands wait for their answers already: wait for some of them".formatted(MOST)));
        }
        return bus.ask(topics.text(errand.topic()), errand.payload(), PATIENCE)
                .handle((answer, failure) -> outcome(errand, answer, failure))
                .whenComplete((outcome, failure) -> room.release());
    }

    private static Outcome outcome(Errand errand, @Nullable Incoming answer, @Nullable Throwable failure) {
        if (answer == null) {
            return failed(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
        }
        return switch (Codec.decode(errand.topic().response(), answer.payload())) {
            case Decoded.Value<Codec.Content> good
            when good.value() instanceof Codec.Content.Said said && said.message() instanceof Response response ->
                new Outcome.Answered(response);
            case Decoded.Value<Codec.Content> good -> unreadable("it is empty");
            case Decoded.Malformed<Codec.Content> bad -> unreadable(bad.reason());
        };
    }

    private static Outcome unreadable(String reason) {
        return new Outcome.Unanswered("somebody answered what can't be read: " + reason);
    }

    private static Outcome failed(@Nullable Throwable failure) {
        if (!(failure instanceof BusException e)) {
            throw new IllegalStateException("a command was neither answered nor not", failure);
        }
        return switch (e.kind()) {
            case NOT_CONNECTED, REFUSED -> new Outcome.NoBroker("the command was not sent: " + e.getMessage());
            case LOST ->
                new Outcome.NoBroker(
                        "the broker was lost before the answer: look whether it was done, /api/box says so");
            case OVERLOADED -> new Outcome.Busy("too much is being sent already: try again in a moment");
            case TIMED_OUT ->
                new Outcome.Unanswered("nobody answered within %d s: look whether it was done, /api/box says so"
                        .formatted(PATIENCE.toSeconds()));
        };
    }

    private static CompletionStage<Outcome> now(Outcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }
}
