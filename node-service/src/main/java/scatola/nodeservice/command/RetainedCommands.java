package scatola.nodeservice.command;

import java.util.LinkedHashSet;
import java.util.Set;
import scatola.bus.AlertId;
import scatola.bus.Quoted;
import scatola.bus.message.Severity;
import scatola.nodeservice.report.Alerts;

/** Commands that were published retained: refused, and an alert until the broker has forgotten them. One thread. */
final class RetainedCommands {
    private static final AlertId ALERT = new AlertId("retained-command");
    private static final int MOST = 100;

    private final Alerts alerts;
    private final Set<String> topics = new LinkedHashSet<>();

    RetainedCommands(Alerts alerts) {
        this.alerts = alerts;
    }

    /** @return the reason to refuse it with */
    String refused(String topic) {
        if (topics.size() < MOST) {
            topics.add(topic);
        }
        tell();
        return "a command must not be retained: publish it without the retain flag, and clear this one with"
                + " mosquitto_pub -r -n -t " + Quoted.of(topic);
    }

    /** The broker has forgotten it. */
    void cleared(String topic) {
        if (topics.remove(topic)) {
            tell();
        }
    }

    private void tell() {
        if (topics.isEmpty()) {
            alerts.clear(ALERT);
            return;
        }
        alerts.raise(
                ALERT,
                Severity.WARNING,
                "refused, because published retained: %s; clear each with mosquitto_pub -r -n -t TOPIC"
                        .formatted(Quoted.of(String.join(", ", topics))));
    }
}
