package scatola.bus.client;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that the broker is gone and once that it is back; each reason for which a broker that is there refuses us
 * counts as news. Not safe for several threads.
 */
final class OutageLog {
    private static final Logger LOG = LoggerFactory.getLogger(BusConnection.class);

    private record Outage(long since, Set<String> told) {}

    private final String name;
    private final BusSettings settings;
    private @Nullable Outage outage;

    OutageLog(String name, BusSettings settings) {
        this.name = name;
        this.settings = settings;
    }

    void lost(String state, Throwable cause) {
        Outage now = outage;
        if (now == null) {
            now = new Outage(System.nanoTime(), new HashSet<>());
            outage = now;
        }
        String reason = Reasons.of(cause);
        String advice = state.equals("connecting") ? Advice.on(cause, settings) : null;
        boolean isRefusal = cause instanceof Mqtt5ConnAckException || advice != null;
        if (now.told().isEmpty() || (isRefusal && !now.told().contains(reason))) {
            now.told().add(reason);
            LOG.warn(
                    "bus {} from={} to=disconnected cause=\"{}\"{}; trying until it is back",
                    name,
                    state,
                    reason,
                    advice == null ? "" : ": " + advice);
        } else {
            LOG.debug("bus {} still disconnected cause=\"{}\"", name, reason);
        }
    }

    void takenOver(Duration pause, String reason) {
        outage = new Outage(System.nanoTime(), new HashSet<>(Set.of(reason)));
        LOG.error(
                "bus {} from=connected to=disconnected cause=\"{}\": another client seems to have the same client id;"
                        + " end one of the two or give it another name; trying again in {} s",
                name,
                reason,
                pause.toSeconds());
    }

    void returned() {
        Outage past = outage;
        outage = null;
        if (past == null) {
            LOG.info("bus {} from=disconnected to=connected", name);
        } else {
            LOG.info(
                    "bus {} from=disconnected to=connected outage_ms={}",
                    name,
                    Duration.ofNanos(System.nanoTime() - past.since()).toMillis());
        }
    }

    void left() {
        LOG.info("bus {} to=closed", name);
    }
}
