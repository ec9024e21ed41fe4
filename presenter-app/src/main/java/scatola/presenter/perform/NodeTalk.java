package scatola.presenter.perform;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.LinkState;
import scatola.bus.message.Sender;
import scatola.bus.message.TestRequest;
import scatola.presenter.box.World;

/**
 * Tells what nodes ask each other from what people ask: the node of the guest that measures throughput asks that of the
 * other guest to serve, and to stop serving if nobody came. Such a command has neither transaction nor test id. Not safe
 * for several threads.
 */
final class NodeTalk {
    /** How long a node may take to ask the other one. */
    private static final Duration MOMENT = Duration.ofSeconds(60);

    private record Measuring(
            Instant at, VmName from, @Nullable String transaction, String to, int port) {}

    private final List<Measuring> measuring = new ArrayList<>();
    private final Set<TestId> served = new HashSet<>();

    /**
     * Takes a command.
     *
     * @param at when it came
     * @param order it
     * @param world what holds then
     * @return whether a node asked for it
     */
    boolean isOfNodes(Instant at, Order order, World world) {
        measuring.removeIf(one -> one.at().plus(MOMENT).isBefore(at));
        if (!(order.topic() instanceof Topic.VmRequest request) || !(order.message() instanceof TestRequest test)) {
            return false;
        }
        return switch (test) {
            case TestRequest.Iperf iperf -> {
                measuring.add(new Measuring(at, request.vm(), iperf.sender().transaction(), iperf.to(), iperf.port()));
                yield false;
            }
            case TestRequest.IperfServe serve
            when serve.test() == null && serve.sender().transaction() == null ->
                serves(request.vm(), serve.port(), world);
            case TestRequest.Stop stop when stop.sender().equals(Sender.ANONYMOUS) -> served.remove(stop.test());
            default -> false;
        };
    }

    /**
     * A command was answered: if it was to measure, nobody is asked to serve for it any more.
     *
     * @param topic where the answer came
     * @param transaction the command's
     */
    void answered(Topic topic, @Nullable String transaction) {
        if (topic instanceof Topic.VmResponse response) {
            measuring.removeIf(
                    one -> one.from().equals(response.vm()) && Objects.equals(one.transaction(), transaction));
        }
    }

    /**
     * A command of a node was answered.
     *
     * @param test the test that it started, or null
     */
    void serves(@Nullable TestId test) {
        if (test != null) {
            served.add(test);
        }
    }

    /** Each measurement needs one server. */
    private boolean serves(VmName vm, int port, World world) {
        for (Measuring one : measuring) {
            if (one.port() == port && isAt(vm, one.to(), world)) {
                measuring.remove(one);
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(VmName vm, String target, World world) {
        return vm.text().equals(target)
                || world.links().entrySet().stream()
                        .filter(link -> link.getKey().vm().equals(vm))
                        .anyMatch(link -> has(link.getValue(), target));
    }

    private static boolean has(LinkState link, String address) {
        return link.ip() != null && link.ip().address().equals(address);
    }
}
