package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.Ipv4Cidr;

/**
 * Changes attributes of a guest; those not named keep their value.
 *
 * @param state run or not, or null
 * @param ip the first NIC's address, or null
 * @param sender who asks
 */
public record VmSet(@Nullable Switch state, @Nullable Ipv4Cidr ip, Sender sender) implements Message {
    /**
     * @param fields the payload
     * @return the message
     */
    public static VmSet from(Fields fields) {
        VmSet set = new VmSet(
                fields.oneOfOrNull("state", Switch.values()), fields.asOrNull("ip", Ipv4Cidr::of), Sender.from(fields));
        if (set.state == null && set.ip == null) {
            throw fields.refuse("nothing to set: name state (ON, OFF, TOGGLE) or ip (10.1.1.2/24)");
        }
        return set;
    }

    @Override
    public ObjectNode json() {
        return sender.write(Json.object().put("state", state).put("ip", ip)).node();
    }
}
