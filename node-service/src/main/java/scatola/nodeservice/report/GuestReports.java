package scatola.nodeservice.report;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.Stamp;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.LinkState;
import scatola.bus.message.NodeEvent;
import scatola.bus.message.OnOff;
import scatola.bus.message.VmState;
import scatola.nodeservice.guest.Guest.Counters;
import scatola.nodeservice.vm.Definition;
import scatola.nodeservice.vm.NicState;
import scatola.nodeservice.vm.VmReports;
import scatola.nodeservice.vm.VmSnapshot;

/** Says on the bus how this node's guests and their links are. */
public final class GuestReports implements VmReports {
    private final NodeName node;
    private final Reporter reporter;
    private final Runnable changed;
    private final Map<Topic.LinkState, Link> links = new ConcurrentHashMap<>();

    private record Link(NicState nic, @Nullable Counters counters) {}

    /**
     * @param node this node
     * @param reporter says it
     * @param changed is told that some guest or link has changed; must not block
     */
    public GuestReports(NodeName node, Reporter reporter, Runnable changed) {
        this.node = node;
        this.reporter = reporter;
        this.changed = changed;
    }

    @Override
    public void changed(VmSnapshot snapshot) {
        reporter.keep(new Topic.VmState(snapshot.definition().vm()), stamp -> vm(snapshot, stamp));
        snapshot.definition().nics().forEach(nic -> keep(snapshot, nic));
        changed.run();
    }

    @Override
    public void linkChanged(VmSnapshot snapshot, NetworkName network) {
        snapshot.definition().nic(network).ifPresent(nic -> keep(snapshot, nic));
        changed.run();
    }

    @Override
    public void gone(VmSnapshot last) {
        Definition definition = last.definition();
        for (NicState nic : definition.nics()) {
            Topic.LinkState topic =
                    new Topic.LinkState(definition.vm(), nic.nic().network());
            links.remove(topic);
            reporter.clear(topic);
        }
        reporter.clear(new Topic.VmState(definition.vm()));
        happened(definition.vm(), "guest_deleted", last.by(), "", -1);
        changed.run();
    }

    @Override
    public void happened(VmName vm, String type, @Nullable String by, String text, int exitCode) {
        reporter.happened(
                new Topic.NodeEvent(node),
                stamp -> new NodeEvent(
                        stamp, type, vm, by, text.isEmpty() ? null : text, exitCode < 0 ? null : (long) exitCode));
    }

    @Override
    public void printed(VmName vm, byte[] bytes, long written) {
        reporter.raw(new Topic.ConsoleOut(vm), bytes, written);
    }

    /** A link is said anew only where something about it has changed: its guest's phase is not about it. */
    private void keep(VmSnapshot snapshot, NicState nic) {
        Topic.LinkState topic =
                new Topic.LinkState(snapshot.definition().vm(), nic.nic().network());
        Link link = new Link(nic, snapshot.counters().get(nic.nic().mac()));
        if (!link.equals(links.put(topic, link))) {
            reporter.keep(topic, stamp -> link(link, stamp));
        }
    }

    private VmState vm(VmSnapshot snapshot, Stamp stamp) {
        Definition definition = snapshot.definition();
        NicState first = definition.nics().isEmpty() ? null : definition.nics().getFirst();
        Integer exitCode = snapshot.exitCode();
        return new VmState(
                stamp,
                OnOff.of(snapshot.on()),
                OnOff.of(definition.wanted()),
                snapshot.phase(),
                snapshot.since(),
                node,
                definition.image(),
                definition.memoryMib(),
                definition.nics().stream().map(nic -> nic.nic().network()).toList(),
                first == null ? null : first.ip(),
                first == null ? null : first.nic().mac(),
                definition.bootMs(),
                snapshot.by(),
                snapshot.cause(),
                exitCode == null ? null : exitCode.longValue());
    }

    private LinkState link(Link link, Stamp stamp) {
        NicState nic = link.nic();
        Counters counters = link.counters();
        return new LinkState(
                stamp,
                OnOff.of(nic.plugged()),
                node,
                nic.nic().mac(),
                nic.ip(),
                nic.nic().vnl(),
                0,
                0,
                null,
                counters == null ? null : counters.rxBytes(),
                counters == null ? null : counters.txBytes(),
                nic.by());
    }
}
