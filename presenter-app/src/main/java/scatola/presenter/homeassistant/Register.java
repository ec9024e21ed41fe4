package scatola.presenter.homeassistant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides what is said to Home Assistant's discovery: what has changed, and everything again when that is wished for.
 * Knows what was said, by this run or a former one, so that nothing of it is left behind. Knows no clock, and one thread only.
 */
final class Register {
    private final Map<Subject, Device> told = new LinkedHashMap<>();
    /** What Home Assistant may know of each device; what a device has no more is to be named, or it would stay there. */
    private final Map<Subject, Map<String, Platform>> known = new HashMap<>();
    /** What is retained and was not said by this run. */
    private final Set<Subject> found = new HashSet<>();

    private final Set<Subject> amended = new HashSet<>();
    private boolean again;

    /** Everything is to be said again. */
    void again() {
        again = true;
    }

    /**
     * The broker retains that.
     *
     * @param subject which device
     * @param components what it says that the device has
     */
    void found(Subject subject, Map<String, Platform> components) {
        Map<String, Platform> all = known.computeIfAbsent(subject, any -> new TreeMap<>());
        boolean more = false;
        for (Map.Entry<String, Platform> component : components.entrySet()) {
            more |= all.putIfAbsent(component.getKey(), component.getValue()) == null;
        }
        if (!told.containsKey(subject)) {
            found.add(subject);
        } else if (more) {
            amended.add(subject);
        }
    }

    /** Somebody has cleared that. */
    void cleared(Subject subject) {
        found.remove(subject);
    }

    /**
     * @param devices all that there are as far as is known
     * @param deleted what was there and was deleted
     * @param complete whether that is all, and what a former run has left can be told from it
     * @param there what is there and has said everything that it knows
     * @return what is to be said now, in this order
     */
    List<Saying> look(Map<Subject, Device> devices, Set<Subject> deleted, boolean complete, Set<Subject> there) {
        List<Saying> sayings = new ArrayList<>();
        for (Map.Entry<Subject, Device> last : List.copyOf(told.entrySet())) {
            Subject subject = last.getKey();
            Subject via = last.getValue().via();
            if (!devices.containsKey(subject)
                    && (deleted.contains(subject) || complete && via != null && there.contains(via))) {
                sayings.add(gone(subject));
            }
        }
        for (Subject subject : List.copyOf(found)) {
            if (!devices.containsKey(subject) && (complete || deleted.contains(subject))) {
                sayings.add(gone(subject));
            }
        }
        Map<Subject, Device> all = new LinkedHashMap<>(devices);
        told.forEach(all::putIfAbsent);
        all.forEach((subject, device) -> {
            if (again || amended.contains(subject) || !device.equals(told.get(subject))) {
                sayings.add(is(subject, device));
            }
        });
        again = false;
        amended.clear();
        return sayings;
    }

    private Saying gone(Subject subject) {
        told.remove(subject);
        found.remove(subject);
        known.remove(subject);
        return new Saying.IsGone(subject);
    }

    private Saying is(Subject subject, Device device) {
        told.put(subject, device);
        found.remove(subject);
        Map<String, Platform> all = known.computeIfAbsent(subject, any -> new TreeMap<>());
        Map<String, Platform> gone = new TreeMap<>(all);
        device.components().forEach((id, component) -> {
            all.put(id, component.platform());
            gone.remove(id);
        });
        return new Saying.Is(subject, device, gone);
    }
}
