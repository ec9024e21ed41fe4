package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.Stamp;

/**
 * A node's own cable.
 *
 * @param stamp when
 * @param state OFF while it is pulled by command
 * @param name of the interface
 * @param carrier whether there is a signal
 * @param speedMbit as the driver says, or null where it doesn't
 * @param address the interface's IPv4 address with prefix, or null
 * @param backAt when a pulled cable comes back by itself, by the node's clock, or null
 * @param by who pulled it last, or null
 */
public record UplinkState(
        Stamp stamp,
        OnOff state,
        String name,
        boolean carrier,
        @Nullable Long speedMbit,
        @Nullable String address,
        @Nullable Instant backAt,
        @Nullable String by)
        implements Message {
    /**
     * @param fields the payload
     * @return the message
     */
    public static UplinkState from(Fields fields) {
        return new UplinkState(
                fields.stamp(),
                fields.oneOf("state", OnOff.values()),
                fields.text("interface"),
                fields.flag("carrier", false),
                fields.integerOrNull("speed_mbit", 0, Long.MAX_VALUE),
                fields.textOrNull("address"),
                fields.instantOrNull("back_at"),
                fields.textOrNull("by"));
    }

    @Override
    public ObjectNode json() {
        return Json.object()
                .stamp(stamp)
                .put("state", state)
                .put("interface", name)
                .put("carrier", carrier)
                .put("speed_mbit", speedMbit)
                .put("address", address)
                .put("back_at", backAt)
                .put("by", by)
                .node();
    }
}
