package scatola.nodeservice.report;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.AlertId;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.message.Alert;
import scatola.bus.message.Severity;

/** What a person should know about this node, until it is over. Safe for several threads. */
public final class Alerts {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private record Raised(Severity severity, String text, Instant since) {}

    private final NodeName node;
    private final Reporter reporter;
    private final Clock clock;
    private final Map<AlertId, Raised> raised = new ConcurrentHashMap<>();

    /**
     * @param node this node
     * @param reporter says them
     * @param clock for their beginning
     */
    public Alerts(NodeName node, Reporter reporter, Clock clock) {
        this.node = node;
        this.reporter = reporter;
        this.clock = clock;
    }

    /**
     * Raises an alert, or changes its text; the same one again does nothing.
     *
     * @param id which
     * @param severity how much it matters
     * @param text what is the matter and what to do about it
     */
    public void raise(AlertId id, Severity severity, String text) {
        raised.compute(id, (same, before) -> {
            if (before != null && before.severity() == severity && before.text().equals(text)) {
                return before;
            }
            Instant since = before == null ? clock.instant() : before.since();
            LOG.info("alert={} severity={} text={}", id, severity, text);
            reporter.keep(new Topic.NodeAlert(node, id), stamp -> new Alert(stamp, severity, text, since));
            return new Raised(severity, text, since);
        });
    }

    /**
     * Ends an alert; one that was not raised is fine.
     *
     * @param id which
     */
    public void clear(AlertId id) {
        raised.computeIfPresent(id, (same, before) -> {
            LOG.info("alert={} over", id);
            reporter.clear(new Topic.NodeAlert(node, id));
            return null;
        });
    }

    /** @return how many there are now */
    public int count() {
        return raised.size();
    }
}
