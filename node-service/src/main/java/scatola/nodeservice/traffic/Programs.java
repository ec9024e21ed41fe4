package scatola.nodeservice.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.message.TestRequest;

/**
 * What is run in a guest for each test. Guests have little: a POSIX shell, busybox or its like, iperf3 of any age.
 */
final class Programs {
    /** What a server's script prints when its port is open. */
    static final String LISTENING = "scatola: listening";

    /** Time for a program to begin and to end that has had its own. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration SENT_WITHIN = Duration.ofSeconds(10);

    /**
     * $p is the port as /proc/net/tcp has it. Neither nc nor every iperf3 says when it listens; whoever is asked to send
     * must be able to rely on it.
     */
    private static final String WATCH = "w(){ n=0;while [ $n -lt 250 ];do for f in tcp tcp6;do "
            + "[ ! -r /proc/net/$f ]||while read a l r s x;do case $l:$s in *:$p:0A)echo \"" + LISTENING
            + "\";return;;esac;done </proc/net/$f;done;n=$((n+1));"
            + "usleep 20000 2>/dev/null||sleep 0.02 2>/dev/null||sleep 1;done;};";

    /** busybox's nc hangs up its half of the line as soon as its input ends, so it is given one that never does. */
    private static final String LISTEN = WATCH + "p=$2;w &\n"
            + "{ sleep 2147483647 & echo $!;wait;}|{ read k;nc -l -p \"$1\";c=$?;kill $k;exit $c;}";

    /** Whoever listens may be about to: a refusal is tried again for some seconds. */
    private static final String SEND = "exec 3>&1;n=0;"
            + "until e=$(printf \"%s\\n\" \"$3\"|nc -w 3 \"$1\" \"$2\" 2>&1 >&3);do n=$((n+1));"
            + "case $n:$e in [0-9]:*efused*|1[0-4]:*efused*)usleep 200000 2>/dev/null||sleep 0.2 2>/dev/null||sleep 1;;"
            + "*)echo \"${e:-nothing listens there}\";exit 1;;esac;done";

    /** An iperf3 of 2016 has neither option; it prints its intervals all the same, if late. */
    private static final String OPTIONS =
            "h=$(iperf3 --help 2>&1);case $h in *forceflush*)set -- \"$@\" --forceflush;;esac;";

    private static final String SERVE = WATCH + OPTIONS + "p=$1;shift;w &\niperf3 \"$@\"";
    private static final String MEASURE =
            OPTIONS + "case $h in *connect-timeout*)set -- \"$@\" --connect-timeout 3000;;esac;exec iperf3 \"$@\"";

    private Programs() {}

    /**
     * What is run in the guest.
     *
     * @param argv the program
     * @param watch reads what it prints
     * @param endsWithin it is stopped after that, or null
     */
    record Program(List<String> argv, Watch watch, @Nullable Duration endsWithin) {
        Program {
            argv = List.copyOf(argv);
        }
    }

    /**
     * @param request what is asked for
     * @param address what it is aimed at, where it is aimed at something
     * @throws IllegalArgumentException if it is no test
     */
    static Program of(TestRequest request, @Nullable String address) {
        String to = address == null ? "" : address;
        return switch (request) {
            case TestRequest.Ping ping -> ping(ping, to);
            case TestRequest.NetcatListen listen ->
                new Program(
                        List.of("sh", "-c", LISTEN, "sh", Integer.toString(listen.port()), hex(listen.port())),
                        new LinesWatch(),
                        null);
            case TestRequest.NetcatSend send ->
                new Program(
                        List.of("sh", "-c", SEND, "sh", to, Integer.toString(send.port()), send.text()),
                        new LinesWatch(),
                        SENT_WITHIN);
            case TestRequest.IperfServe serve ->
                new Program(
                        List.of("sh", "-c", SERVE, "sh", hex(serve.port()), "-s", "-1", "-p", text(serve.port())),
                        new IperfWatch(true),
                        null);
            case TestRequest.Iperf iperf -> iperf(iperf, to);
            case TestRequest.Exec exec ->
                new Program(exec.argv(), new LinesWatch(), Duration.ofSeconds(exec.timeoutS()));
            case TestRequest.Stop stop -> throw new IllegalArgumentException("a stop is no test: " + stop.test());
        };
    }

    private static Program ping(TestRequest.Ping ping, String to) {
        Duration interval = Duration.ofMillis(ping.intervalMs());
        List<String> argv = new ArrayList<>(List.of("ping", "-i", seconds(interval)));
        Long count = ping.count();
        if (count != null) {
            argv.addAll(List.of("-c", count.toString()));
        }
        argv.add(to);
        Duration end = count == null ? null : interval.multipliedBy(count).plus(GRACE);
        return new Program(argv, new PingWatch(interval, count), end);
    }

    private static Program iperf(TestRequest.Iperf iperf, String to) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", MEASURE, "sh", "-c", to, "-p", text(iperf.port())));
        argv.addAll(List.of("-t", text(iperf.durationS()), "-i", text(iperf.intervalS()), "-f", "m"));
        return new Program(
                argv,
                new IperfWatch(false),
                Duration.ofSeconds(iperf.durationS()).plus(GRACE));
    }

    private static String text(long number) {
        return Long.toString(number);
    }

    private static String hex(int port) {
        return "%04X".formatted(port);
    }

    /** ping takes seconds, whole or with a fraction. */
    private static String seconds(Duration interval) {
        return interval.toMillis() % 1000 == 0
                ? text(interval.toSeconds())
                : Double.toString(interval.toMillis() / 1000.0);
    }
}
