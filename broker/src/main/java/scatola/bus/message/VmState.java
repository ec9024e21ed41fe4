package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.ImageName;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.Stamp;

/**
 * A guest.
 *
 * @param stamp when
 * @param state whether it runs
 * @param target whether it is to run
 * @param phase what it is doing
 * @param since when that phase began, by the node's clock
 * @param node where it is
 * @param image what it boots
 * @param memoryMib what it has
 * @param networks its NICs, each also a link's topic; the first one's address and MAC stand here too
 * @param ip the first NIC's address, or null while it has none
 * @param mac the first NIC's MAC, or null without a NIC
 * @param bootMs from the start of its process to its first answer, or null if it has not answered yet
 * @param by who asked for the phase, or null if nobody did
 * @param cause why it failed or ended, or null
 * @param exitCode of its process where it failed or ended, or null; -1 where it can't be known
 */
public record VmState(
        Stamp stamp,
        OnOff state,
        OnOff target,
        Phase phase,
        Instant since,
        NodeName node,
        ImageName image,
        int memoryMib,
        List<NetworkName> networks,
        @Nullable Ipv4Cidr ip,
        @Nullable MacAddress mac,
        @Nullable Long bootMs,
        @Nullable String by,
        @Nullable String cause,
        @Nullable Long exitCode)
        implements Message {
    /** How many NICs a guest may have. */
    public static final int MOST_NICS = 8;

    /** Copies the list. */
    public VmState {
        networks = List.copyOf(networks);
    }

    /**
     * @param fields the payload
     * @return the message
     */
    public static VmState from(Fields fields) {
        return new VmState(
                fields.stamp(),
                fields.oneOf("state", OnOff.values()),
                fields.oneOf("target", OnOff.values()),
                fields.oneOf("phase", Phase.values()),
                fields.instant("since"),
                fields.as("node", NodeName::new),
                fields.as("image", ImageName::new),
                (int) fields.integer("memory_mib", 1, Integer.MAX_VALUE),
                fields.texts("networks", MOST_NICS).stream()
                        .map(NetworkName::new)
                        .toList(),
                fields.asOrNull("ip", Ipv4Cidr::of),
                fields.asOrNull("mac", MacAddress::new),
                fields.integerOrNull("boot_ms", 0, Long.MAX_VALUE),
                fields.textOrNull("by"),
                fields.textOrNull("cause"),
                fields.integerOrNull("exit_code", -1, Integer.MAX_VALUE));
    }

    @Override
    public ObjectNode json() {
        return Json.object()
                .stamp(stamp)
                .put("state", state)
                .put("target", target)
                .put("phase", phase)
                .put("since", since)
                .put("node", node)
                .put("image", image)
                .put("memory_mib", memoryMib)
                .texts("networks", networks)
                .put("ip", ip)
                .put("mac", mac)
                .put("boot_ms", bootMs)
                .put("by", by)
                .put("cause", cause)
                .put("exit_code", exitCode)
                .node();
    }
}
