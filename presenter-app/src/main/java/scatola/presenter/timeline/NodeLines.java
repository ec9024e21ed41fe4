package scatola.presenter.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.message.Alert;
import scatola.bus.message.NodeAvailability;
import scatola.bus.message.OnOff;
import scatola.bus.message.Presence;
import scatola.bus.message.UplinkState;

/** What becomes of nodes, their cables and their alerts, in words. Pure. */
final class NodeLines {
    private NodeLines() {}

    /**
     * @param node which
     * @param then what was known of it, or null
     * @param since when that was heard, or null if that is not known
     * @param now what it or its will says, or null if that was cleared
     */
    static List<Note> availability(
            Instant at,
            NodeName node,
            @Nullable NodeAvailability then,
            @Nullable Instant since,
            @Nullable NodeAvailability now) {
        if (now == null) {
            return then == null ? List.of() : note(at, node, node + " is taken out of the box", false);
        }
        if (then == null) {
            return note(at, node, "%s is %s".formatted(node, now.state()), false);
        }
        if (then.state() != now.state()) {
            boolean back = now.state() == Presence.ONLINE;
            String text = !back
                    ? node + " is offline"
                    : since == null
                            ? node + " is online again"
                            : "%s is online again after %s"
                                    .formatted(node, Phrases.duration(Duration.between(since, at)));
            return note(at, node, text, true).stream()
                    .map(note -> note.with(back ? Sign.BACK : Sign.LOST))
                    .toList();
        }
        return now.state() == Presence.ONLINE && now.session() != then.session()
                ? note(at, node, node + " started again", false)
                : List.of();
    }

    /**
     * @param node whose cable
     * @param then as it was, or null
     * @param now as it is, or null if that was cleared
     */
    static List<Note> cable(Instant at, NodeName node, @Nullable UplinkState then, @Nullable UplinkState now) {
        if (now == null) {
            return List.of();
        }
        boolean wasIn = then == null || then.state() == OnOff.ON;
        boolean hadSignal = then == null || then.carrier();
        if (wasIn && now.state() == OnOff.OFF) {
            return cable(at, node, now, "%s's cable is pulled%s".formatted(node, until(now)), Sign.PULLED);
        } else if (!wasIn && now.state() == OnOff.ON) {
            return cable(at, node, now, "%s's cable is back".formatted(node), Sign.PLUGGED);
        } else if (now.state() == OnOff.ON && hadSignal && !now.carrier()) {
            return cable(at, node, now, "%s's cable has no signal".formatted(node), Sign.PULLED);
        } else if (now.state() == OnOff.ON && !hadSignal && now.carrier()) {
            return cable(at, node, now, "%s's cable has a signal again".formatted(node), Sign.PLUGGED);
        }
        return List.of();
    }

    private static List<Note> cable(Instant at, NodeName node, UplinkState now, String text, Sign sign) {
        return List.of(new Note(at, NoteKind.NODE, null, node.text(), now.by(), text, false, sign));
    }

    /** Both times are by the node's clock. */
    private static String until(UplinkState now) {
        return now.backAt() == null
                ? ""
                : " for %s"
                        .formatted(Phrases.duration(Duration.between(now.stamp().ts(), now.backAt())));
    }

    /**
     * @param topic which alert
     * @param then what it said, or null if it was not there
     * @param now what it says, or null if it is over
     */
    static List<Note> alert(Instant at, Topic.NodeAlert topic, @Nullable Alert then, @Nullable Alert now) {
        if (now == null) {
            return then == null
                    ? List.of()
                    : alert(at, topic, "%s no longer warns: %s is over".formatted(topic.node(), topic.alert()));
        }
        if (then != null && then.text().equals(now.text()) && then.severity() == now.severity()) {
            return List.of();
        }
        String text = Phrases.quoted(now.text());
        return alert(
                at,
                topic,
                switch (now.severity()) {
                    case INFO -> "%s tells (%s): %s".formatted(topic.node(), topic.alert(), text);
                    case WARNING -> "%s warns (%s): %s".formatted(topic.node(), topic.alert(), text);
                    case ERROR -> "%s is in trouble (%s): %s".formatted(topic.node(), topic.alert(), text);
                });
    }

    private static List<Note> alert(Instant at, Topic.NodeAlert topic, String text) {
        return List.of(new Note(at, NoteKind.ALERT, null, topic.node().text(), null, text, false));
    }

    private static List<Note> note(Instant at, NodeName node, String text, boolean chapter) {
        return List.of(new Note(at, NoteKind.NODE, null, node.text(), null, text, chapter));
    }
}
