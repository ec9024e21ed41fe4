package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
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

    /**
     * @param name an attribute, as in {@code set/ATTRIBUTE}
     * @param text its new value
     * @return the message that says the same, or a reason
     */
    public static Decoded<VmSet> ofAttribute(String name, String text) {
        return Attribute.read(name, text, List.of("state", "ip"), VmSet::from);
    }

    @Override
    public ObjectNode json() {
        return sender.write(Json.object().put("state", state).put("ip", ip)).node();
    }
}
