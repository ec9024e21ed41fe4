package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.Ipv4Cidr;

/**
 * Changes attributes of a link; those not named keep their value.
 *
 * @param state plugged or not, or null
 * @param ip the NIC's address, or null
 * @param delayMs added to each frame, or null
 * @param lossPct share of frames dropped, or null
 * @param bandwidthKbit ceiling, or null
 * @param sender who asks
 */
public record LinkSet(
        @Nullable Switch state,
        @Nullable Ipv4Cidr ip,
        @Nullable Long delayMs,
        @Nullable Double lossPct,
        @Nullable Long bandwidthKbit,
        Sender sender)
        implements Message {
    /** The longest delay. */
    public static final long MOST_DELAY_MS = 60_000;

    /** The highest ceiling. */
    public static final long MOST_BANDWIDTH_KBIT = 10_000_000;

    /**
     * @param fields the payload
     * @return the message
     */
    public static LinkSet from(Fields fields) {
        LinkSet set = new LinkSet(
                fields.oneOfOrNull("state", Switch.values()),
                fields.asOrNull("ip", Ipv4Cidr::of),
                fields.integerOrNull("delay_ms", 0, MOST_DELAY_MS),
                fields.numberOrNull("loss_pct", 0, 100),
                fields.integerOrNull("bandwidth_kbit", 1, MOST_BANDWIDTH_KBIT),
                Sender.from(fields));
        if (set.state == null && set.ip == null && !set.impairs()) {
            throw fields.refuse(
                    "nothing to set: name state (ON, OFF, TOGGLE), ip, delay_ms, loss_pct or bandwidth_kbit");
        }
        return set;
    }

    /**
     * @param name an attribute, as in {@code set/ATTRIBUTE}
     * @param text its new value
     * @return the message that says the same, or a reason
     */
    public static Decoded<LinkSet> ofAttribute(String name, String text) {
        return Attribute.read(
                name, text, List.of("state", "ip", "delay_ms", "loss_pct", "bandwidth_kbit"), LinkSet::from);
    }

    /** @return whether it names an impairment */
    public boolean impairs() {
        return delayMs != null || lossPct != null || bandwidthKbit != null;
    }

    @Override
    public ObjectNode json() {
        return sender.write(Json.object()
                        .put("state", state)
                        .put("ip", ip)
                        .put("delay_ms", delayMs)
                        .put("loss_pct", lossPct)
                        .put("bandwidth_kbit", bandwidthKbit))
                .node();
    }
}
