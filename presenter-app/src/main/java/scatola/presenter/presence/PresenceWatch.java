package scatola.presenter.presence;

import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.NodeName;
import scatola.bus.Topics;
import scatola.bus.client.BusConnection;
import scatola.presenter.box.World;

/**
 * Sees to it that a pulled cable shows within three seconds: a node that has fallen silent has its connection ended at
 * the broker, which publishes the node's own will then. Left alone, Mosquitto may take seven.
 */
public final class PresenceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceWatch.class);
    private static final long LOOK_MS = 200;

    private final Topics topics;
    private final BusConnection bus;
    private final Supplier<World> world;
    private final Clock clock;
    private final Silence silence = new Silence();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("presence").daemon().factory());

    /**
     * @param topics the box's
     * @param bus ends connections
     * @param world what was heard
     * @param clock the one that stamps arrivals
     */
    public PresenceWatch(Topics topics, BusConnection bus, Supplier<World> world, Clock clock) {
        this.topics = topics;
        this.bus = bus;
        this.world = world;
        this.clock = clock;
    }

    /** Begins to watch. */
    public void start() {
        thread.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void look() {
        try {
            if (bus.isConnected()) {
                silence.look(world.get(), clock.instant()).forEach(this::evict);
            }
        } catch (RuntimeException e) {
            // the next look must still come
            LOG.error("presence could not be watched", e);
        }
    }

    private void evict(NodeName node) {
        LOG.info("node={} is silent: its connection is ended", node);
        bus.evict(topics.clientId(node)).whenComplete((done, problem) -> {
            if (problem != null) {
                LOG.warn("node={} {}", node, problem.getMessage());
                thread.execute(() -> silence.forget(node));
            }
        });
    }
}
