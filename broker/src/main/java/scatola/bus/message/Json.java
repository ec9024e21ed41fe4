package scatola.bus.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scatola.bus.Stamp;

/** Writes a JSON object field by field; a null is left out. Not safe for several threads. */
public final class Json {
    private final ObjectNode object = JsonNodeFactory.instance.objectNode();

    private Json() {}

    /** @return an empty object */
    public static Json object() {
        return new Json();
    }

    /**
     * Puts a value as what it is on the wire: text, number, truth value, time in milliseconds, another object, or the
     * {@code toString} of a name.
     *
     * @param name the field
     * @param value its value, or null to leave the field out
     * @return this
     */
    public Json put(String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Integer number -> object.put(name, number);
            case Long number -> object.put(name, number);
            case Double number -> object.put(name, number);
            case Boolean truth -> object.put(name, truth);
            case Instant time ->
                object.put(name, time.truncatedTo(ChronoUnit.MILLIS).toString());
            case JsonNode tree -> object.set(name, tree);
            case Json inner -> object.set(name, inner.object);
            default -> object.put(name, value.toString());
        }
        return this;
    }

    /**
     * Puts a list of texts.
     *
     * @param name the field
     * @param values each becomes its {@code toString}
     * @return this
     */
    public Json texts(String name, Collection<?> values) {
        ArrayNode array = object.putArray(name);
        values.forEach(value -> array.add(value.toString()));
        return this;
    }

    /**
     * Puts a list of objects.
     *
     * @param name the field
     * @param values the elements
     * @param writer makes each one's object
     * @return this
     * @param <T> the elements' type
     */
    public <T> Json objects(String name, List<T> values, Function<T, Json> writer) {
        ArrayNode array = object.putArray(name);
        values.forEach(value -> array.add(writer.apply(value).object));
        return this;
    }

    /**
     * Puts session, seq and ts.
     *
     * @param stamp all three
     * @return this
     */
    public Json stamp(Stamp stamp) {
        return put("session", stamp.session()).put("seq", stamp.seq()).put("ts", stamp.ts());
    }

    /** @return the object */
    public ObjectNode node() {
        return object;
    }
}
