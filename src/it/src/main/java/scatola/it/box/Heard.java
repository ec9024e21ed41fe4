package scatola.it.box;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * A message as it arrived.
 *
 * @param number counts what was heard, from 0
 * @param nanos when it arrived, by {@link System#nanoTime}
 * @param topic where it was said
 * @param text what was said, as UTF-8
 * @param json the same as JSON; a missing node where it is none
 */
public record Heard(int number, long nanos, String topic, String text, JsonNode json) {
    private static final JsonMapper MAPPER = new JsonMapper();

    static Heard of(int number, String topic, byte[] payload) {
        return new Heard(number, System.nanoTime(), topic, new String(payload, UTF_8), parsed(payload));
    }

    /**
     * @param field a field's name
     * @param value a value as text
     * @return whether the field is there and has that value
     */
    public boolean has(String field, String value) {
        return json.path(field).asText("").equals(value);
    }

    /**
     * @param earlier another message
     * @return milliseconds from that to this
     */
    public long millisSince(Heard earlier) {
        return (nanos - earlier.nanos) / 1_000_000;
    }

    private static JsonNode parsed(byte[] payload) {
        try {
            JsonNode node = MAPPER.readTree(payload);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JacksonException e) {
            return MissingNode.getInstance(); // a console's bytes, say
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
