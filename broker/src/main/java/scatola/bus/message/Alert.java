package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import scatola.bus.Fields;
import scatola.bus.Stamp;

/**
 * Something a person should know, until it is over.
 *
 * @param stamp when it was said
 * @param severity how much it matters
 * @param text what is the matter and what to do about it
 * @param since when it began, by the node's clock
 */
public record Alert(Stamp stamp, Severity severity, String text, Instant since) implements Message {
    /**
     * @param fields the payload
     * @return the message
     */
    public static Alert from(Fields fields) {
        return new Alert(
                fields.stamp(),
                fields.oneOf("severity", Severity.values()),
                fields.text("text"),
                fields.instant("since"));
    }

    @Override
    public ObjectNode json() {
        return Json.object()
                .stamp(stamp)
                .put("severity", severity)
                .put("text", text)
                .put("since", since)
                .node();
    }
}
