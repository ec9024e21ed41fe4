package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;

/**
 * Pulls a node's own cable for a while, or puts it back early.
 *
 * @param state OFF to pull, ON to put back
 * @param forS seconds until it comes back by itself; needed with OFF, null with ON
 * @param sender who asks
 */
public record UplinkSet(OnOff state, @Nullable Long forS, Sender sender) implements Message {
    /** The longest pull. */
    public static final long MOST_S = 3600;

    /**
     * @param fields the payload
     * @return the message
     */
    public static UplinkSet from(Fields fields) {
        UplinkSet set = new UplinkSet(
                fields.oneOf("state", OnOff.values()), fields.integerOrNull("for_s", 1, MOST_S), Sender.from(fields));
        if (set.state == OnOff.OFF && set.forS == null) {
            throw fields.refuse(
                    "for_s is missing: a pulled cable must come back by itself, say {\"state\":\"OFF\",\"for_s\":10}");
        }
        return set;
    }

    @Override
    public ObjectNode json() {
        return sender.write(Json.object().put("state", state).put("for_s", forS))
                .node();
    }
}
