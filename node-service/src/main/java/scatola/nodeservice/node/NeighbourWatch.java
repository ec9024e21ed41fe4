package scatola.nodeservice.node;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.bus.NodeName;
import scatola.bus.Quoted;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.Incoming;
import scatola.bus.message.Codec;
import scatola.bus.message.LinkState;
import scatola.bus.message.Message;
import scatola.bus.message.NodeAvailability;
import scatola.bus.message.VmState;
import scatola.nodeservice.report.Reporter;

/**
 * Reads what is said of nodes, guests and links: remembers the others', and clears what the broker has kept of this node
 * and is no longer true. Called on the connection's thread.
 */
public final class NeighbourWatch {
    private static final Logger LOG = LoggerFactory.getLogger(NeighbourWatch.class);

    private final NodeName self;
    private final Topics topics;
    private final Neighbours neighbours;
    private final Reporter reporter;
    private final Runnable changed;

    /**
     * @param self this node
     * @param topics the box's
     * @param neighbours what is remembered
     * @param reporter knows what is true of this node
     * @param changed is told that a neighbour has changed; must not block
     */
    public NeighbourWatch(NodeName self, Topics topics, Neighbours neighbours, Reporter reporter, Runnable changed) {
        this.self = self;
        this.topics = topics;
        this.neighbours = neighbours;
        this.reporter = reporter;
        this.changed = changed;
    }

    /**
     * A state arrived.
     *
     * @param in it
     */
    public void arrived(Incoming in) {
        if (!(topics.parse(in.topic()) instanceof Decoded.Value<Topic> topic)) {
            return;
        }
        switch (Codec.decode(topic.value(), in.payload())) {
            case Decoded.Value<Codec.Content> content ->
                see(topic.value(), content.value() instanceof Codec.Content.Said(Message message) ? message : null);
            case Decoded.Malformed<Codec.Content> bad ->
                LOG.warn("ignored {}: {}", Quoted.of(in.topic()), bad.reason());
        }
    }

    private void see(Topic topic, @Nullable Message message) {
        switch (topic) {
            case Topic.NodeAvailability t
            when !t.node().equals(self) ->
                neighbours.node(t.node(), message instanceof NodeAvailability availability ? availability : null);
            case Topic.VmState t -> {
                VmState state = message instanceof VmState vm ? vm : null;
                neighbours.vm(t, state);
                clearUntrue(t, state != null && state.node().equals(self));
            }
            case Topic.LinkState t -> {
                LinkState state = message instanceof LinkState link ? link : null;
                neighbours.link(t, state);
                clearUntrue(t, state != null && state.node().equals(self));
            }
            case Topic.NodeAlert t when t.node().equals(self) -> clearUntrue(t, message != null);
            default -> {
                return;
            }
        }
        changed.run();
    }

    private void clearUntrue(Topic topic, boolean saidOfUs) {
        if (saidOfUs && !reporter.keeps(topic)) {
            LOG.info("clearing {}, which is no longer true", topics.text(topic));
            reporter.clear(topic);
        }
    }
}
