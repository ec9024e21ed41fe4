package scatola.bus.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;

/**
 * The one answer to a command.
 *
 * @param status how it went
 * @param transaction the command's own, or null if it had none
 * @param data what was asked for, possibly empty
 * @param error what to do about it where the status is error, else null
 */
public record Response(
        Status status,
        @Nullable String transaction,
        ObjectNode data,
        @Nullable String error) implements Message {
    /**
     * @param transaction the command's, or null
     * @param data what was asked for, possibly empty
     * @return it was done
     */
    public static Response ok(@Nullable String transaction, ObjectNode data) {
        return new Response(Status.OK, transaction, data, null);
    }

    /**
     * @param transaction the command's, or null
     * @param reason one sentence that says what to do about it
     * @return it was refused or failed
     */
    public static Response error(@Nullable String transaction, String reason) {
        return new Response(Status.ERROR, transaction, JsonNodeFactory.instance.objectNode(), reason);
    }

    /**
     * @param fields the payload
     * @return the message
     */
    public static Response from(Fields fields) {
        ObjectNode data = fields.objectOrNull("data", Fields::object);
        return new Response(
                fields.oneOf("status", Status.values()),
                fields.textOrNull("transaction"),
                data == null ? JsonNodeFactory.instance.objectNode() : data,
                fields.textOrNull("error"));
    }

    @Override
    public ObjectNode json() {
        return Json.object()
                .put("status", status)
                .put("transaction", transaction)
                .put("data", data)
                .put("error", error)
                .node();
    }
}
