package scatola.nodeservice.vm.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Objects;
import scatola.bus.Decoded;
import scatola.bus.Fields;

/** What QEMU says on a QMP connection, one JSON object a line. Source: QEMU's docs/interop/qmp-spec. */
sealed interface QmpMessage {
    /** The first message of every connection. */
    record Greeting() implements QmpMessage {}

    /** The command with this id was done. */
    record Reply(long id, JsonNode result) implements QmpMessage {}

    /** The command with this id was not done. */
    record Refusal(long id, String errorClass, String description) implements QmpMessage {}

    /** Something happened by itself, at a time of QEMU's clock. */
    record Event(String name, Instant at, JsonNode data) implements QmpMessage {
        boolean flag(String field) {
            return data.path(field).asBoolean();
        }
    }

    /** Reads a line. Total. */
    static Decoded<QmpMessage> decode(byte[] line) {
        return Fields.decodeLarge(line, QmpMessage::read);
    }

    private static QmpMessage read(Fields fields) {
        if (fields.has("event")) {
            return new Event(
                    fields.text("event"), fields.object("timestamp", QmpMessage::time), member(fields, "data"));
        }
        if (fields.has("error")) {
            return fields.object("error", error -> new Refusal(id(fields), error.text("class"), error.text("desc")));
        }
        if (fields.has("QMP")) {
            return new Greeting();
        }
        if (!fields.has("return")) {
            throw fields.refuse("neither greeting, nor reply, nor event");
        }
        return new Reply(id(fields), member(fields, "return"));
    }

    private static Instant time(Fields timestamp) {
        return Instant.ofEpochSecond(
                timestamp.integer("seconds", -1, Long.MAX_VALUE / 1_000_000),
                timestamp.integer("microseconds", -1, 999_999) * 1000);
    }

    /** An error that QEMU could not assign to a command, such as unreadable JSON, has no id. */
    private static long id(Fields fields) {
        Long id = fields.integerOrNull("id", Long.MIN_VALUE, Long.MAX_VALUE);
        return id == null ? -1 : id;
    }

    private static JsonNode member(Fields fields, String name) {
        return Objects.requireNonNullElseGet(fields.object().get(name), JsonNodeFactory.instance::objectNode);
    }
}
