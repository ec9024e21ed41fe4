package scatola.presenter.box;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import scatola.bus.NodeName;
import scatola.bus.message.NodeState;
import scatola.bus.message.Presence;

/**
 * A node that was heard of.
 *
 * @param name its name
 * @param presence its last word or its will
 * @param since when that was heard
 * @param lastHeard when it or its state was heard last
 * @param state what it is and has, or null as long as it has not said
 */
public record Node(
        NodeName name,
        Presence presence,
        Instant since,
        Instant lastHeard,
        @Nullable NodeState state) {
    /**
     * @param now the present, by the clock that stamps arrivals
     * @return whether it can be counted on
     */
    public Standing standing(Instant now) {
        if (presence == Presence.OFFLINE) {
            return new Standing.Offline(since);
        }
        return now.isAfter(lastHeard.plus(Standing.PATIENCE)) ? new Standing.Lost(lastHeard) : new Standing.Online();
    }

    /**
     * @param now the present
     * @return whether it is there
     */
    public boolean isOnline(Instant now) {
        return standing(now) instanceof Standing.Online;
    }
}
