package scatola.presenter.homeassistant;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.Sample;
import scatola.bus.message.TestResult;
import scatola.presenter.box.World;

/** What was heard on the bus since somebody looked. Safe for several threads; holds nobody up. */
final class Notes {
    private final Traffic traffic = new Traffic();
    private World world = World.empty();
    private @Nullable Instant connected;
    private boolean again;
    private Set<Subject> deleted = new HashSet<>();

    /**
     * All of it.
     *
     * @param world what holds
     * @param connected since when the broker is there, or null if it is not
     * @param again whether it came since then, and may know nothing any more
     * @param deleted what was there and was deleted, even if it is there again
     * @param figures of guests' traffic that have changed
     */
    record Taken(
            World world,
            @Nullable Instant connected,
            boolean again,
            Set<Subject> deleted,
            Map<VmName, Traffic.Figures> figures) {}

    /**
     * Something was said.
     *
     * @return what happened to traffic with it, or null if nothing did
     */
    synchronized Traffic.@Nullable Turn heard(Topic topic, World before, World after) {
        world = after;
        World.Kept.Said said = after.said(topic);
        switch (topic) {
            case Topic.TestSample test
            when said != null && said.message() instanceof Sample sample && isNews(before, said) -> {
                return after.guest(sample.head().from()) == null ? null : traffic.heard(test.test(), sample);
            }
            case Topic.TestResult test
            when said != null && said.message() instanceof TestResult result && isNews(before, said) -> {
                if (after.guest(result.from()) != null) {
                    traffic.heard(test.test(), result);
                }
            }
            case Topic.VmState state
            when said == null -> {
                traffic.forget(state.vm());
                deleted.add(new Subject.Guest(state.vm()));
            }
            case Topic.NodeAvailability state when said == null -> deleted.add(new Subject.Pi(state.node()));
            default -> {}
        }
        return null;
    }

    /** The broker was lost, or is back. */
    synchronized void turned(Instant at, boolean isConnected, World after) {
        world = after;
        connected = isConnected ? at : null;
        if (isConnected) {
            again = true;
            traffic.again();
        }
    }

    /** @return since when the broker is there, or null if it is not */
    synchronized @Nullable Instant connected() {
        return connected;
    }

    /** @return all that was noted; what is told once is not told again */
    synchronized Taken take() {
        Taken taken = new Taken(world, connected, again, deleted, traffic.changes());
        again = false;
        deleted = new HashSet<>();
        return taken;
    }

    private static boolean isNews(World before, World.Kept.Said said) {
        return !said.equals(before.said(said.topic()));
    }
}
