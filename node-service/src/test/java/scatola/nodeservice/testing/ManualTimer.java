package scatola.nodeservice.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A timer and its clock, both moved by hand. Tasks may come from any thread; they run on the one that lets time pass. */
public final class ManualTimer extends ScheduledThreadPoolExecutor {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparing((Task task) -> task.at));
    private Instant now = Instant.EPOCH;

    /** It is 1970. */
    public ManualTimer() {
        super(0);
    }

    /** @return tells this timer's time */
    public Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    /**
     * Lets time pass, and what is due happen at its time.
     *
     * @param time how much
     */
    public void pass(Duration time) {
        Instant end = now().plus(time);
        for (Task task = due(end); task != null; task = due(end)) {
            task.run();
        }
        synchronized (tasks) {
            now = end;
        }
    }

    /** @return how many tasks wait for their time */
    public int waiting() {
        synchronized (tasks) {
            return tasks.size();
        }
    }

    private Instant now() {
        synchronized (tasks) {
            return now;
        }
    }

    private @Nullable Task due(Instant end) {
        synchronized (tasks) {
            Task task = tasks.peek();
            if (task == null || task.at.isAfter(end)) {
                return null;
            }
            now = task.at;
            return tasks.remove();
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        synchronized (tasks) {
            Task task = new Task(command, now.plus(delay, unit.toChronoUnit()));
            tasks.add(task);
            return task;
        }
    }

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final Instant at;

        Task(Runnable command, Instant at) {
            super(command, null);
            this.at = at;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(now(), at));
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
