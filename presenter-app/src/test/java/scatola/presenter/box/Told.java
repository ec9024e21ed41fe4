package scatola.presenter.box;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.AlertId;
import scatola.bus.ImageName;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.Stamp;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;
import scatola.bus.message.Alert;
import scatola.bus.message.Codec;
import scatola.bus.message.LinkState;
import scatola.bus.message.Message;
import scatola.bus.message.NodeAvailability;
import scatola.bus.message.NodeState;
import scatola.bus.message.OnOff;
import scatola.bus.message.Phase;
import scatola.bus.message.Presence;
import scatola.bus.message.Sample;
import scatola.bus.message.Severity;
import scatola.bus.message.VmState;

/** Messages of a box for tests: what nodes say, in which session and place. */
public final class Told {
    /** When tests begin. */
    public static final Instant T0 = Instant.parse("2026-05-01T18:00:00Z");

    private Told() {}

    /** @return the instant so many seconds after {@link #T0} */
    public static Instant at(double seconds) {
        return T0.plusMillis((long) (seconds * 1000));
    }

    /** @return a message heard at {@link #T0} */
    public static Heard heard(Topic topic, Message message) {
        return heardAt(T0, topic, message);
    }

    /** @return a message heard then */
    public static Heard heardAt(Instant at, Topic topic, Message message) {
        return new Heard(at, topic, new Codec.Content.Said(message));
    }

    /** @return a retained topic was cleared */
    public static Heard cleared(Topic topic) {
        return new Heard(T0, topic, new Codec.Content.Cleared());
    }

    /** @return a node says that it is there */
    public static Heard online(String node, long session, long seq, Instant at) {
        return heardAt(
                at,
                new Topic.NodeAvailability(new NodeName(node)),
                new NodeAvailability(Presence.ONLINE, session, seq, T0));
    }

    /** @return a node's will */
    public static Heard will(String node, long session, Instant at) {
        return heardAt(
                at,
                new Topic.NodeAvailability(new NodeName(node)),
                new NodeAvailability(Presence.OFFLINE, session, null, null));
    }

    /** @return a node's state */
    public static Heard nodeState(String node, long session, long seq, Instant at) {
        return heardAt(at, new Topic.NodeState(new NodeName(node)), nodeState(session, seq));
    }

    /** @return a node's state */
    public static NodeState nodeState(long session, long seq) {
        return new NodeState(
                new Stamp(session, seq, T0),
                new NodeState.Accelerator("tcg", "a probe guest did not boot with KVM"),
                new NodeState.Cpu(4, 12.5, 0.5),
                new NodeState.Memory(4096, 3000),
                48.2,
                List.of(),
                new NodeState.Room(1, 4, 128, 1024),
                new NodeState.Uplink("eth0", "198.18.0.11/24"),
                new NodeState.Versions("0.1.0", "25", "7.2", "6.1"));
    }

    /** @return a guest's state */
    public static Heard guest(String vm, String node, long session, long seq, Phase phase, @Nullable String ip) {
        return heard(new Topic.VmState(new VmName(vm)), guest(node, session, seq, phase, ip));
    }

    /** @return a guest's state */
    public static VmState guest(String node, long session, long seq, Phase phase, @Nullable String ip) {
        OnOff state = OnOff.of(phase == Phase.RUNNING);
        return new VmState(
                new Stamp(session, seq, T0),
                state,
                state,
                phase,
                T0,
                new NodeName(node),
                new ImageName("doge"),
                128,
                List.of(new NetworkName("stage")),
                ip == null ? null : Ipv4Cidr.of(ip),
                new MacAddress("52:54:00:12:34:56"),
                phase == Phase.RUNNING ? 840L : null,
                null,
                null,
                null);
    }

    /** @return a link's state */
    public static Heard link(String vm, String network, String node, long session, long seq) {
        return heard(
                new Topic.LinkState(new VmName(vm), new NetworkName(network)),
                new LinkState(
                        new Stamp(session, seq, T0),
                        OnOff.ON,
                        new NodeName(node),
                        new MacAddress("52:54:00:12:34:56"),
                        Ipv4Cidr.of("10.1.1.1/24"),
                        new VirtualNetworkLocator("vxvde://239.1.2.3/vni=42"),
                        0,
                        0,
                        null,
                        null,
                        null,
                        null));
    }

    /** @return a node's alert */
    public static Heard alert(String node, String id, long session, long seq, String text) {
        return heard(
                new Topic.NodeAlert(new NodeName(node), new AlertId(id)),
                new Alert(new Stamp(session, seq, T0), Severity.WARNING, text, T0));
    }

    /** @return a reply to a ping */
    public static Heard pingReply(String test, String from, String to, long seq, Instant at) {
        return heardAt(
                at,
                new Topic.TestSample(new TestId(test)),
                new Sample.PingReply(new Sample.Head(new VmName(from), to, 1, T0), seq, 64, 64, 0.42));
    }

    /** @return a world that has heard all that */
    public static World worldOf(Heard... all) {
        World world = World.empty();
        for (Heard heard : all) {
            world = world.with(heard);
        }
        return world;
    }
}
