package scatola.presenter.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that is set by hand. Not safe for several threads. */
final class FakeTime implements Time {
    private final List<Alarm> alarms = new ArrayList<>();
    private long now = 1_000_000_000;

    private record Alarm(long at, Runnable task) {}

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void after(Duration wait, Runnable task) {
        alarms.add(new Alarm(now + wait.toNanos(), task));
    }

    /** Time passes, and who is to be woken is. */
    void pass(Duration time) {
        long end = now + time.toNanos();
        while (true) {
            Alarm next = alarms.stream()
                    .filter(alarm -> alarm.at() <= end)
                    .min((one, other) -> Long.compare(one.at(), other.at()))
                    .orElse(null);
            if (next == null) {
                now = end;
                return;
            }
            alarms.remove(next);
            now = Math.max(now, next.at());
            next.task().run();
        }
    }
}
