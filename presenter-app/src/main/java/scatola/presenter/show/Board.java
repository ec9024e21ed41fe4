package scatola.presenter.show;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scatola.bus.Topic;
import scatola.presenter.box.World;

/** What holds on the bus: the last word of each retained topic. Not safe for several threads. */
final class Board {
    private final Map<String, Said> held = new LinkedHashMap<>();

    /** Whether what is said there holds; of tests it happens, though the broker keeps their results. */
    static boolean isFor(Topic topic) {
        return World.holds(topic) && !(topic instanceof Topic.TestSample) && !(topic instanceof Topic.TestResult);
    }

    void hold(Said said) {
        if (said.payload() instanceof Value.Nothing) {
            held.remove(said.topic());
        } else {
            held.put(said.topic(), said);
        }
    }

    Board copy() {
        Board copy = new Board();
        copy.held.putAll(held);
        return copy;
    }

    void clear() {
        held.clear();
    }

    Collection<Said> all() {
        return Collections.unmodifiableCollection(held.values());
    }

    boolean holds(@Nullable Pattern pattern) {
        return pattern != null && held.values().stream().anyMatch(pattern::matches);
    }
}
