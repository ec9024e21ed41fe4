package scatola.bus.message;

import java.util.Locale;

/** The kinds of traffic tests. */
public enum TestKind {
    /** Round trips (ICMP echo). */
    PING,
    /** Text over TCP. */
    NETCAT,
    /** Throughput over TCP. */
    IPERF,
    /** Any program in the guest. */
    EXEC;

    /** @return the wire form */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
