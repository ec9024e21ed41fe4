package scatola.nodeservice.traffic;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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

    /**
     * @param timer for what is overdue
     * @param clock for samples
     */
    public TrafficTests(ScheduledExecutorService timer, Clock clock) {
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
        Program program = program(request, String.valueOf(address));
        RunningTest test = new RunningTest(from, program.watch(), listener, timer, clock, () -> running.remove(id));
        running.put(id, test);
        test.begin(guest, program.argv(), program.input(), program.endsWithin());
        return null;
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
     * @param from a guest
     * @return the tests that run in it
     */
    public List<TestId> running(VmName from) {
        return running.entrySet().stream()
                .filter(entry -> entry.getValue().from().equals(from))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * What is run in the guest.
     *
     * @param argv the program
     * @param input what it reads
     * @param watch reads what it prints
     * @param endsWithin it is stopped after that, or null
     */
    private record Program(
            List<String> argv,
            String input,
            Watch watch,
            @Nullable Duration endsWithin) {}

    private static Program program(TestRequest request, String address) {
        return switch (request) {
            case TestRequest.Ping ping -> {
                Duration interval = Duration.ofMillis(ping.intervalMs());
                List<String> argv = new ArrayList<>(List.of("ping", "-i", seconds(interval)));
                Long count = ping.count();
                if (count != null) {
                    argv.addAll(List.of("-c", count.toString()));
                }
                argv.add(address);
                // ping waits for the last reply by itself, busybox for 10 s: the last timeout is told by then
                Duration end = count == null
                        ? null
                        : interval.multipliedBy(count - 1)
                                .plus(PingWatch.TIMEOUT)
                                .plusMillis(500);
                yield new Program(argv, "", new PingWatch(interval, count), end);
            }
            case TestRequest.NetcatListen listen ->
                new Program(List.of("nc", "-l", "-p", Integer.toString(listen.port())), "", new LinesWatch(true), null);
            case TestRequest.NetcatSend send ->
                new Program(
                        List.of("nc", "-w", "3", address, Integer.toString(send.port())),
                        send.text() + "\n",
                        new LinesWatch(false),
                        Duration.ofSeconds(5));
            case TestRequest.IperfServe serve ->
                new Program(
                        List.of("iperf3", "-s", "-1", "-p", Integer.toString(serve.port()), "--forceflush", "-f", "m"),
                        "",
                        new IperfWatch(true),
                        null);
            case TestRequest.Iperf iperf ->
                new Program(
                        List.of(
                                "iperf3",
                                "-c",
                                address,
                                "-p",
                                Integer.toString(iperf.port()),
                                "-t",
                                Long.toString(iperf.durationS()),
                                "-i",
                                Long.toString(iperf.intervalS()),
                                "--connect-timeout",
                                "3000",
                                "--forceflush",
                                "-f",
                                "m"),
                        "",
                        new IperfWatch(false),
                        Duration.ofSeconds(iperf.durationS() + 15));
            case TestRequest.Exec exec ->
                new Program(exec.argv(), "", new LinesWatch(false), Duration.ofSeconds(exec.timeoutS()));
            case TestRequest.Stop stop -> throw new IllegalArgumentException("a stop is no test");
        };
    }

    /** ping takes seconds, whole or with a fraction. */
    private static String seconds(Duration interval) {
        return interval.toMillis() % 1000 == 0
                ? Long.toString(interval.toSeconds())
                : Double.toString(interval.toMillis() / 1000.0);
    }
}
