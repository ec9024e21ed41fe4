package scatola.presenter.show;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which messages are meant.
 *
 * @param topic below the root; a level may be {@code +} for any
 * @param where what their fields must be, by path, all of it
 */
record Pattern(String topic, Map<String, List<Condition>> where) {
    Pattern {
        where = new LinkedHashMap<>(where);
    }

    boolean matches(Said said) {
        return isAbout(said.topic()) && fits(said.payload());
    }

    boolean isAbout(String other) {
        String[] mine = topic.split("/", -1);
        String[] theirs = other.split("/", -1);
        if (mine.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < mine.length; i++) {
            if (!mine[i].equals("+") && !mine[i].equals(theirs[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean fits(Value payload) {
        return where.entrySet().stream()
                .allMatch(entry -> entry.getValue().stream().allMatch(c -> c.holds(payload.at(entry.getKey()))));
    }

    /** What the fields that matter are in that payload, for people. */
    String actual(Value payload) {
        return where.keySet().stream()
                .map(path -> {
                    Value value = payload.at(path);
                    return value == null ? "no " + path : path + " " + value;
                })
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return where.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(c -> entry.getKey() + " " + c))
                .collect(Collectors.joining(", ", topic + (where.isEmpty() ? "" : ": "), ""));
    }
}
