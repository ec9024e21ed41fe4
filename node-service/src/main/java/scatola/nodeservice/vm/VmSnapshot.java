package scatola.nodeservice.vm;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scatola.bus.MacAddress;
import scatola.bus.message.Phase;
import scatola.nodeservice.guest.Guest.Counters;

/**
 * A guest as it is told to the world.
 *
 * @param definition what it is and what is wanted of it
 * @param phase what it is doing
 * @param since when that began
 * @param by who asked for it, or null
 * @param cause why it failed, or null
 * @param exitCode of its process where it failed, or null
 * @param counters what its NICs have carried, as far as known
 */
public record VmSnapshot(
        Definition definition,
        Phase phase,
        Instant since,
        @Nullable String by,
        @Nullable String cause,
        @Nullable Integer exitCode,
        Map<MacAddress, Counters> counters) {
    /** Copies the map. */
    public VmSnapshot {
        counters = Map.copyOf(counters);
    }

    /** @return whether its machine runs, answering or on its way out */
    public boolean on() {
        return switch (phase) {
            case RUNNING, PAUSED, STOPPING -> true;
            case OFF, STARTING, FAILED -> false;
        };
    }
}
