package scatola.nodeservice.node;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scatola.bus.AlertId;
import scatola.bus.Ipv4Cidr;
import scatola.bus.VmName;
import scatola.bus.message.Severity;
import scatola.nodeservice.report.Alerts;
import scatola.nodeservice.vm.NicState;
import scatola.nodeservice.vm.VmSnapshot;

/**
 * Notices when two guests have one address: allowed, since moving an address is what the demo shows, but said. Safe for
 * several threads.
 */
public final class AddressWatch {
    private final Neighbours neighbours;
    private final Supplier<List<VmSnapshot>> guests;
    private final Alerts alerts;
    private final Set<AlertId> raised = new HashSet<>();

    /**
     * @param neighbours the others' guests
     * @param guests this node's
     * @param alerts where it is said
     */
    public AddressWatch(Neighbours neighbours, Supplier<List<VmSnapshot>> guests, Alerts alerts) {
        this.neighbours = neighbours;
        this.guests = guests;
        this.alerts = alerts;
    }

    /** Looks at all addresses again. */
    public synchronized void look() {
        Map<String, Set<VmName>> mine = new TreeMap<>();
        for (VmSnapshot guest : guests.get()) {
            if (guest.on()) {
                addresses(guest)
                        .forEach(address -> mine.computeIfAbsent(address, a -> new TreeSet<>())
                                .add(guest.definition().vm()));
            }
        }
        Set<AlertId> now = new HashSet<>();
        mine.forEach((address, own) -> {
            List<Neighbours.Holder> others = neighbours.holders(address);
            if (own.size() + others.size() > 1) {
                AlertId id = new AlertId("address-" + address.replace('.', '-'));
                now.add(id);
                String holders = Stream.concat(
                                own.stream().map(vm -> vm + " here"),
                                others.stream().map(Object::toString))
                        .collect(Collectors.joining(", "));
                alerts.raise(id, Severity.WARNING, "%s is held by several guests: %s".formatted(address, holders));
            }
        });
        raised.stream().filter(id -> !now.contains(id)).forEach(alerts::clear);
        raised.clear();
        raised.addAll(now);
    }

    /**
     * @param vm a guest of this node
     * @param ip the address that it is to have
     * @return who else has it, for people; empty if nobody
     */
    public String others(VmName vm, Ipv4Cidr ip) {
        Stream<String> here = guests.get().stream()
                .filter(guest -> guest.on() && !guest.definition().vm().equals(vm))
                .filter(guest -> addresses(guest).anyMatch(ip.address()::equals))
                .map(guest -> guest.definition().vm() + " here");
        return Stream.concat(here, neighbours.holders(ip.address()).stream().map(Object::toString))
                .collect(Collectors.joining(", "));
    }

    private static Stream<String> addresses(VmSnapshot guest) {
        return guest.definition().nics().stream()
                .map(NicState::ip)
                .filter(ip -> ip != null)
                .map(Ipv4Cidr::address);
    }
}
