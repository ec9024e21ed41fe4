package scatola.bus;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Topics as text, below the root of one box. Two boxes share a broker by having different roots. Immutable.
 */
public final class Topics {
    private static final Pattern ROOT = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*");

    private final String prefix;

    /**
     * @param root the first levels of every topic, usually {@code scatola}
     * @throws IllegalArgumentException if {@code root} can't stand in a topic
     */
    public Topics(String root) {
        if (!ROOT.matcher(root).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no root for topics: use letters, digits, - and _, levels joined by /"
                            .formatted(Quoted.of(root)));
        }
        this.prefix = root + "/";
    }

    /** @return the root without a slash at its end */
    public String root() {
        return prefix.substring(0, prefix.length() - 1);
    }

    /**
     * The client id of a node: fixed, so that a node that comes back takes the place of its dead connection. It begins
     * with the root, since two boxes may share a broker.
     *
     * @param node which
     * @return for the root {@code scatola}, {@code scatola-node-NAME}
     */
    public String clientId(NodeName node) {
        return "%s-node-%s".formatted(root().replace('/', '-'), node);
    }

    /**
     * The client id of a presenter app: fixed, for the same reason.
     *
     * @param presenter which
     * @return for the root {@code scatola}, {@code scatola-presenter-NAME}
     */
    public String clientId(PresenterName presenter) {
        return "%s-presenter-%s".formatted(root().replace('/', '-'), presenter);
    }

    /**
     * @param pattern a topic filter below the root (MQTT 5, section 4.7), such as {@code vm/+/set}
     * @return the filter for a subscription
     */
    public String filter(String pattern) {
        return prefix + pattern;
    }

    /**
     * @param topic any topic of the contract
     * @return its text
     */
    public String text(Topic topic) {
        return prefix
                + switch (topic) {
                    case Topic.NodeAvailability t -> "node/%s/availability".formatted(t.node());
                    case Topic.NodeState t -> "node/%s".formatted(t.node());
                    case Topic.NodeAlert t -> "node/%s/alert/%s".formatted(t.node(), t.alert());
                    case Topic.NodeEvent t -> "node/%s/event".formatted(t.node());
                    case Topic.NodeRequest t -> "node/%s/request/%s".formatted(t.node(), t.operation());
                    case Topic.NodeResponse t -> "node/%s/response/%s".formatted(t.node(), t.operation());
                    case Topic.VmState t -> "vm/%s".formatted(t.vm());
                    case Topic.VmSet t -> "vm/%s/set".formatted(t.vm());
                    case Topic.VmSetAttribute t -> "vm/%s/set/%s".formatted(t.vm(), t.attribute());
                    case Topic.VmRequest t -> "vm/%s/request/%s".formatted(t.vm(), t.operation());
                    case Topic.VmResponse t -> "vm/%s/response/%s".formatted(t.vm(), t.operation());
                    case Topic.ConsoleOut t -> "vm/%s/console/out".formatted(t.vm());
                    case Topic.ConsoleIn t -> "vm/%s/console/in".formatted(t.vm());
                    case Topic.LinkState t -> "link/%s/%s".formatted(t.vm(), t.network());
                    case Topic.LinkSet t -> "link/%s/%s/set".formatted(t.vm(), t.network());
                    case Topic.LinkSetAttribute t -> "link/%s/%s/set/%s".formatted(t.vm(), t.network(), t.attribute());
                    case Topic.LinkResponse t -> "link/%s/%s/response/set".formatted(t.vm(), t.network());
                    case Topic.UplinkState t -> "uplink/%s".formatted(t.node());
                    case Topic.UplinkSet t -> "uplink/%s/set".formatted(t.node());
                    case Topic.UplinkResponse t -> "uplink/%s/response/set".formatted(t.node());
                    case Topic.TestSample t -> "test/%s".formatted(t.test());
                    case Topic.TestResult t -> "test/%s/result".formatted(t.test());
                    case Topic.BoxState t -> "box/state";
                    case Topic.BoxInfo t -> "box/info";
                    case Topic.BoxRequest t -> "box/request/%s".formatted(t.operation());
                    case Topic.BoxResponse t -> "box/response/%s".formatted(t.operation());
                    case Topic.Presenter t -> "presenter/%s".formatted(t.presenter());
                };
    }

    /**
     * Reads a topic. Total.
     *
     * @param text a topic as it came from the broker
     * @return the topic, or why it is none of the contract's
     */
    public Decoded<Topic> parse(String text) {
        if (!text.startsWith(prefix)) {
            return new Decoded.Malformed<>("%s is not below %s".formatted(Quoted.of(text), prefix));
        }
        List<String> levels = Arrays.asList(text.substring(prefix.length()).split("/", -1));
        try {
            Topic topic = levels.size() < 2
                    ? null
                    : switch (levels.get(0)) {
                        case "node" -> node(levels);
                        case "vm" -> vm(levels);
                        case "link" -> link(levels);
                        case "uplink" -> uplink(levels);
                        case "test" -> test(levels);
                        case "box" -> box(levels);
                        case "presenter" ->
                            levels.size() == 2 ? new Topic.Presenter(new PresenterName(levels.get(1))) : null;
                        default -> null;
                    };
            return topic == null
                    ? new Decoded.Malformed<>("%s is no topic of the box".formatted(Quoted.of(text)))
                    : new Decoded.Value<>(topic);
        } catch (IllegalArgumentException e) {
            return new Decoded.Malformed<>(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Topic node(List<String> levels) {
        NodeName node = new NodeName(levels.get(1));
        int size = levels.size();
        if (size == 2) {
            return new Topic.NodeState(node);
        }
        return switch (levels.get(2)) {
            case "availability" -> size == 3 ? new Topic.NodeAvailability(node) : null;
            case "event" -> size == 3 ? new Topic.NodeEvent(node) : null;
            case "alert" -> size == 4 ? new Topic.NodeAlert(node, new AlertId(levels.get(3))) : null;
            case "request" -> new Topic.NodeRequest(node, operation(levels, 3));
            case "response" -> new Topic.NodeResponse(node, operation(levels, 3));
            default -> null;
        };
    }

    private static @Nullable Topic vm(List<String> levels) {
        VmName vm = new VmName(levels.get(1));
        int size = levels.size();
        if (size == 2) {
            return new Topic.VmState(vm);
        }
        return switch (levels.get(2)) {
            case "set" -> size == 3 ? new Topic.VmSet(vm) : new Topic.VmSetAttribute(vm, operation(levels, 3));
            case "request" -> new Topic.VmRequest(vm, operation(levels, 3));
            case "response" -> new Topic.VmResponse(vm, operation(levels, 3));
            case "console" ->
                size != 4
                        ? null
                        : switch (levels.get(3)) {
                            case "out" -> new Topic.ConsoleOut(vm);
                            case "in" -> new Topic.ConsoleIn(vm);
                            default -> null;
                        };
            default -> null;
        };
    }

    private static @Nullable Topic link(List<String> levels) {
        int size = levels.size();
        if (size < 3) {
            return null;
        }
        VmName vm = new VmName(levels.get(1));
        NetworkName network = new NetworkName(levels.get(2));
        if (size == 3) {
            return new Topic.LinkState(vm, network);
        }
        return switch (levels.get(3)) {
            case "set" ->
                size == 4
                        ? new Topic.LinkSet(vm, network)
                        : new Topic.LinkSetAttribute(vm, network, operation(levels, 4));
            case "response" -> size == 5 && levels.get(4).equals("set") ? new Topic.LinkResponse(vm, network) : null;
            default -> null;
        };
    }

    private static @Nullable Topic uplink(List<String> levels) {
        NodeName node = new NodeName(levels.get(1));
        String rest = String.join("/", levels.subList(2, levels.size()));
        return switch (rest) {
            case "" -> levels.size() == 2 ? new Topic.UplinkState(node) : null;
            case "set" -> new Topic.UplinkSet(node);
            case "response/set" -> new Topic.UplinkResponse(node);
            default -> null;
        };
    }

    private static @Nullable Topic test(List<String> levels) {
        TestId test = new TestId(levels.get(1));
        String rest = String.join("/", levels.subList(2, levels.size()));
        return switch (rest) {
            case "" -> levels.size() == 2 ? new Topic.TestSample(test) : null;
            case "result" -> new Topic.TestResult(test);
            default -> null;
        };
    }

    private static @Nullable Topic box(List<String> levels) {
        boolean leaf = levels.size() == 2;
        return switch (levels.get(1)) {
            case "state" -> leaf ? new Topic.BoxState() : null;
            case "info" -> leaf ? new Topic.BoxInfo() : null;
            case "request" -> new Topic.BoxRequest(operation(levels, 2));
            case "response" -> new Topic.BoxResponse(operation(levels, 2));
            default -> null;
        };
    }

    private static String operation(List<String> levels, int from) {
        return String.join("/", levels.subList(Math.min(from, levels.size()), levels.size()));
    }
}
