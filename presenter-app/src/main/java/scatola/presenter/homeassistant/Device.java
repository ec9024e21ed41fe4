package scatola.presenter.homeassistant;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A device as Home Assistant is told of it. Immutable.
 *
 * @param name for people
 * @param model what it is
 * @param via what it is reached through, or null
 * @param availability the topics that all must say {@code online}
 * @param components its entities by their ids
 */
record Device(
        String name,
        String model,
        @Nullable Subject via,
        List<String> availability,
        Map<String, Component> components) {
    /** Copies, in the order of the ids. */
    Device {
        availability = List.copyOf(availability);
        components = Collections.unmodifiableMap(new TreeMap<>(components));
    }
}
