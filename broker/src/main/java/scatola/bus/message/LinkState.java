package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NodeName;
import scatola.bus.Stamp;
import scatola.bus.VirtualNetworkLocator;

/**
 * A guest's NIC on a virtual network.
 *
 * @param stamp when
 * @param state whether it is plugged
 * @param node where its guest is
 * @param mac its address on the wire, for its guest's life
 * @param ip its address, or null while it has none
 * @param vnl how VDE finds the network
 * @param delayMs added to each frame each way; 0 as long as impairments are not there
 * @param lossPct share of frames dropped, 0 to 100
 * @param bandwidthKbit ceiling, or null where there is none
 * @param rxBytes received by the guest since it booted, or null where it can't be asked
 * @param txBytes sent by the guest since it booted, or null where it can't be asked
 * @param by who last changed it, or null
 */
public record LinkState(
        Stamp stamp,
        OnOff state,
        NodeName node,
        MacAddress mac,
        @Nullable Ipv4Cidr ip,
        VirtualNetworkLocator vnl,
        long delayMs,
        double lossPct,
        @Nullable Long bandwidthKbit,
        @Nullable Long rxBytes,
        @Nullable Long txBytes,
        @Nullable String by)
        implements Message {
    /**
     * @param fields the payload
     * @return the message
     */
    public static LinkState from(Fields fields) {
        return new LinkState(
                fields.stamp(),
                fields.oneOf("state", OnOff.values()),
                fields.as("node", NodeName::new),
                fields.as("mac", MacAddress::new),
                fields.asOrNull("ip", Ipv4Cidr::of),
                fields.as("vnl", VirtualNetworkLocator::new),
                fields.integer("delay_ms", 0, LinkSet.MOST_DELAY_MS),
                fields.number("loss_pct", 0, 100),
                fields.integerOrNull("bandwidth_kbit", 1, LinkSet.MOST_BANDWIDTH_KBIT),
                fields.integerOrNull("rx_bytes", 0, Long.MAX_VALUE),
                fields.integerOrNull("tx_bytes", 0, Long.MAX_VALUE),
                fields.textOrNull("by"));
    }

    @Override
    public ObjectNode json() {
        return Json.object()
                .stamp(stamp)
                .put("state", state)
                .put("node", node)
                .put("mac", mac)
                .put("ip", ip)
                .put("vnl", vnl)
                .put("delay_ms", delayMs)
                .put("loss_pct", lossPct)
                .put("bandwidth_kbit", bandwidthKbit)
                .put("rx_bytes", rxBytes)
                .put("tx_bytes", txBytes)
                .put("by", by)
                .node();
    }
}
