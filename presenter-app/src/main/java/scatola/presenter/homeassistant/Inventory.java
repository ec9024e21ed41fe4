package scatola.presenter.homeassistant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.VmName;
import scatola.bus.message.VmState;
import scatola.presenter.box.World;

/**
 * Of all that holds in the box, what devices are made of; nothing else is a reason to say them again. Immutable.
 *
 * @param guests by name
 * @param pis by name
 */
record Inventory(Map<VmName, Guest> guests, Map<NodeName, Pi> pis) {
    /**
     * A guest.
     *
     * @param node where it is
     * @param networks its NICs
     * @param next the guest that it pings, or null if no other one has an address
     */
    record Guest(
            NodeName node,
            List<NetworkName> networks,
            @Nullable VmName next) {}

    /**
     * A Pi.
     *
     * @param hasThermometer whether its board tells its temperature
     */
    record Pi(boolean hasThermometer) {}

    static Inventory of(World world) {
        Map<VmName, VmState> states = world.guests();
        List<VmName> reachable = new ArrayList<>();
        states.forEach((vm, state) -> {
            if (state.ip() != null) {
                reachable.add(vm);
            }
        });
        Map<VmName, Guest> guests = new TreeMap<>();
        states.forEach((vm, state) -> guests.put(vm, new Guest(state.node(), state.networks(), next(vm, reachable))));
        Map<NodeName, Pi> pis = new TreeMap<>();
        world.nodes()
                .forEach((name, node) -> pis.put(
                        name, new Pi(node.state() != null && node.state().temperatureC() != null)));
        return new Inventory(guests, pis);
    }

    /** The one after it by name, from the first again after the last. */
    private static @Nullable VmName next(VmName vm, List<VmName> reachable) {
        VmName first = null;
        for (VmName other : reachable) {
            if (other.compareTo(vm) > 0) {
                return other;
            }
            if (first == null && !other.equals(vm)) {
                first = other;
            }
        }
        return first;
    }
}
