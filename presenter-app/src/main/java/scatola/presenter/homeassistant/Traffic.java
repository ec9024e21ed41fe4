package scatola.presenter.homeassistant;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import scatola.bus.Stamp;
import scatola.bus.TestId;
import scatola.bus.VmName;
import scatola.bus.message.Sample;
import scatola.bus.message.TestResult;

/**
 * Folds samples and results of pings into what Home Assistant shows of a guest: figures of its newest test, and that
 * traffic was lost and came back. Samples are not retained, so a test of which one is heard for the first time is newer
 * than all others; of tests known by their results only, the node's stamps tell. Knows no clock and no thread.
 */
final class Traffic {
    /** How many tests may go on at a time; of more, those that began first are forgotten. */
    static final int MOST_FLOWS = 200;

    private final Map<TestId, Flow> flows = new LinkedHashMap<>();
    private final Map<VmName, Newest> newest = new HashMap<>();
    private final Set<VmName> changed = new HashSet<>();

    /**
     * Figures of a guest's newest test.
     *
     * @param test which
     * @param roundTripMs of its newest sample, or null while there are no replies
     * @param outageMs the longest so far; null while traffic is lost, or if it did not come back
     */
    record Figures(
            TestId test,
            @Nullable Double roundTripMs,
            @Nullable Long outageMs) {}

    /** What happens to traffic. */
    sealed interface Turn {
        /** @return in which guest the test runs */
        VmName vm();

        /** @return which test saw it */
        TestId test();

        /** Replies came, and now they don't. */
        record Lost(VmName vm, TestId test) implements Turn {}

        /**
         * Replies come again.
         *
         * @param outageMs from the last reply before to the first one after
         */
        record Recovered(VmName vm, TestId test, long outageMs) implements Turn {}
    }

    /** @param stamp of its result if nothing else was heard of it, else null */
    private record Newest(Figures figures, @Nullable Stamp stamp) {}

    private static final class Flow {
        @Nullable
        Instant replied;

        boolean lost;
        long outageMs;
    }

    /**
     * A sample was taken.
     *
     * @return what happened to traffic with it, or null if nothing did
     */
    @Nullable
    Turn heard(TestId test, Sample sample) {
        VmName vm = sample.head().from();
        Instant at = sample.head().ts();
        return switch (sample) {
            case Sample.PingReply reply -> {
                Flow flow = flow(vm, test);
                long outageMs = flow.lost && flow.replied != null
                        ? Math.max(0, Duration.between(flow.replied, at).toMillis())
                        : 0;
                boolean recovered = flow.lost;
                flow.replied = at;
                flow.lost = false;
                flow.outageMs = Math.max(flow.outageMs, outageMs);
                figures(vm, new Figures(test, reply.ms(), flow.outageMs));
                yield recovered ? new Turn.Recovered(vm, test, outageMs) : null;
            }
            case Sample.PingTimeout timeout -> {
                Flow flow = flow(vm, test);
                boolean lost = flow.replied != null && !flow.lost;
                flow.lost |= lost;
                figures(vm, new Figures(test, null, null));
                yield lost ? new Turn.Lost(vm, test) : null;
            }
            case Sample.IperfInterval interval -> null;
            case Sample.Line line -> null;
        };
    }

    /** A test is over, or was over before this app came. */
    void heard(TestId test, TestResult result) {
        TestResult.PingFigures ping = result.ping();
        if (ping == null) {
            return;
        }
        boolean seen = flows.remove(test) != null;
        Newest last = newest.get(result.from());
        if (last != null && last.figures().test().equals(test)) {
            figures(result.from(), new Figures(test, last.figures().roundTripMs(), ping.outageMs()));
        } else if (!seen
                && (last == null || last.stamp() != null && result.stamp().compareTo(last.stamp()) > 0)) {
            newest.put(result.from(), new Newest(new Figures(test, ping.avgMs(), ping.outageMs()), result.stamp()));
            changed.add(result.from());
        }
    }

    /** There is no such guest any more. */
    void forget(VmName vm) {
        newest.remove(vm);
        changed.remove(vm);
    }

    /** All figures count as changed. */
    void again() {
        changed.addAll(newest.keySet());
    }

    /** @return the figures that have changed since this was asked */
    Map<VmName, Figures> changes() {
        Map<VmName, Figures> changes = new TreeMap<>();
        newest.forEach((vm, last) -> {
            if (changed.contains(vm)) {
                changes.put(vm, last.figures());
            }
        });
        changed.clear();
        return changes;
    }

    private Flow flow(VmName vm, TestId test) {
        Flow known = flows.get(test);
        if (known != null) {
            return known;
        }
        if (flows.size() >= MOST_FLOWS) {
            flows.remove(flows.keySet().iterator().next());
        }
        Flow flow = new Flow();
        flows.put(test, flow);
        newest.put(vm, new Newest(new Figures(test, null, null), null));
        return flow;
    }

    /** Only the newest test's count. */
    private void figures(VmName vm, Figures figures) {
        Newest last = newest.get(vm);
        if (last != null && last.figures().test().equals(figures.test())) {
            newest.put(vm, new Newest(figures, last.stamp()));
            changed.add(vm);
        }
    }
}
