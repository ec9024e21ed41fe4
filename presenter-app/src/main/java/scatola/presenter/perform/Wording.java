package scatola.presenter.perform;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.Quoted;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.LinkSet;
import scatola.bus.message.OnOff;
import scatola.bus.message.Switch;
import scatola.bus.message.TestRequest;
import scatola.bus.message.UplinkSet;
import scatola.bus.message.VmCreate;
import scatola.bus.message.VmDelete;
import scatola.bus.message.VmSet;

/** What commands do, in words. */
final class Wording {
    private Wording() {}

    static String of(Order order) {
        return switch (order.topic()) {
            case Topic.NodeRequest t -> node(t, order);
            case Topic.VmSet t when order.message() instanceof VmSet set -> guest(t.vm(), set);
            case Topic.VmSet t -> "%s: set".formatted(t.vm());
            case Topic.VmSetAttribute t -> "%s: set %s".formatted(t.vm(), t.attribute());
            case Topic.VmRequest t when order.message() instanceof TestRequest test -> test(t.vm(), test);
            case Topic.VmRequest t -> "%s: %s".formatted(t.vm(), t.operation());
            case Topic.LinkSet t when order.message() instanceof LinkSet set -> link(t.vm(), t.network(), set);
            case Topic.LinkSet t -> "%s on %s: set".formatted(t.vm(), t.network());
            case Topic.LinkSetAttribute t -> "%s on %s: set %s".formatted(t.vm(), t.network(), t.attribute());
            case Topic.UplinkSet t when order.message() instanceof UplinkSet set -> uplink(t.node(), set);
            case Topic.UplinkSet t -> "the cable of %s: set".formatted(t.node());
            case Topic.BoxRequest t -> "the box: %s".formatted(t.operation());
        };
    }

    private static String node(Topic.NodeRequest topic, Order order) {
        NodeName node = topic.node();
        return switch (order.message()) {
            case VmCreate create -> create(node, create);
            case VmDelete delete -> "%s deletes %s".formatted(node, delete.vm());
            default -> "%s: %s".formatted(node, topic.operation());
        };
    }

    private static String create(NodeName node, VmCreate create) {
        List<VmCreate.NicRequest> nics = create.nics();
        String where = nics == null
                ? "on stage"
                : nics.isEmpty()
                        ? "without a NIC"
                        : nics.stream()
                                .map(nic -> nic.ip() == null
                                        ? "on %s".formatted(nic.network())
                                        : "on %s as %s".formatted(nic.network(), nic.ip()))
                                .collect(Collectors.joining(", "));
        return "%s makes %s of image %s %s%s"
                .formatted(node, create.vm(), create.image(), where, create.state() == OnOff.ON ? " and boots it" : "");
    }

    private static String guest(VmName vm, VmSet set) {
        List<String> what = new ArrayList<>();
        Switch state = set.state();
        if (state != null) {
            what.add(
                    switch (state) {
                        case ON -> "is booted";
                        case OFF -> "is powered down";
                        case TOGGLE -> "is switched over";
                    });
        }
        if (set.ip() != null) {
            what.add("gets " + set.ip());
        }
        return "%s %s".formatted(vm, String.join(" and ", what));
    }

    private static String link(VmName vm, NetworkName network, LinkSet set) {
        List<String> what = new ArrayList<>();
        Switch state = set.state();
        if (state != null) {
            what.add(
                    switch (state) {
                        case ON -> "is plugged in";
                        case OFF -> "is unplugged";
                        case TOGGLE -> "is plugged over";
                    });
        }
        add(what, "gets %s", set.ip());
        add(what, "is delayed by %s ms", set.delayMs());
        add(what, "loses %s %%", set.lossPct());
        add(what, "is slowed to %s kbit/s", set.bandwidthKbit());
        return "%s on %s %s".formatted(vm, network, String.join(" and ", what));
    }

    private static void add(List<String> what, String form, @Nullable Object value) {
        if (value != null) {
            what.add(form.formatted(value));
        }
    }

    private static String uplink(NodeName node, UplinkSet set) {
        return set.state() == OnOff.OFF
                ? "the cable of %s is pulled for %d s".formatted(node, set.forS())
                : "the cable of %s is put back".formatted(node);
    }

    private static String test(VmName vm, TestRequest request) {
        return switch (request) {
            case TestRequest.Ping m -> "%s pings %s".formatted(vm, m.to());
            case TestRequest.NetcatListen m -> "%s listens on port %d".formatted(vm, m.port());
            case TestRequest.NetcatSend m ->
                "%s sends '%s' to %s port %d".formatted(vm, Quoted.of(m.text()), m.to(), m.port());
            case TestRequest.IperfServe m -> "%s serves a measurement on port %d".formatted(vm, m.port());
            case TestRequest.Iperf m -> "%s measures throughput to %s for %d s".formatted(vm, m.to(), m.durationS());
            case TestRequest.Exec m -> "%s runs %s".formatted(vm, Quoted.of(String.join(" ", m.argv())));
            case TestRequest.Stop m -> "%s stops test %s".formatted(vm, m.test());
        };
    }
}
