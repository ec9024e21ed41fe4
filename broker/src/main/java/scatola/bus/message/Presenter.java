package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;

/**
 * Who is here.
 *
 * @param state there or not
 * @param name for people
 * @param role {@code presenter} or {@code onlooker}
 * @param since when they came, or null in a will
 * @param session counter raised at each start
 */
public record Presenter(
        Presence state, String name, String role, @Nullable Instant since, long session) implements Message {
    /**
     * @param fields the payload
     * @return the message
     */
    public static Presenter from(Fields fields) {
        return new Presenter(
                fields.oneOf("state", Presence.values()),
                fields.text("name"),
                fields.text("role"),
                fields.instantOrNull("since"),
                fields.integer("session", 1, Long.MAX_VALUE));
    }

    @Override
    public ObjectNode json() {
        return Json.object()
                .put("state", state)
                .put("name", name)
                .put("role", role)
                .put("since", since)
                .put("session", session)
                .node();
    }
}
