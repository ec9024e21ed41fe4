package scatola.presenter.box;

import java.time.Duration;
import java.time.Instant;
import scatola.bus.message.NodeState;

/** Whether a node can be counted on. */
public sealed interface Standing {
    /** How long a node may be silent: three refreshes. */
    Duration PATIENCE = Duration.ofSeconds(3L * NodeState.REFRESH_S);

    /** It says so, and it was heard lately. */
    record Online() implements Standing {}

    /**
     * It said goodbye, or the broker did for it.
     *
     * @param since when that was heard
     */
    record Offline(Instant since) implements Standing {}

    /**
     * Nobody said that it went, but it has missed three refreshes.
     *
     * @param lastHeard when it was heard last
     */
    record Lost(Instant lastHeard) implements Standing {}
}
