package scatola.presenter.command;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.VmState;
import scatola.presenter.box.Node;
import scatola.presenter.box.Standing;
import scatola.presenter.box.World;

/** Decides from the world who is to answer a command. Pure. */
final class Judge {
    /** How many names a reason lists. */
    private static final int MOST_NAMES = 12;

    private Judge() {}

    /**
     * @param topic where the command came, as far as it could be read
     * @param world what is known
     * @param now the present
     */
    static Judgement judge(Decoded<Topic> topic, World world, Instant now) {
        return switch (topic) {
            case Decoded.Malformed<Topic> bad -> new Judgement.Hopeless(bad.reason());
            case Decoded.Value<Topic> good
            when good.value() instanceof Topic.Command command ->
                switch (command) {
                    case Topic.BoxRequest t -> new Judgement.Own(t);
                    case Topic.NodeRequest t -> node(t.node(), world, now);
                    case Topic.UplinkSet t -> node(t.node(), world, now);
                    case Topic.VmSet t -> guest(t.vm(), world, now);
                    case Topic.VmSetAttribute t -> guest(t.vm(), world, now);
                    case Topic.VmRequest t -> guest(t.vm(), world, now);
                    case Topic.LinkSet t -> guest(t.vm(), world, now);
                    case Topic.LinkSetAttribute t -> guest(t.vm(), world, now);
                };
            case Decoded.Value<Topic> good -> throw new IllegalArgumentException("no command: " + good.value());
        };
    }

    private static Judgement guest(VmName name, World world, Instant now) {
        VmState guest = world.guest(name);
        if (guest == null) {
            List<VmName> guests = List.copyOf(world.guests().keySet());
            return new Judgement.Doubtful(
                    guests.isEmpty()
                            ? "no guest %s: there is none yet, make one with node/pi1/request/vm/create".formatted(name)
                            : "no guest %s: there %s %s"
                                    .formatted(name, guests.size() == 1 ? "is" : "are", names(guests)));
        }
        Node node = world.node(guest.node());
        if (node != null && node.isOnline(now)) {
            return new Judgement.NodesTurn(guest.node());
        }
        return new Judgement.Doubtful("%s is on %s, which %s".formatted(name, guest.node(), absence(node, now)));
    }

    private static Judgement node(NodeName name, World world, Instant now) {
        Node node = world.node(name);
        if (node == null) {
            List<NodeName> online = world.nodes().values().stream()
                    .filter(one -> one.isOnline(now))
                    .map(Node::name)
                    .toList();
            return new Judgement.Doubtful("no node %s: online %s"
                    .formatted(
                            name,
                            online.isEmpty()
                                    ? "is none, plug one in"
                                    : (online.size() == 1 ? "is " : "are ") + names(online)));
        }
        return node.isOnline(now)
                ? new Judgement.NodesTurn(name)
                : new Judgement.Doubtful("%s %s".formatted(name, absence(node, now)));
    }

    private static String absence(@Nullable Node node, Instant now) {
        if (node == null) {
            return "was never online: plug it in";
        }
        return switch (node.standing(now)) {
            case Standing.Online online -> "is online";
            case Standing.Offline offline -> "is offline: plug it in";
            case Standing.Lost lost ->
                "was not heard for %d s: plug it in, or look at its log"
                        .formatted(Duration.between(lost.lastHeard(), now).toSeconds());
        };
    }

    private static String names(List<?> names) {
        String listed = names.stream().limit(MOST_NAMES).map(Object::toString).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? "%s and %d more".formatted(listed, names.size() - MOST_NAMES) : listed;
    }
}
