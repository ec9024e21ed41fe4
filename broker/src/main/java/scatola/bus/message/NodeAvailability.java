package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;

/**
 * Whether a node is there. The will has no seq and no ts, since it is written before the session's first word is said:
 * it ends the session whose number it has.
 *
 * @param state there or not
 * @param session the node's session
 * @param seq counts what the node said in the session, or null in a will
 * @param ts the node's clock, or null in a will
 */
public record NodeAvailability(
        Presence state,
        long session,
        @Nullable Long seq,
        @Nullable Instant ts) implements Message {
    /**
     * @param fields the payload
     * @return the message
     */
    public static NodeAvailability from(Fields fields) {
        return new NodeAvailability(
                fields.oneOf("state", Presence.values()),
                fields.integer("session", 1, Long.MAX_VALUE),
                fields.integerOrNull("seq", 1, Long.MAX_VALUE),
                fields.instantOrNull("ts"));
    }

    @Override
    public ObjectNode json() {
        return Json.object()
                .put("state", state)
                .put("session", session)
                .put("seq", seq)
                .put("ts", ts)
                .node();
    }
}
