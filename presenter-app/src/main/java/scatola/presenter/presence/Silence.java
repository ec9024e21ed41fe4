package scatola.presenter.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scatola.bus.NodeName;
import scatola.bus.message.Presence;
import scatola.presenter.box.Node;
import scatola.presenter.box.World;

/**
 * Decides which nodes have been silent for too long: they speak every second. One that turns out to be alive is given
 * more time from then on, until it has not been suspected for a minute: a machine under heavy load is slow, not dead.
 * Pure but for what it remembers; one thread.
 */
final class Silence {
    /** How long a node may be silent. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    static final Duration MOST_PATIENCE = Duration.ofSeconds(8);
    /** A node that speaks so soon after it was taken for dead was alive: no cable is put back that fast. */
    static final Duration ALIVE_AFTER_ALL = Duration.ofMillis(700);

    static final Duration CALM = Duration.ofMinutes(1);
    /** Who looks later than that after the last look was away itself, and has heard nobody. */
    private static final Duration AWAY = Duration.ofSeconds(1);

    private final Map<NodeName, Suspicion> suspicions = new HashMap<>();
    private @Nullable Instant lastLook;

    /**
     * @param raised when the node was taken for dead
     * @param patience how long it may be silent from then on
     * @param judged whether it is known if it was
     */
    private record Suspicion(Instant raised, Duration patience, boolean judged) {}

    /**
     * @param world what was heard
     * @param now the present
     * @return the nodes that are to be taken for dead, each once for each silence
     */
    List<NodeName> look(World world, Instant now) {
        Instant before = lastLook;
        lastLook = now;
        if (before != null && now.isAfter(before.plus(AWAY))) {
            return List.of();
        }
        List<NodeName> silent = new ArrayList<>();
        for (Node node : world.nodes().values()) {
            Suspicion suspicion = judged(node, now);
            Duration patience = suspicion == null ? PATIENCE : suspicion.patience();
            boolean suspected = suspicion != null && !suspicion.judged();
            if (!suspected
                    && node.presence() == Presence.ONLINE
                    && now.isAfter(node.lastHeard().plus(patience))) {
                silent.add(node.name());
                suspicions.put(node.name(), new Suspicion(now, patience, false));
            }
        }
        return silent;
    }

    /** A node was not taken for dead after all: if it stays silent, it will be again. */
    void forget(NodeName node) {
        suspicions.remove(node);
    }

    /** What is held against a node, after it was heard again or not. */
    private @Nullable Suspicion judged(Node node, Instant now) {
        Suspicion suspicion = suspicions.get(node.name());
        if (suspicion == null) {
            return null;
        }
        if (!suspicion.judged()) {
            boolean heard =
                    node.presence() == Presence.ONLINE && node.lastHeard().isAfter(suspicion.raised());
            if (!heard) {
                return suspicion;
            }
            boolean alive = node.lastHeard().isBefore(suspicion.raised().plus(ALIVE_AFTER_ALL));
            suspicion = new Suspicion(
                    suspicion.raised(), alive ? longer(suspicion.patience()) : suspicion.patience(), true);
            suspicions.put(node.name(), suspicion);
        }
        if (now.isAfter(suspicion.raised().plus(CALM))) {
            suspicions.remove(node.name());
            return null;
        }
        return suspicion;
    }

    private static Duration longer(Duration patience) {
        Duration twice = patience.multipliedBy(2);
        return twice.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : twice;
    }
}
