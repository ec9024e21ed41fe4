package scatola.presenter.perform;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.OnOff;
import scatola.bus.message.Response;
import scatola.bus.message.Sender;
import scatola.bus.message.Status;
import scatola.bus.message.UplinkState;
import scatola.bus.message.VmDelete;
import scatola.bus.message.VmState;
import scatola.presenter.box.Node;
import scatola.presenter.box.World;

/**
 * Deletes all guests, each through its node as soon as that is there, and waits until they are gone and pulled cables
 * are back. Not safe for several threads.
 */
final class Reset {
    /** How long guests may take to go, once their nodes are there. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private record Asked(VmName vm, NodeName node) {}

    private final String by;
    private final Supplier<String> transactions;
    private final Instant began;
    private final Map<String, Asked> asked = new LinkedHashMap<>();
    private Instant next;
    private @Nullable String refused;

    /**
     * @param by who asks
     * @param transactions new ones
     * @param now the present
     */
    Reset(String by, Supplier<String> transactions, Instant now) {
        this.by = by;
        this.transactions = transactions;
        this.began = now;
        this.next = now;
    }

    /** What is to be sent now. */
    List<Order> orders(World world, Instant now) {
        next = now.plus(LOOK);
        List<Order> orders = new ArrayList<>();
        world.guests().forEach((vm, guest) -> {
            if (isOnline(world, guest, now)
                    && asked.values().stream().noneMatch(one -> one.vm().equals(vm))) {
                String transaction = transactions.get();
                asked.put(transaction, new Asked(vm, guest.node()));
                orders.add(new Order(
                        new Topic.NodeRequest(guest.node(), "vm/delete"),
                        new VmDelete(vm, new Sender(transaction, by))));
            }
        });
        return orders;
    }

    /** Something was answered. */
    void answered(Response response) {
        String transaction = response.transaction();
        Asked one = transaction == null ? null : asked.get(transaction);
        if (one != null && response.status() == Status.ERROR) {
            refused = "%s does not delete %s: %s".formatted(one.node(), one.vm(), response.error());
        }
    }

    boolean isDone(World world) {
        return world.guests().isEmpty() && pulled(world).isEmpty();
    }

    /** Why it can't be done, or null as long as it can. */
    @Nullable
    String failure(World world, Instant now) {
        if (refused != null) {
            return refused;
        }
        if (now.isBefore(latest(world))) {
            return null;
        }
        String guests = world.guests().entrySet().stream()
                .map(guest -> "%s on %s%s"
                        .formatted(
                                guest.getKey(),
                                guest.getValue().node(),
                                isOnline(world, guest.getValue(), now) ? "" : ", which is not online: plug it in"))
                .collect(Collectors.joining("; "));
        return guests.isEmpty()
                ? "the cable of %s is still pulled"
                        .formatted(pulled(world).stream().map(NodeName::text).collect(Collectors.joining(", ")))
                : "still there: " + guests;
    }

    /** When to look again. */
    Instant deadline() {
        return next;
    }

    /** A pulled cable says when it comes back. */
    private Instant latest(World world) {
        Instant latest = began.plus(PATIENCE);
        for (UplinkState uplink : world.uplinks().values()) {
            Instant back = uplink.backAt();
            if (uplink.state() == OnOff.OFF
                    && back != null
                    && back.plus(PATIENCE).isAfter(latest)) {
                latest = back.plus(PATIENCE);
            }
        }
        return latest;
    }

    private static List<NodeName> pulled(World world) {
        return world.uplinks().entrySet().stream()
                .filter(uplink -> uplink.getValue().state() == OnOff.OFF)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isOnline(World world, VmState guest, Instant now) {
        Node node = world.node(guest.node());
        return node != null && node.isOnline(now);
    }
}
