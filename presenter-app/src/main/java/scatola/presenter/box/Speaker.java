package scatola.presenter.box;

import org.jspecify.annotations.Nullable;
import scatola.bus.NodeName;
import scatola.bus.Stamp;
import scatola.bus.Topic;
import scatola.bus.message.Alert;
import scatola.bus.message.BoxInfo;
import scatola.bus.message.BoxState;
import scatola.bus.message.LinkSet;
import scatola.bus.message.LinkState;
import scatola.bus.message.Message;
import scatola.bus.message.NodeAvailability;
import scatola.bus.message.NodeEvent;
import scatola.bus.message.NodeState;
import scatola.bus.message.Plain;
import scatola.bus.message.Presenter;
import scatola.bus.message.RecordRequest;
import scatola.bus.message.Response;
import scatola.bus.message.Sample;
import scatola.bus.message.ShowNext;
import scatola.bus.message.ShowRequest;
import scatola.bus.message.TestRequest;
import scatola.bus.message.TestResult;
import scatola.bus.message.UplinkSet;
import scatola.bus.message.UplinkState;
import scatola.bus.message.VmCreate;
import scatola.bus.message.VmDelete;
import scatola.bus.message.VmSet;
import scatola.bus.message.VmState;

/**
 * Who said a message, and where it stands in what they said.
 *
 * @param node the node, or null if it was none or the message doesn't tell
 * @param session its session; 0 where the message has none
 * @param stamp its place in the session, or null where it has none, as in a will
 */
record Speaker(
        @Nullable NodeName node, long session, @Nullable Stamp stamp) {
    private static final Speaker NOBODY = new Speaker(null, 0, null);

    static Speaker of(Topic topic, Message message) {
        return switch (message) {
            case NodeAvailability m -> new Speaker(nodeOf(topic), m.session(), stamp(m));
            case NodeState m -> of(nodeOf(topic), m.stamp());
            case Alert m -> of(nodeOf(topic), m.stamp());
            case UplinkState m -> of(nodeOf(topic), m.stamp());
            case VmState m -> of(m.node(), m.stamp());
            case LinkState m -> of(m.node(), m.stamp());
            // the guest's node, which the message doesn't name: only the broker's order counts
            case TestResult m -> NOBODY;
            case BoxState m -> of(null, m.stamp());
            case BoxInfo m -> of(null, m.stamp());
            case Presenter m -> new Speaker(null, m.session(), null);
            case Sample m -> NOBODY;
            case NodeEvent m -> of(nodeOf(topic), m.stamp());
            case Response m -> NOBODY;
            case VmCreate m -> NOBODY;
            case VmDelete m -> NOBODY;
            case VmSet m -> NOBODY;
            case LinkSet m -> NOBODY;
            case UplinkSet m -> NOBODY;
            case TestRequest m -> NOBODY;
            case ShowNext m -> NOBODY;
            case ShowRequest m -> NOBODY;
            case RecordRequest m -> NOBODY;
            case Plain m -> NOBODY;
        };
    }

    private static Speaker of(@Nullable NodeName node, Stamp stamp) {
        return new Speaker(node, stamp.session(), stamp);
    }

    private static @Nullable Stamp stamp(NodeAvailability said) {
        return said.seq() == null || said.ts() == null ? null : new Stamp(said.session(), said.seq(), said.ts());
    }

    private static @Nullable NodeName nodeOf(Topic topic) {
        return switch (topic) {
            case Topic.NodeAvailability t -> t.node();
            case Topic.NodeState t -> t.node();
            case Topic.NodeAlert t -> t.node();
            case Topic.UplinkState t -> t.node();
            default -> null;
        };
    }
}
