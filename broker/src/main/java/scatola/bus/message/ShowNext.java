package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;

/**
 * Lets a show that is played on cue go on: {@code box/request/show/next}. The answer's data has the number of the step that
 * begins, {@code step}, and its line, {@code say}.
 *
 * @param step the step that is to begin, from 2, so that what is said twice doesn't skip one; null for whichever is next
 * @param sender who asks
 */
public record ShowNext(@Nullable Long step, Sender sender) implements Message {
    /**
     * @param fields the payload
     * @return the message
     */
    public static ShowNext from(Fields fields) {
        return new ShowNext(fields.integerOrNull("step", 1, Long.MAX_VALUE), Sender.from(fields));
    }

    @Override
    public ObjectNode json() {
        return sender.write(Json.object().put("step", step)).node();
    }
}
