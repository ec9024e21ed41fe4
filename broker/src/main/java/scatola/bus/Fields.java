package scatola.bus;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object (RFC 8259), read by name, type and range. Accessors are for use inside
 * {@link #decode}: what they throw becomes a {@link Decoded.Malformed} there and never leaves it. Fields that nobody
 * asks for are ignored, {@code null} counts as absent, a name that stands twice in an object is refused: what it means
 * would be the parser's choice (RFC 8259, section 4). Not safe for several threads.
 */
public final class Fields {
    /** The most bytes a command or a state may have on the wire. */
    public static final int MOST_BYTES = 64 * 1024;

    /** The most bytes an answer may have on the wire: a console's last 64 KiB in base64 fit in. */
    public static final int MOST_ANSWER_BYTES = 256 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(40)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final ObjectNode object;
    private final String path;

    private Fields(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /**
     * Reads a payload. Total: whatever the bytes are, it returns.
     *
     * @param payload UTF-8 JSON; nothing at all counts as an empty object
     * @param reader builds the value from the fields
     * @return the value, or a reason that names the field and what it must be
     * @param <T> the value's type
     */
    public static <T> Decoded<T> decode(byte[] payload, Function<Fields, T> reader) {
        return decodeUpTo(MOST_BYTES, payload, reader);
    }

    /**
     * The same as {@link #decode} with the bound of answers, {@value #MOST_ANSWER_BYTES} bytes.
     *
     * @param payload UTF-8 JSON
     * @param reader builds the value from the fields
     * @return the value, or a reason
     * @param <T> the value's type
     */
    public static <T> Decoded<T> decodeAnswer(byte[] payload, Function<Fields, T> reader) {
        return decodeUpTo(MOST_ANSWER_BYTES, payload, reader);
    }

    private static <T> Decoded<T> decodeUpTo(int most, byte[] payload, Function<Fields, T> reader) {
        return payload.length > most
                ? new Decoded.Malformed<>("the payload has %d bytes: send at most %d".formatted(payload.length, most))
                : decodeLarge(payload, reader);
    }

    /**
     * The same as {@link #decode} without the bound of {@value #MOST_BYTES} bytes, for files of our own.
     *
     * @param payload UTF-8 JSON
     * @param reader builds the value from the fields
     * @return the value, or a reason
     * @param <T> the value's type
     */
    public static <T> Decoded<T> decodeLarge(byte[] payload, Function<Fields, T> reader) {
        try {
            // as text first: given bytes, Jackson would take UTF-16 and UTF-32 as well
            String json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            JsonNode tree = payload.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(json);
            return decode(tree, reader);
        } catch (CharacterCodingException e) {
            return new Decoded.Malformed<>("the payload is no UTF-8 text: send JSON like {\"state\":\"ON\"}");
        } catch (JacksonException e) {
            return new Decoded.Malformed<>("the payload is no JSON (%s): send an object like {\"state\":\"ON\"}"
                    .formatted(Quoted.of(e.getOriginalMessage())));
        }
    }

    /**
     * Reads a tree that was parsed elsewhere (YAML, say).
     *
     * @param tree any JSON value
     * @param reader builds the value from the fields
     * @return the value, or a reason
     * @param <T> the value's type
     */
    public static <T> Decoded<T> decode(@Nullable JsonNode tree, Function<Fields, T> reader) {
        if (!(tree instanceof ObjectNode object)) {
            return new Decoded.Malformed<>("a JSON object is expected here, like {\"state\":\"ON\"}, but it is "
                    + (tree == null || tree.isMissingNode() ? "nothing" : describe(tree)));
        }
        try {
            return new Decoded.Value<>(reader.apply(new Fields(object, "")));
        } catch (Problem e) {
            return new Decoded.Malformed<>(e.reason);
        } catch (IllegalArgumentException e) {
            // a value that checks itself (a name, an address) said no
            return new Decoded.Malformed<>(String.valueOf(e.getMessage()));
        }
    }

    /** @return the object itself */
    public ObjectNode object() {
        return object.deepCopy();
    }

    /** @return the names of all fields that are there, in the order of the text */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /**
     * @param name a field
     * @return whether it is there and not null
     */
    public boolean has(String name) {
        return present(name) != null;
    }

    /**
     * @param name a field that must be there
     * @return its text
     */
    public String text(String name) {
        return required(name, textOrNull(name));
    }

    /**
     * @param name a field
     * @return its text, or null if it is not there
     */
    public @Nullable String textOrNull(String name) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(name, "a text", value);
        }
        return whole(name, value.textValue());
    }

    /**
     * @param name a field that must be there
     * @param least smallest value
     * @param most largest value
     * @return its whole number
     */
    public long integer(String name, long least, long most) {
        return required(name, integerOrNull(name, least, most));
    }

    /**
     * @param name a field
     * @param least smallest value
     * @param most largest value
     * @return its whole number, or null if it is not there
     */
    public @Nullable Long integerOrNull(String name, long least, long most) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        boolean whole = value.isIntegralNumber() && value.canConvertToLong();
        if (!whole || value.longValue() < least || value.longValue() > most) {
            throw wrong(name, "a whole number from %d to %d".formatted(least, most), value);
        }
        return value.longValue();
    }

    /**
     * @param name a field that must be there
     * @param least smallest value
     * @param most largest value
     * @return its number
     */
    public double number(String name, double least, double most) {
        return required(name, numberOrNull(name, least, most));
    }

    /**
     * @param name a field
     * @param least smallest value
     * @param most largest value
     * @return its number, or null if it is not there
     */
    public @Nullable Double numberOrNull(String name, double least, double most) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw wrong(name, "a number from %s to %s".formatted(plain(least), plain(most)), value);
        }
        return value.doubleValue();
    }

    /**
     * @param name a field
     * @param otherwise what its absence means
     * @return its truth value
     */
    public boolean flag(String name, boolean otherwise) {
        JsonNode value = present(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "true or false", value);
        }
        return value.booleanValue();
    }

    /**
     * @param name a field that must be there
     * @param type makes the value of its text and throws IllegalArgumentException with a reason where it can't
     * @return the value
     * @param <T> the value's type
     */
    public <T> T as(String name, Function<String, T> type) {
        return required(name, asOrNull(name, type));
    }

    /**
     * @param name a field
     * @param type makes the value of its text and throws IllegalArgumentException with a reason where it can't
     * @return the value, or null if it is not there
     * @param <T> the value's type
     */
    public <T> @Nullable T asOrNull(String name, Function<String, T> type) {
        String text = textOrNull(name);
        if (text == null) {
            return null;
        }
        try {
            return type.apply(text);
        } catch (IllegalArgumentException e) {
            throw new Problem("%s: %s".formatted(path + name, e.getMessage()));
        }
    }

    /**
     * @param name a field that must be there
     * @param values all it may be; their {@code toString} is the wire form
     * @return the one it is
     * @param <E> the values' type
     */
    public <E extends Enum<E>> E oneOf(String name, E[] values) {
        return required(name, oneOfOrNull(name, values));
    }

    /**
     * @param name a field
     * @param values all it may be; their {@code toString} is the wire form
     * @return the one it is, or null if it is not there
     * @param <E> the values' type
     */
    public <E extends Enum<E>> @Nullable E oneOfOrNull(String name, E[] values) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        for (E candidate : values) {
            if (value.isTextual() && candidate.toString().equals(value.textValue())) {
                return candidate;
            }
        }
        throw wrong(
                name,
                Arrays.stream(values).map(Object::toString).collect(Collectors.joining(", ", "one of ", "")),
                value);
    }

    /**
     * @param name a field that must be there
     * @return its time, ISO 8601 in UTC
     */
    public Instant instant(String name) {
        return required(name, instantOrNull(name));
    }

    /**
     * @param name a field
     * @return its time, ISO 8601 in UTC, or null if it is not there
     */
    public @Nullable Instant instantOrNull(String name) {
        String text = textOrNull(name);
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Problem("%s must be a time like 2026-05-01T18:30:00.123Z, but is '%s'"
                    .formatted(path + name, Quoted.of(text)));
        }
    }

    /** @return the session, seq and ts that every state and event carries */
    public Stamp stamp() {
        return new Stamp(integer("session", 1, Long.MAX_VALUE), integer("seq", 1, Long.MAX_VALUE), instant("ts"));
    }

    /**
     * @param name a field that must be there
     * @param reader reads the object in it
     * @return what the reader made
     * @param <T> the value's type
     */
    public <T> T object(String name, Function<Fields, T> reader) {
        return required(name, objectOrNull(name, reader));
    }

    /**
     * @param name a field
     * @param reader reads the object in it
     * @return what the reader made, or null if it is not there
     * @param <T> the value's type
     */
    public <T> @Nullable T objectOrNull(String name, Function<Fields, T> reader) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        return inner(value, name, reader);
    }

    /**
     * @param name a field
     * @param most how many elements it may have
     * @param reader reads each object in it
     * @return what the reader made of each, empty if the field is not there
     * @param <T> the values' type
     */
    public <T> List<T> objects(String name, int most, Function<Fields, T> reader) {
        List<T> values = new ArrayList<>();
        for (JsonNode element : elements(name, most)) {
            values.add(inner(element, "%s[%d]".formatted(name, values.size()), reader));
        }
        return List.copyOf(values);
    }

    /**
     * @param name a field
     * @param most how many elements it may have
     * @return its texts, empty if the field is not there
     */
    public List<String> texts(String name, int most) {
        List<String> values = new ArrayList<>();
        for (JsonNode element : elements(name, most)) {
            if (!element.isTextual()) {
                throw wrong("%s[%d]".formatted(name, values.size()), "a text", element);
            }
            values.add(whole(name, element.textValue()));
        }
        return List.copyOf(values);
    }

    /**
     * Ends the reading with a reason of the reader's own.
     *
     * @param reason one sentence that says what to write instead
     * @return never
     */
    public RuntimeException refuse(String reason) {
        throw new Problem(reason);
    }

    /** A JSON escape can name half a character, which no UTF-8 can carry on. */
    private String whole(String name, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new Problem("%s has half a character (an unpaired surrogate)".formatted(path + name));
        }
        return text;
    }

    private JsonNode elements(String name, int most) {
        JsonNode value = present(name);
        if (value == null) {
            return MAPPER.createArrayNode();
        }
        if (!value.isArray() || value.size() > most) {
            throw wrong(name, "a list of at most %d".formatted(most), value);
        }
        return value;
    }

    private <T> T inner(JsonNode value, String name, Function<Fields, T> reader) {
        if (!(value instanceof ObjectNode inner)) {
            throw wrong(name, "an object", value);
        }
        return reader.apply(new Fields(inner, path + name + "."));
    }

    private @Nullable JsonNode present(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new Problem("%s is missing".formatted(path + name));
        }
        return value;
    }

    private Problem wrong(String name, String expected, JsonNode actual) {
        return new Problem("%s must be %s, but is %s".formatted(path + name, expected, describe(actual)));
    }

    private static String describe(JsonNode value) {
        return value.isContainerNode() ? (value.isArray() ? "a list" : "an object") : Quoted.of(value.toString());
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e15
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }

    private static final class Problem extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String reason;

        Problem(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
