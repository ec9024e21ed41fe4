package scatola.presenter.box;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import scatola.bus.AlertId;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.PresenterName;
import scatola.bus.Stamp;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;
import scatola.bus.message.Alert;
import scatola.bus.message.BoxInfo;
import scatola.bus.message.BoxState;
import scatola.bus.message.Codec;
import scatola.bus.message.Ended;
import scatola.bus.message.LinkState;
import scatola.bus.message.Message;
import scatola.bus.message.NodeAvailability;
import scatola.bus.message.OnOff;
import scatola.bus.message.Phase;
import scatola.bus.message.Presence;
import scatola.bus.message.Presenter;
import scatola.bus.message.Sample;
import scatola.bus.message.Severity;
import scatola.bus.message.TestKind;
import scatola.bus.message.TestResult;
import scatola.bus.message.UplinkState;
import scatola.bus.message.Verdict;

/** What a box of a few nodes may say, in any order: random, but the same for the same seed. */
public final class Chatter {
    private static final List<String> NODES = List.of("pi1", "pi2", "pi3");
    private static final List<String> GUESTS = List.of("doge1", "doge2", "doge3", "gate");
    private static final List<String> NETWORKS = List.of("stage", "backstage");

    private final Random random;
    private final int tests;
    private Instant now = Told.T0;
    private long seq;

    /**
     * @param seed of it all
     * @param tests how many traffic tests there are
     */
    public Chatter(long seed, int tests) {
        this.random = new Random(seed);
        this.tests = tests;
    }

    /** @return the time of what was said last */
    public Instant now() {
        return now;
    }

    /** @return what is said next, up to some seconds after what was said before */
    public Heard next() {
        now = now.plus(Duration.ofMillis(random.nextInt(random.nextInt(10) == 0 ? 20_000 : 100)));
        NodeName node = new NodeName(one(NODES));
        VmName vm = new VmName(one(GUESTS));
        NetworkName network = new NetworkName(one(NETWORKS));
        TestId test = new TestId("t" + random.nextInt(tests));
        Stamp stamp = stamp();
        return switch (random.nextInt(14)) {
            case 0 ->
                said(
                        new Topic.NodeAvailability(node),
                        new NodeAvailability(Presence.ONLINE, stamp.session(), stamp.seq(), stamp.ts()));
            case 1 ->
                said(
                        new Topic.NodeAvailability(node),
                        new NodeAvailability(Presence.OFFLINE, stamp.session(), null, null));
            case 2, 3 -> said(new Topic.NodeState(node), Told.nodeState(stamp.session(), stamp.seq()));
            case 4 ->
                said(
                        new Topic.NodeAlert(node, new AlertId(one(List.of("heat", "retained-command")))),
                        new Alert(stamp, Severity.WARNING, "look at it", stamp.ts()));
            case 5 ->
                said(
                        new Topic.UplinkState(node),
                        new UplinkState(
                                stamp,
                                OnOff.of(random.nextBoolean()),
                                "eth0",
                                random.nextBoolean(),
                                1000L,
                                "198.18.0.11/24",
                                null,
                                null));
            case 6, 7 ->
                said(
                        new Topic.VmState(vm),
                        Told.guest(
                                node.text(),
                                stamp.session(),
                                stamp.seq(),
                                one(List.of(Phase.values())),
                                random.nextBoolean() ? "10.1.1.%d/24".formatted(1 + random.nextInt(9)) : null));
            case 8 -> said(new Topic.LinkState(vm, network), link(stamp, node));
            case 9, 10 ->
                said(
                        new Topic.TestSample(test),
                        new Sample.PingReply(
                                new Sample.Head(vm, "10.1.1.2", stamp.session(), stamp.ts()), seq, 64, 64, 0.42));
            case 11 -> said(new Topic.TestResult(test), result(stamp, vm));
            case 12 -> ofTheBox(stamp);
            default -> new Heard(now, any(node, vm, network, test), new Codec.Content.Cleared());
        };
    }

    private Heard ofTheBox(Stamp stamp) {
        return switch (random.nextInt(4)) {
            case 0 ->
                said(
                        new Topic.BoxState(),
                        new BoxState(stamp, "look", "story", "playing", 1L, 9L, "Look", null, null, null, null));
            case 1 ->
                said(new Topic.BoxInfo(), new BoxInfo(stamp, "0.1.0", "http://127.0.0.1:8080/", List.of("story")));
            case 2 ->
                said(
                        new Topic.Presenter(new PresenterName("laptop")),
                        new Presenter(Presence.ONLINE, "laptop", "presenter", stamp.ts(), stamp.session()));
            default -> new Heard(now, new Topic.BoxState(), new Codec.Content.Cleared());
        };
    }

    private Topic any(NodeName node, VmName vm, NetworkName network, TestId test) {
        return switch (random.nextInt(7)) {
            case 0 -> new Topic.NodeAvailability(node);
            case 1 -> new Topic.NodeState(node);
            case 2 -> new Topic.NodeAlert(node, new AlertId("heat"));
            case 3 -> new Topic.UplinkState(node);
            case 4 -> new Topic.LinkState(vm, network);
            case 5 -> new Topic.TestResult(test);
            default -> new Topic.VmState(vm);
        };
    }

    /** Mostly the newest of its session, sometimes an old one, sometimes of another session. */
    private Stamp stamp() {
        seq++;
        return new Stamp(1 + random.nextInt(2) * random.nextInt(2), random.nextInt(5) == 0 ? 1 + seq / 2 : seq, now);
    }

    private LinkState link(Stamp stamp, NodeName node) {
        return new LinkState(
                stamp,
                OnOff.of(random.nextBoolean()),
                node,
                new MacAddress("52:54:00:12:34:56"),
                Ipv4Cidr.of("10.1.1.1/24"),
                new VirtualNetworkLocator("vxvde://239.1.2.3/vni=42"),
                0,
                0,
                null,
                null,
                null,
                null);
    }

    private static TestResult result(Stamp stamp, VmName vm) {
        return new TestResult(
                stamp,
                TestKind.PING,
                vm,
                "10.1.1.2",
                Verdict.OK,
                Ended.STOPPED,
                4000,
                null,
                null,
                null,
                new TestResult.PingFigures(4, 4, 0, 0L, 0.4, 0.5, 0.6),
                null,
                null,
                null);
    }

    private Heard said(Topic topic, Message message) {
        return new Heard(now, topic, new Codec.Content.Said(message));
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
