package scatola.presenter.homeassistant;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import scatola.bus.message.Presence;
import scatola.presenter.box.Node;
import scatola.presenter.box.World;

/** Decides which nodes have said all that they know, and so whether what is not there was deleted. */
final class RollCall {
    /** How long everything that a broker retains takes to arrive, amply. */
    static final Duration RETAINED = Duration.ofSeconds(2);

    /** A node says all its states when it comes, so what it says this much later comes after them. */
    private static final Duration LATER = Duration.ofSeconds(1);

    private RollCall() {}

    /** @return the nodes that are there and have spoken */
    static Set<Subject> there(World world) {
        return world.nodes().values().stream()
                .filter(RollCall::hasSpoken)
                .map(node -> (Subject) new Subject.Pi(node.name()))
                .collect(Collectors.toSet());
    }

    /**
     * @param world what was heard since the broker is there
     * @param connected since when it is
     * @param now the present
     * @return whether everything that holds has been heard: no node that is there has yet to speak
     */
    static boolean isComplete(World world, Instant connected, Instant now) {
        return !now.isBefore(connected.plus(RETAINED))
                && world.nodes().values().stream().allMatch(node -> hasSpoken(node) || !node.isOnline(now));
    }

    private static boolean hasSpoken(Node node) {
        return node.presence() == Presence.ONLINE
                && node.lastHeard().isAfter(node.since().plus(LATER));
    }
}
