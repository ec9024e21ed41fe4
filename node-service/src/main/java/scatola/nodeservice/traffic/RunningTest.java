package scatola.nodeservice.traffic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import scatola.bus.VmName;
import scatola.bus.message.Ended;
import scatola.nodeservice.guest.Guest;

/** A test from its begin to its end. Safe for several threads: what it hears is taken one at a time. */
final class RunningTest implements Guest.JobListener {
    private final VmName from;
    private final Watch watch;
    private final TestListener listener;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Runnable whenEnded;
    private final Instant begun;

    private Guest.@Nullable Job job;
    private @Nullable ScheduledFuture<?> overdue;
    private @Nullable ScheduledFuture<?> end;
    private boolean stopped;
    private boolean tookTooLong;
    private boolean enough;
    private boolean over;

    RunningTest(
            VmName from,
            Watch watch,
            TestListener listener,
            ScheduledExecutorService timer,
            Clock clock,
            Runnable whenEnded) {
        this.from = from;
        this.watch = watch;
        this.listener = listener;
        this.timer = timer;
        this.clock = clock;
        this.whenEnded = whenEnded;
        this.begun = clock.instant();
    }

    VmName from() {
        return from;
    }

    synchronized void begin(Guest guest, List<String> argv, @Nullable Duration endsWithin) {
        watch.begun(clock.instant());
        job = guest.start(argv, "", this);
        if (over) {
            return;
        }
        watchTheClock();
        if (endsWithin != null) {
            end = timer.schedule(this::tooLong, endsWithin.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    synchronized void stop() {
        stopped = true;
        if (job != null) {
            job.stop();
        }
    }

    private synchronized void tooLong() {
        tookTooLong = true;
        if (job != null && !over) {
            job.stop();
        }
    }

    @Override
    public synchronized void line(String text) {
        if (!over) {
            tell(watch.line(text, clock.instant()));
            watchTheClock();
        }
    }

    @Override
    public synchronized void ended(int exitCode) {
        if (over) {
            return;
        }
        over = true;
        if (overdue != null) {
            overdue.cancel(false);
        }
        if (end != null) {
            end.cancel(false);
        }
        Ended why = exitCode < 0
                ? Ended.GUEST_GONE
                : stopped ? Ended.STOPPED : tookTooLong ? Ended.FAILED : Ended.COMPLETED;
        boolean itself = !stopped && !tookTooLong && !enough;
        Duration took = Duration.between(begun, clock.instant());
        whenEnded.run();
        listener.ended(watch.result(why, itself ? exitCode : Math.min(exitCode, -1), took.toMillis()));
    }

    private void tell(List<TrafficSample> samples) {
        samples.forEach(listener::sample);
    }

    private void watchTheClock() {
        if (overdue != null) {
            overdue.cancel(false);
        }
        Optional<Instant> next = watch.next();
        if (next.isPresent() && !over) {
            long delay =
                    Math.max(1, Duration.between(clock.instant(), next.get()).toMillis() + 1);
            try {
                overdue = timer.schedule(this::due, delay, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // the service is ending, and with it this test's telling
                overdue = null;
            }
        }
    }

    private synchronized void due() {
        if (!over) {
            tell(watch.due(clock.instant()));
            if (watch.enough() && job != null) {
                // It waits for what has been given up.
                enough = true;
                job.stop();
            }
            watchTheClock();
        }
    }
}
