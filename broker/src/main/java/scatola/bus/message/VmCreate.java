package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.ImageName;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;

/**
 * Asks a node to make a guest.
 *
 * @param vm its name
 * @param image what it boots
 * @param memoryMib its memory, or null for what the image wants
 * @param nics its NICs in the guest's order, or null for a single one in the network named "stage"
 * @param state ON to boot it at once
 * @param sender who asks
 */
public record VmCreate(
        VmName vm,
        ImageName image,
        @Nullable Integer memoryMib,
        @Nullable List<NicRequest> nics,
        OnOff state,
        Sender sender)
        implements Message {
    /** Copies the list. */
    public VmCreate {
        nics = nics == null ? null : List.copyOf(nics);
    }

    /**
     * A NIC that a guest is to have.
     *
     * @param network its virtual network
     * @param ip its address, or null for none yet
     * @param mac its MAC, or null for a random one
     * @param vnl how VDE finds the network, or null for the box's own way
     */
    public record NicRequest(
            NetworkName network,
            @Nullable Ipv4Cidr ip,
            @Nullable MacAddress mac,
            @Nullable VirtualNetworkLocator vnl) {}

    /**
     * @param fields the payload
     * @return the message
     */
    public static VmCreate from(Fields fields) {
        Long memory = fields.integerOrNull("memory_mib", 8, 65_536);
        OnOff state = fields.oneOfOrNull("state", OnOff.values());
        List<NicRequest> nics = fields.objects(
                "nics",
                VmState.MOST_NICS,
                f -> new NicRequest(
                        f.as("network", NetworkName::new),
                        f.asOrNull("ip", Ipv4Cidr::of),
                        f.asOrNull("mac", MacAddress::new),
                        f.asOrNull("vnl", VirtualNetworkLocator::new)));
        if (nics.stream().map(NicRequest::network).distinct().count() < nics.size()) {
            throw fields.refuse("nics names a network twice: a guest has at most one NIC in each");
        }
        return new VmCreate(
                fields.as("vm", VmName::new),
                fields.as("image", ImageName::new),
                memory == null ? null : memory.intValue(),
                fields.has("nics") ? nics : null,
                state == null ? OnOff.OFF : state,
                Sender.from(fields));
    }

    @Override
    public ObjectNode json() {
        Json json = Json.object().put("vm", vm).put("image", image).put("memory_mib", memoryMib);
        if (nics != null) {
            json.objects(
                    "nics",
                    nics,
                    nic -> Json.object()
                            .put("network", nic.network())
                            .put("ip", nic.ip())
                            .put("mac", nic.mac())
                            .put("vnl", nic.vnl()));
        }
        return sender.write(json.put("state", state)).node();
    }
}
