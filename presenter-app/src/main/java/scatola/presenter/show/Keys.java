package scatola.presenter.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.Quoted;

/**
 * The keys of one mapping in a show and what is wrong with them. Every accessor returns something to go on with and
 * notes the problem, so that one reading finds all of them.
 */
final class Keys {
    private final ObjectNode object;
    private final String place;
    private final List<String> problems;

    /**
     * @param object the mapping
     * @param place where it stands, for people; empty for the show itself
     * @param problems where problems go
     */
    Keys(ObjectNode object, String place, List<String> problems) {
        this.object = object;
        this.place = place;
        this.problems = problems;
    }

    boolean isClean() {
        return problems.isEmpty();
    }

    ObjectNode object() {
        return object;
    }

    /** Notes a problem of a key. */
    void problem(String key, String what) {
        problems.add("%s%s %s".formatted(place.isEmpty() ? "" : place + ": ", key, what));
    }

    /** Unknown keys are problems: a misspelt one would change the show silently. */
    void only(String... known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!Arrays.asList(known).contains(name)) {
                problem("'%s'".formatted(Quoted.of(name)), "is no key here: there are " + String.join(", ", known));
            }
        });
    }

    @Nullable
    JsonNode get(String key) {
        JsonNode value = object.get(key);
        return value == null || value.isNull() ? null : value;
    }

    /** A text of one line. */
    @Nullable
    String line(String key, boolean required) {
        String text = text(key, required);
        if (text != null
                && (text.isBlank()
                        || text.length() > 500
                        || text.strip().lines().count() != 1)) {
            problem(key, "must be one line of at most 500 characters");
        }
        return text == null ? null : text.strip();
    }

    @Nullable
    String text(String key, boolean required) {
        JsonNode value = get(key);
        if (value == null) {
            if (required) {
                problem(key, "is missing: write a text");
            }
            return null;
        }
        if (!value.isTextual()) {
            problem(key, "must be a text, but is %s".formatted(describe(value)));
            return null;
        }
        return value.textValue();
    }

    int whole(String key, int otherwise, int least, int most) {
        JsonNode value = get(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            problem(key, "must be a whole number from %d to %d, but is %s".formatted(least, most, describe(value)));
            return otherwise;
        }
        return value.intValue();
    }

    Duration seconds(String key, double otherwise, double least, double most) {
        JsonNode value = get(key);
        double seconds = otherwise;
        if (value != null) {
            if (value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most) {
                seconds = value.doubleValue();
            } else {
                problem(
                        key,
                        "must be a number of seconds from %s to %s, but is %s"
                                .formatted(plain(least), plain(most), describe(value)));
            }
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    boolean flag(String key) {
        JsonNode value = get(key);
        if (value != null && !value.isBoolean()) {
            problem(key, "must be true or false, but is %s".formatted(describe(value)));
        }
        return value != null && value.booleanValue();
    }

    /** The mapping that a key or an element of a list holds, or null if it is none. */
    @Nullable
    Keys inner(String name, @Nullable JsonNode node) {
        String where = place.isEmpty() ? name : place + ", " + name;
        if (node instanceof ObjectNode inner) {
            return new Keys(inner, where, problems);
        }
        problems.add("%s: must be keys with values, like 'topic: vm/doge1', but is %s"
                .formatted(where, node == null ? "nothing" : describe(node)));
        return null;
    }

    static String describe(JsonNode value) {
        return value.isContainerNode()
                ? (value.isArray() ? "a list" : "keys with values")
                : Quoted.of(value.toString());
    }

    private static String plain(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }
}
