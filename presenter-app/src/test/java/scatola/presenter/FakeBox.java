package scatola.presenter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import scatola.bus.testing.TestBroker;

/**
 * A box of nodes that speak the contract over a real broker, but have no guests behind it: pings are answered by whoever
 * has the address and is plugged in. Its time runs ten times as fast. One lock for everything.
 */
final class FakeBox implements AutoCloseable {
    /** A second in this box. */
    static final Duration SECOND = Duration.ofMillis(100);

    final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<FakeNode> nodes = new ArrayList<>();

    FakeBox(TestBroker broker, String... names) {
        for (String name : names) {
            nodes.add(new FakeNode(this, broker, name));
        }
        nodes.forEach(FakeNode::start);
    }

    FakeNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The node that is plugged in and has a guest with that address or name, or null. */
    synchronized @Nullable FakeNode reach(String target) {
        return nodes.stream()
                .filter(node -> node.isPlugged() && node.guestOf(target) != null)
                .findFirst()
                .orElse(null);
    }

    /** How many guests have that address, plugged in or not. */
    synchronized long holders(String cidr) {
        return nodes.stream().mapToLong(node -> node.holders(cidr)).sum();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        nodes.forEach(FakeNode::close);
    }
}
