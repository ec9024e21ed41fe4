package scatola.presenter.tapefile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import scatola.bus.Quoted;
import scatola.presenter.timeline.Bytes;

/** The elements of one line, each read as what it must be. They all throw {@link BadTapeFile} with the line's number. */
final class Elements {
    /** A topic's length on the wire is two bytes (MQTT 5, section 1.5.4). */
    private static final int MOST_TOPIC_BYTES = 65_535;

    private static final int MOST_TEXT = 10_000;

    private final int number;
    private final Kind kind;
    private final ArrayNode elements;
    private final int length;

    private Elements(int number, Kind kind, ArrayNode elements, int length) {
        this.number = number;
        this.kind = kind;
        this.elements = elements;
        this.length = length;
    }

    static Elements of(JsonLines.Next.Value line) throws BadTapeFile {
        int number = line.number();
        if (!(line.json() instanceof ArrayNode elements)) {
            throw BadTapeFile.inLine(number, "it must be a list like [1.5,\"outage\",null,\"why\"]");
        }
        String text = elements.path(1).textValue();
        Kind kind = text == null ? null : Kind.of(text);
        if (kind == null) {
            throw BadTapeFile.inLine(
                    number,
                    "its second element must be one of %s, but is %s".formatted(Kind.all(), shown(elements.get(1))));
        }
        return new Elements(number, kind, elements, line.length());
    }

    Kind kind() {
        return kind;
    }

    /** The line's bytes. */
    int length() {
        return length;
    }

    /** At most so many: what a newer version may say there would be lost. */
    void most(int count) throws BadTapeFile {
        if (elements.size() > count) {
            throw wrong("has %d elements, but can have %d at most".formatted(elements.size(), count));
        }
    }

    boolean has(int index) {
        return elements.hasNonNull(index);
    }

    JsonNode json(int index) {
        return elements.path(index);
    }

    /** Seconds since the beginning. */
    Duration time() throws BadTapeFile {
        Duration time = seconds(0, "the time");
        if (time.isNegative()) {
            throw wrong("the time must be 0 or more seconds since the beginning, but is " + shown(elements.get(0)));
        }
        return time;
    }

    Duration seconds(int index, String what) throws BadTapeFile {
        Duration seconds = Seconds.read(elements.get(index));
        if (seconds == null) {
            throw wrong(what + " must be seconds, like 12.345678, but is " + shown(elements.get(index)));
        }
        return seconds;
    }

    /** A topic below the root to which one can publish (MQTT 5, section 4.7.3). */
    String topic() throws BadTapeFile {
        String topic = whole(2, "the topic");
        if (topic.getBytes(StandardCharsets.UTF_8).length > MOST_TOPIC_BYTES
                || topic.chars().anyMatch(c -> c == '+' || c == '#' || c == 0)) {
            throw wrong("'%s' is no topic: write what stands below the box's root, like vm/doge1"
                    .formatted(Quoted.of(topic)));
        }
        return topic;
    }

    void noTopic() throws BadTapeFile {
        if (has(2)) {
            throw wrong("its third element must be null, but is " + shown(elements.get(2)));
        }
    }

    /** A text for people. */
    String text(int index, String what) throws BadTapeFile {
        String text = whole(index, what);
        if (text.length() > MOST_TEXT) {
            throw wrong("%s has %d characters: write at most %d".formatted(what, text.length(), MOST_TEXT));
        }
        return text;
    }

    Bytes payload(int index) throws BadTapeFile {
        JsonNode value = json(index);
        if (value instanceof ObjectNode
                && value.size() == 1
                && value.path("base64").isTextual()) {
            try {
                return Bytes.of(Base64.getDecoder().decode(value.path("base64").textValue()));
            } catch (IllegalArgumentException e) {
                throw wrong("the payload is no base64 (%s)".formatted(Quoted.of(String.valueOf(e.getMessage()))));
            }
        }
        if (!value.isTextual()) {
            throw wrong("the payload must be a text or {\"base64\":\"…\"}, but is " + shown(elements.get(index)));
        }
        return Bytes.of(whole(index, "the payload"));
    }

    int wholeNumber(int index, String what, int most, int otherwise) throws BadTapeFile {
        if (!has(index)) {
            return otherwise;
        }
        JsonNode value = json(index);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0 || value.intValue() > most) {
            throw wrong("%s must be a whole number from 0 to %d, but is %s".formatted(what, most, shown(value)));
        }
        return value.intValue();
    }

    boolean flag(int index, String what) throws BadTapeFile {
        JsonNode value = json(index);
        if (has(index) && !value.isBoolean()) {
            throw wrong("%s must be true or false, but is %s".formatted(what, shown(value)));
        }
        return value.asBoolean(false);
    }

    @Nullable
    String textOrNull(int index, String what) throws BadTapeFile {
        return has(index) ? text(index, what) : null;
    }

    BadTapeFile wrong(String reason) {
        return BadTapeFile.inLine(number, "%s: %s".formatted(kind, reason));
    }

    /** A JSON escape can name half a character, which no UTF-8 can carry on. */
    private String whole(int index, String what) throws BadTapeFile {
        String text = json(index).textValue();
        if (text == null) {
            throw wrong("%s must be a text, but is %s".formatted(what, shown(elements.get(index))));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw wrong("%s has half a character (an unpaired surrogate)".formatted(what));
        }
        return text;
    }

    private static String shown(@Nullable JsonNode value) {
        if (value == null) {
            return "missing";
        }
        return value.isContainerNode() ? (value.isArray() ? "a list" : "an object") : Quoted.of(value.toString());
    }
}
