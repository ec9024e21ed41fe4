package scatola.nodeservice.node;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.LinkState;
import scatola.bus.message.NodeAvailability;
import scatola.bus.message.OnOff;
import scatola.bus.message.Presence;
import scatola.bus.message.VmState;

/**
 * What the other nodes say of themselves: enough to keep names, MACs and addresses from clashing and to find a guest's
 * address. Safe for several threads.
 */
public final class Neighbours {
    private record Link(VmName vm, String network) implements Comparable<Link> {
        @Override
        public int compareTo(Link other) {
            int byVm = vm.compareTo(other.vm);
            return byVm != 0 ? byVm : network.compareTo(other.network);
        }
    }

    private final NodeName self;
    private final Map<NodeName, NodeAvailability> nodes = new TreeMap<>();
    private final Map<VmName, VmState> vms = new TreeMap<>();
    private final Map<Link, LinkState> links = new TreeMap<>();

    /** @param self this node, which is not its own neighbour */
    public Neighbours(NodeName self) {
        this.self = self;
    }

    /**
     * Somebody's guest that has an address.
     *
     * @param vm the guest
     * @param node where it is
     * @param online whether that node is there
     */
    public record Holder(VmName vm, NodeName node, boolean online) {
        @Override
        public String toString() {
            return "%s on %s%s".formatted(vm, node, online ? "" : " (offline)");
        }
    }

    synchronized void node(NodeName node, @Nullable NodeAvailability availability) {
        if (availability == null) {
            nodes.remove(node);
            return;
        }
        NodeAvailability before = nodes.get(node);
        if (before == null || before.session() <= availability.session()) {
            nodes.put(node, availability);
        }
    }

    /** @param state null when it was cleared */
    synchronized void vm(Topic.VmState topic, @Nullable VmState state) {
        if (state == null) {
            vms.remove(topic.vm());
        } else if (!state.node().equals(self)) {
            vms.put(topic.vm(), state);
        }
    }

    /** @param state null when it was cleared */
    synchronized void link(Topic.LinkState topic, @Nullable LinkState state) {
        Link link = new Link(topic.vm(), topic.network().text());
        if (state == null || state.node().equals(self)) {
            links.remove(link);
        } else {
            links.put(link, state);
        }
    }

    /**
     * @param vm a guest's name
     * @return the other node that has such a guest and is there
     */
    public synchronized Optional<NodeName> liveHolder(VmName vm) {
        return Optional.ofNullable(vms.get(vm)).map(VmState::node).filter(this::online);
    }

    /**
     * @param address without prefix
     * @return the other nodes' running guests that have it
     */
    public synchronized List<Holder> holders(String address) {
        return links.entrySet().stream()
                .filter(entry -> hasAddress(entry.getValue(), address)
                        && on(entry.getKey().vm()))
                .map(entry -> new Holder(
                        entry.getKey().vm(),
                        entry.getValue().node(),
                        online(entry.getValue().node())))
                .distinct()
                .toList();
    }

    /**
     * @param vm another node's guest
     * @return its first address
     */
    public synchronized Optional<Ipv4Cidr> address(VmName vm) {
        VmState state = vms.get(vm);
        return state == null ? Optional.empty() : Optional.ofNullable(state.ip());
    }

    /** @return the MACs of all other nodes' guests */
    public synchronized Collection<MacAddress> macs() {
        return links.values().stream().map(LinkState::mac).toList();
    }

    /** @return the names of all other nodes' guests */
    public synchronized Stream<VmName> names() {
        return List.copyOf(vms.keySet()).stream();
    }

    private boolean on(VmName vm) {
        VmState state = vms.get(vm);
        return state != null && state.state() == OnOff.ON;
    }

    private static boolean hasAddress(LinkState link, String address) {
        Ipv4Cidr ip = link.ip();
        return ip != null && ip.address().equals(address);
    }

    private boolean online(NodeName node) {
        NodeAvailability availability = nodes.get(node);
        return availability != null && availability.state() == Presence.ONLINE;
    }
}
