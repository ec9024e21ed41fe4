package scatola.nodeservice.command;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.AlertId;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.Incoming;
import scatola.bus.message.Severity;
import scatola.nodeservice.report.Alerts;
import scatola.nodeservice.vm.VmOwner;
import scatola.nodeservice.vm.Vms;

/** What people type on guests' consoles. Not answered: the console itself is the answer. Never blocks. */
public final class Consoles {
    private static final Logger LOG = LoggerFactory.getLogger(Consoles.class);
    private static final AlertId RETAINED = new AlertId("retained-console");
    private static final int MOST_BYTES = 64 * 1024;

    private final Topics topics;
    private final Vms vms;
    private final Alerts alerts;

    /**
     * @param topics the box's
     * @param vms this node's guests
     * @param alerts tells what was refused
     */
    public Consoles(Topics topics, Vms vms, Alerts alerts) {
        this.topics = topics;
        this.vms = vms;
        this.alerts = alerts;
    }

    /**
     * Something was typed.
     *
     * @param in it
     */
    public void arrived(Incoming in) {
        if (!(topics.parse(in.topic()) instanceof Decoded.Value<Topic> topic)
                || !(topic.value() instanceof Topic.ConsoleIn console)) {
            return;
        }
        vms.find(console.vm()).ifPresent(owner -> type(owner, in));
    }

    private void type(VmOwner owner, Incoming in) {
        if (in.retain()) {
            if (in.size() == 0) {
                alerts.clear(RETAINED);
            } else {
                alerts.raise(
                        RETAINED,
                        Severity.WARNING,
                        "console input must not be retained and was not typed: clear it with mosquitto_pub -r -n -t "
                                + in.topic());
            }
            return;
        }
        if (in.size() > MOST_BYTES) {
            LOG.warn("{} not typed: {} bytes at once are more than {}", in.topic(), in.size(), MOST_BYTES);
            return;
        }
        owner.guest().ifPresent(guest -> guest.console().type(in.payload()));
    }
}
