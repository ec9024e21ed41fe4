package scatola.nodeservice.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.AlertId;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.message.OnOff;
import scatola.bus.message.Severity;
import scatola.bus.message.UplinkState;
import scatola.nodeservice.report.Alerts;
import scatola.nodeservice.report.Reporter;

/**
 * The node's own cable: told on the bus, and pulled for a while by command. That it is pulled, and which routes went
 * with it, stands on disk until it is back, so that a service that dies meanwhile puts it back at its next start.
 */
public final class Uplink {
    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);
    private static final AlertId STUCK = new AlertId("uplink-stuck");
    private static final int AGAIN_S = 2;

    private final NodeName node;
    private final Cable cable;
    private final Path note;
    private final Reporter reporter;
    private final Alerts alerts;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final Runnable whenBack;

    private @Nullable Pull pull;
    private long pulls;
    private @Nullable String by;
    private @Nullable Seen last;

    /** Its number tells it from an earlier one, which no clock can be trusted to do: a Pi's may jump. */
    private record Pull(long number, Instant backAt, boolean done) {}

    private record Seen(
            boolean carrier,
            @Nullable Long speedMbit,
            @Nullable String address,
            @Nullable Pull pull) {}

    /**
     * @param node this node
     * @param cable the interface
     * @param folder the node's own
     * @param reporter tells how it is
     * @param alerts for a cable that does not come back
     * @param clock for people
     * @param timer puts it back
     * @param whenBack is run when there is a signal again
     */
    Uplink(
            NodeName node,
            Cable cable,
            Path folder,
            Reporter reporter,
            Alerts alerts,
            Clock clock,
            ScheduledExecutorService timer,
            Runnable whenBack) {
        this.node = node;
        this.cable = cable;
        this.note = folder.resolve("uplink-pulled");
        this.reporter = reporter;
        this.alerts = alerts;
        this.clock = clock;
        this.timer = timer;
        this.whenBack = whenBack;
    }

    /**
     * The cable by way of ip(8).
     *
     * @param name of the interface
     * @return the uplink
     */
    public static Uplink of(
            NodeName node,
            String name,
            Path folder,
            Reporter reporter,
            Alerts alerts,
            Clock clock,
            ScheduledExecutorService timer,
            Runnable whenBack) {
        return new Uplink(node, new IpCable(name), folder, reporter, alerts, clock, timer, whenBack);
    }

    /** Puts back what an earlier run of the service left pulled, and tells how the cable is. */
    public synchronized void start() {
        if (Files.exists(note)) {
            LOG.warn("uplink={} was left pulled by an earlier run", cable.name());
            pull = new Pull(++pulls, clock.instant(), true);
            putBack();
        }
        look();
    }

    /** Looks at the cable and tells if anything has changed. Blocks for some milliseconds. */
    public synchronized void look() {
        Seen now = new Seen(cable.carrier(), cable.speedMbit(), cable.address(), pull);
        Seen before = last;
        if (now.equals(before)) {
            return;
        }
        last = now;
        tell(now);
        if (before == null || before.carrier() != now.carrier()) {
            LOG.info("uplink={} carrier={} by={}", cable.name(), now.carrier(), by);
        }
        if (before != null && !before.carrier() && now.carrier()) {
            whenBack.run();
        }
    }

    /** @return the interface's name */
    public String name() {
        return cable.name();
    }

    /** @return its address, or null */
    public @Nullable String address() {
        return cable.address();
    }

    /**
     * Announces a pull: it is told, but not done before {@link #carryOut}, so that the answer can still leave.
     *
     * @param forS until it is put back
     * @param who asks, or null
     * @return why not, or empty
     */
    public synchronized Optional<String> announcePull(long forS, @Nullable String who) {
        if (pull != null) {
            return Optional.of("the cable is pulled already and comes back at %s".formatted(pull.backAt()));
        }
        try {
            Files.write(note, cable.routes());
        } catch (IOException e) {
            return Optional.of("the cable can't be pulled: %s".formatted(e.getMessage()));
        }
        long number = ++pulls;
        pull = new Pull(number, clock.instant().plusSeconds(forS), false);
        by = who;
        look();
        timer.schedule(() -> putBackInTime(number), forS, TimeUnit.SECONDS);
        return Optional.empty();
    }

    /** Does what was announced. */
    public synchronized void carryOut() {
        Pull announced = pull;
        if (announced == null || announced.done()) {
            return;
        }
        try {
            cable.down();
            pull = new Pull(announced.number(), announced.backAt(), true);
            LOG.info("uplink={} pulled until={} by={}", cable.name(), announced.backAt(), by);
        } catch (IOException e) {
            LOG.error("uplink={} can't be pulled: the service needs CAP_NET_ADMIN for that", cable.name(), e);
            alerts.raise(STUCK, Severity.ERROR, "the cable can't be pulled: %s".formatted(e.getMessage()));
            forget();
        }
        look();
    }

    /**
     * Puts the cable back early.
     *
     * @param who asks, or null
     */
    public synchronized void plug(@Nullable String who) {
        by = who;
        if (pull != null) {
            putBack();
            look();
        }
    }

    private synchronized void putBackInTime(long number) {
        if (pull != null && pull.number() == number) {
            putBack();
            look();
        }
    }

    private void putBack() {
        try {
            List<String> routes = Files.exists(note) ? Files.readAllLines(note) : List.of();
            cable.up(routes);
            forget();
            alerts.clear(STUCK);
            LOG.info("uplink={} put back", cable.name());
        } catch (IOException e) {
            LOG.error("uplink={} can't be put back, trying again in {} s", cable.name(), AGAIN_S, e);
            alerts.raise(STUCK, Severity.ERROR, "the cable can't be put back: %s".formatted(e.getMessage()));
            long number = pulls;
            timer.schedule(() -> putBackInTime(number), AGAIN_S, TimeUnit.SECONDS);
        }
    }

    private void forget() {
        pull = null;
        try {
            Files.deleteIfExists(note);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + note, e);
        }
    }

    private void tell(Seen now) {
        String who = by;
        reporter.keep(
                new Topic.UplinkState(node),
                stamp -> new UplinkState(
                        stamp,
                        OnOff.of(now.pull() == null),
                        cable.name(),
                        now.carrier(),
                        now.speedMbit(),
                        now.address(),
                        now.pull() == null ? null : now.pull().backAt(),
                        who));
    }
}
