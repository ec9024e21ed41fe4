package scatola.presenter.show;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can stand in a payload, as JSON knows it (RFC 8259), without anybody's parser. Immutable. */
public sealed interface Value {
    /**
     * @param text it
     */
    record Text(String text) implements Value {
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * @param number it; equal numbers may differ in scale, so compare by {@link #same}
     */
    record Numeral(BigDecimal number) implements Value {
        @Override
        public String toString() {
            return number.toPlainString();
        }
    }

    /**
     * @param truth it
     */
    record Truth(boolean truth) implements Value {
        @Override
        public String toString() {
            return Boolean.toString(truth);
        }
    }

    /** JSON's null, or no payload at all. */
    record Nothing() implements Value {
        @Override
        public String toString() {
            return "nothing";
        }
    }

    /**
     * @param values in their order
     */
    record Items(List<Value> values) implements Value {
        /** Copies the list. */
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return values.stream().map(Value::toString).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /**
     * @param values by name, in their order
     */
    record Fields(Map<String, Value> values) implements Value {
        /** Copies the map. */
        public Fields {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String toString() {
            return values.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /**
     * @param path names of fields joined by dots, such as {@code room.guests}
     * @return what stands there, or null if nothing does
     */
    default @Nullable Value at(String path) {
        Value here = this;
        for (String name : path.split("\\.", -1)) {
            if (!(here instanceof Fields fields)) {
                return null;
            }
            Value next = fields.values().get(name);
            if (next == null || next instanceof Nothing) {
                return null;
            }
            here = next;
        }
        return here;
    }

    /**
     * @param path as for {@link #at}
     * @return the text that stands there, or null if there is no text
     */
    default @Nullable String text(String path) {
        return at(path) instanceof Text text ? text.text() : null;
    }

    /**
     * @param path as for {@link #at}
     * @return the number that stands there, or null if there is no number
     */
    default @Nullable BigDecimal number(String path) {
        return at(path) instanceof Numeral number ? number.number() : null;
    }

    /**
     * @param other another value
     * @return whether both say the same; 2 and 2.0 do
     */
    default boolean same(Value other) {
        return this instanceof Numeral here && other instanceof Numeral there
                ? here.number().compareTo(there.number()) == 0
                : equals(other);
    }
}
