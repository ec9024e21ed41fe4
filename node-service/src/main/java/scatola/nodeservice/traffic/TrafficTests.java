package scatola.nodeservice.traffic;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import scatola.bus.TestId;
import scatola.bus.VmName;
import scatola.bus.message.TestRequest;
import scatola.nodeservice.guest.Guest;

/** The tests that run in this node's guests. Safe for several threads; never blocks. */
public final class TrafficTests {
    /** How many may run in one guest at a time. */
    public static final int MOST_IN_A_GUEST = 16;

    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Map<TestId, RunningTest> running = new ConcurrentHashMap<>();

    /** @param timer for what is overdue */
    public TrafficTests(ScheduledExecutorService timer) {
        this(timer, new SteadyClock());
    }

    /**
     * @param timer for what is overdue
     * @param clock by which things are overdue
     */
    TrafficTests(ScheduledExecutorService timer, Clock clock) {
        this.timer = timer;
        this.clock = clock;
    }

    /**
     * Starts a test.
     *
     * @param id its name, of which there is only one at a time
     * @param from the guest's name
     * @param guest where it runs
     * @param request what it does
     * @param address the IPv4 address it is aimed at; needed by those that are aimed at something
     * @param listener hears of it
     * @return null if it has begun, or a reason for people why it hasn't
     */
    public synchronized @Nullable String start(
            TestId id, VmName from, Guest guest, TestRequest request, @Nullable String address, TestListener listener) {
        if (running.containsKey(id)) {
            return "test %s runs already: stop it first, or take another id".formatted(id);
        }
        if (running(from).size() >= MOST_IN_A_GUEST) {
            return "%d tests run in %s already: stop one first".formatted(MOST_IN_A_GUEST, from);
        }
        Programs.Program program = Programs.of(request, address);
        RunningTest test = new RunningTest(from, program.watch(), listener, timer, clock, () -> running.remove(id));
        running.put(id, test);
        try {
            test.begin(guest, program.argv(), program.endsWithin());
            return null;
        } catch (Guest.GuestRefused e) {
            running.remove(id);
            return e.getMessage();
        }
    }

    /**
     * Stops a test; its result still comes.
     *
     * @param from the guest it runs in
     * @param id its name
     * @return whether there was such a test
     */
    public boolean stop(VmName from, TestId id) {
        RunningTest test = running.get(id);
        if (test == null || !test.from().equals(from)) {
            return false;
        }
        test.stop();
        return true;
    }

    /**
     * @param id a test
     * @return whether it runs
     */
    public boolean isRunning(TestId id) {
        return running.containsKey(id);
    }

    /**
     * @param from a guest
     * @return the tests that run in it
     */
    public List<TestId> running(VmName from) {
        return running.entrySet().stream()
                .filter(entry -> entry.getValue().from().equals(from))
                .map(Map.Entry::getKey)
                .toList();
    }
}
