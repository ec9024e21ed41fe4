package scatola.presenter.button;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How often a rule may send its command: at most {@value #MOST} times in any second. Not safe for several threads. */
final class Pace {
    static final int MOST = 5;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Deque<Long> kept = new ArrayDeque<>();
    private @Nullable Long dropped;

    /** What comes of its rule's being meant at that time, by a clock that only goes forward. */
    Press press(Rule rule, long nanos) {
        while (!kept.isEmpty() && nanos - kept.getFirst() >= SECOND) {
            kept.removeFirst();
        }
        if (kept.size() < MOST) {
            kept.addLast(nanos);
            return new Press.Counts(rule);
        }
        boolean first = dropped == null || nanos - dropped >= SECOND;
        dropped = nanos;
        return new Press.TooFast(rule, first);
    }
}
