package scatola.presenter.perform;

import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Ipv4Cidr;
import scatola.bus.Quoted;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.message.Codec;
import scatola.bus.message.LinkSet;
import scatola.bus.message.Message;
import scatola.bus.message.Plain;
import scatola.bus.message.Sender;
import scatola.bus.message.Switch;
import scatola.bus.message.TestRequest;
import scatola.bus.message.UplinkSet;
import scatola.bus.message.VmCreate;
import scatola.bus.message.VmDelete;
import scatola.bus.message.VmSet;

/**
 * A command that can be sent again. One that was plain text on the topic of an attribute has become the JSON of the
 * topic above, which means the same and can carry a transaction, by which its answer is known.
 *
 * @param topic where to
 * @param message what is asked
 */
record Order(Topic.Command topic, Message message) {
    /**
     * @param topic where a command came
     * @param payload what it says
     * @return it, or why it can't be sent again
     */
    static Decoded<Order> read(Topic.Command topic, byte[] payload) {
        return switch (Codec.decode(topic, payload)) {
            case Decoded.Malformed<Codec.Content> bad -> new Decoded.Malformed<>(bad.reason());
            case Decoded.Value<Codec.Content> good -> of(topic, good.value());
        };
    }

    static Decoded<Order> of(Topic.Command topic, Codec.Content content) {
        return switch (content) {
            case Codec.Content.Said said -> new Decoded.Value<>(new Order(topic, said.message()));
            case Codec.Content.Text text -> attribute(topic, text.text());
            case Codec.Content.Raw raw -> new Decoded.Malformed<>("it is no command");
            case Codec.Content.Cleared cleared -> new Decoded.Malformed<>("it is empty");
        };
    }

    private static Decoded<Order> attribute(Topic.Command topic, String text) {
        try {
            Order order = switch (topic) {
                case Topic.VmSetAttribute t ->
                    new Order(
                            new Topic.VmSet(t.vm()),
                            switch (t.attribute()) {
                                case "state" -> new VmSet(Switch.valueOf(text), null, Sender.ANONYMOUS);
                                case "ip" -> new VmSet(null, Ipv4Cidr.of(text), Sender.ANONYMOUS);
                                default -> throw noAttribute(t.attribute());
                            });
                case Topic.LinkSetAttribute t ->
                    new Order(new Topic.LinkSet(t.vm(), t.network()), linkSet(t.attribute(), text));
                default -> throw new IllegalStateException("text on " + topic);
            };
            return new Decoded.Value<>(order);
        } catch (IllegalArgumentException e) {
            return new Decoded.Malformed<>(String.valueOf(e.getMessage()));
        }
    }

    private static LinkSet linkSet(String attribute, String text) {
        Sender nobody = Sender.ANONYMOUS;
        return switch (attribute) {
            case "state" -> new LinkSet(Switch.valueOf(text), null, null, null, null, nobody);
            case "ip" -> new LinkSet(null, Ipv4Cidr.of(text), null, null, null, nobody);
            case "delay_ms" -> new LinkSet(null, null, Long.valueOf(text), null, null, nobody);
            case "loss_pct" -> new LinkSet(null, null, null, Double.valueOf(text), null, nobody);
            case "bandwidth_kbit" -> new LinkSet(null, null, null, null, Long.valueOf(text), nobody);
            default -> throw noAttribute(attribute);
        };
    }

    private static IllegalArgumentException noAttribute(String attribute) {
        return new IllegalArgumentException("there is no attribute '%s'".formatted(Quoted.of(attribute)));
    }

    /** @return who sent it */
    Sender sender() {
        return switch (message) {
            case VmCreate m -> m.sender();
            case VmDelete m -> m.sender();
            case VmSet m -> m.sender();
            case LinkSet m -> m.sender();
            case UplinkSet m -> m.sender();
            case TestRequest m -> m.sender();
            case Plain m -> m.sender();
            default -> Sender.ANONYMOUS;
        };
    }

    /** @return the id of the test that it starts, if it says one */
    @Nullable
    TestId startsTest() {
        return message instanceof TestRequest test && !(test instanceof TestRequest.Stop) ? test.test() : null;
    }

    /** @return whether it starts a test, whose id may be the node's choice */
    boolean isTest() {
        return message instanceof TestRequest && !(message instanceof TestRequest.Stop);
    }

    /** @return the same from somebody else */
    Order by(Sender sender) {
        return new Order(
                topic,
                switch (message) {
                    case VmCreate m -> new VmCreate(m.vm(), m.image(), m.memoryMib(), m.nics(), m.state(), sender);
                    case VmDelete m -> new VmDelete(m.vm(), sender);
                    case VmSet m -> new VmSet(m.state(), m.ip(), sender);
                    case LinkSet m ->
                        new LinkSet(m.state(), m.ip(), m.delayMs(), m.lossPct(), m.bandwidthKbit(), sender);
                    case UplinkSet m -> new UplinkSet(m.state(), m.forS(), sender);
                    case TestRequest m -> by(m, sender);
                    case Plain m -> new Plain(sender);
                    default -> throw new IllegalStateException("no command to send again: " + this);
                });
    }

    /** @return the same about the test that has another id now */
    Order stopping(TestId test) {
        return message instanceof TestRequest.Stop stop
                ? new Order(topic, new TestRequest.Stop(test, stop.sender()))
                : this;
    }

    private static TestRequest by(TestRequest request, Sender sender) {
        return switch (request) {
            case TestRequest.Ping m -> new TestRequest.Ping(m.test(), m.to(), m.count(), m.intervalMs(), sender);
            case TestRequest.NetcatListen m -> new TestRequest.NetcatListen(m.test(), m.port(), sender);
            case TestRequest.NetcatSend m -> new TestRequest.NetcatSend(m.test(), m.to(), m.port(), m.text(), sender);
            case TestRequest.IperfServe m -> new TestRequest.IperfServe(m.test(), m.port(), sender);
            case TestRequest.Iperf m ->
                new TestRequest.Iperf(m.test(), m.to(), m.port(), m.durationS(), m.intervalS(), sender);
            case TestRequest.Exec m -> new TestRequest.Exec(m.test(), m.argv(), m.timeoutS(), sender);
            case TestRequest.Stop m -> new TestRequest.Stop(m.test(), sender);
        };
    }
}
