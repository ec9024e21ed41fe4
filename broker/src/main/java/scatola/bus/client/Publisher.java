package scatola.bus.client;

import java.util.concurrent.CompletionStage;

/** Where messages go out. */
public interface Publisher {
    /**
     * Sends a message, now or never: nothing is kept for a broker that is away. Messages of one thread go out in the
     * order of its calls. Never blocks.
     *
     * @param message what to publish
     * @return completes when the broker has acknowledged it (QoS 1) or when it has been written (QoS 0), otherwise fails
     *     with a {@link BusException}; both on the connection's thread or the caller's, where nothing must block
     */
    CompletionStage<Void> publish(Outgoing message);
}
