package scatola.nodeservice.vm;

import java.util.Collection;
import java.util.Optional;

/**
 * How many guests a node takes. Guests that are off count too, so that booting one never fails for want of room.
 *
 * @param guestsMax how many
 * @param memoryMaxMib how much memory they may have together
 */
public record Room(int guestsMax, int memoryMaxMib) {
    /**
     * @param there the guests that there are
     * @param memoryMib what one more wants
     * @return why it does not fit, or empty if it does
     */
    Optional<String> refuse(Collection<Definition> there, int memoryMib) {
        if (there.size() >= guestsMax) {
            return Optional.of(
                    "the node is full: it has %d guests and takes no more than %d; delete one or take another node"
                            .formatted(there.size(), guestsMax));
        }
        int used = there.stream().mapToInt(Definition::memoryMib).sum();
        if (used + memoryMib > memoryMaxMib) {
            return Optional.of(
                    ("the node is full: its guests have %d of %d MiB and %d more are asked for; delete a guest,"
                                    + " ask for less or take another node")
                            .formatted(used, memoryMaxMib, memoryMib));
        }
        return Optional.empty();
    }
}
