package scatola.presenter;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.bus.Quoted;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.BusConnection;
import scatola.bus.client.Incoming;
import scatola.bus.client.Subscription;
import scatola.bus.message.Codec;
import scatola.bus.message.Response;
import scatola.presenter.box.Heard;
import scatola.presenter.box.Witness;
import scatola.presenter.box.World;
import scatola.presenter.command.Answering;
import scatola.presenter.perform.Performer;
import scatola.presenter.show.Theatre;

/**
 * Where the bus comes in: every message is read once and handed to the features that live on it, in the order of its
 * arrival. Only the connection's thread writes; the world may be read by all.
 */
final class Reception implements Supplier<World> {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int MOST_NAMED = 100;

    /** Everything but commands and consoles. */
    private static final List<String> STATES = List.of(
            "node/+",
            "node/+/availability",
            "node/+/alert/+",
            "node/+/event",
            "node/+/response/#",
            "vm/+",
            "vm/+/response/#",
            "link/+/+",
            "link/+/+/response/set",
            "uplink/+",
            "uplink/+/response/set",
            "test/+",
            "test/+/result",
            "box/state",
            "box/info",
            "box/response/#",
            "presenter/+");

    private final Topics topics;
    private final Clock clock;
    private final List<Witness> witnesses;
    private final Set<String> namedUnreadable = new HashSet<>();
    private volatile World world = World.empty();

    Reception(Topics topics, Clock clock, List<Witness> witnesses) {
        this.topics = topics;
        this.clock = clock;
        this.witnesses = List.copyOf(witnesses);
    }

    @Override
    public World get() {
        return world;
    }

    /** Subscribes for everybody. */
    void listen(BusConnection bus, Answering answering, Theatre theatre, Performer performer) {
        STATES.forEach(filter -> bus.subscribe(
                Subscription.toStates(topics.filter(filter), message -> said(message, answering, theatre, performer))));
        Answering.FILTERS.forEach(filter -> bus.subscribe(Subscription.toCommands(topics.filter(filter), message -> {
            witnessed(message);
            answering.command(message);
            commanded(message, performer);
        })));
    }

    /** The broker is gone. */
    void lost() {
        world = world.afterOutage();
        turned(false);
    }

    /** The broker is there, and says again what it retains. */
    void found() {
        turned(true);
    }

    private void turned(boolean connected) {
        Instant now = clock.instant();
        witnesses.forEach(witness -> witness.turned(now, connected, world));
    }

    private void witnessed(Incoming command) {
        boolean clears = command.retain() && command.size() == 0;
        if (!clears && topics.parse(command.topic()) instanceof Decoded.Value<Topic> good) {
            tell(clock.instant(), good.value(), command.payload(), world);
        }
    }

    private void tell(Instant at, Topic topic, byte[] payload, World before) {
        World after = world;
        witnesses.forEach(witness -> witness.heard(at, topic, payload, before, after));
    }

    private void commanded(Incoming message, Performer performer) {
        if (!message.retain()
                && topics.parse(message.topic()) instanceof Decoded.Value<Topic> topic
                && topic.value() instanceof Topic.Command command) {
            performer.commanded(clock.instant(), command, message.payload());
        }
    }

    private void said(Incoming message, Answering answering, Theatre theatre, Performer performer) {
        Instant now = clock.instant();
        byte[] payload = message.payload();
        switch (topics.parse(message.topic())) {
            case Decoded.Malformed<Topic> bad when answering.isOwn(message) -> {}
            case Decoded.Malformed<Topic> bad -> unreadable(message, bad.reason());
            case Decoded.Value<Topic> good -> {
                Topic topic = good.value();
                World before = world;
                switch (Codec.decode(topic, payload)) {
                    case Decoded.Malformed<Codec.Content> bad -> {
                        world = before.withUnreadable();
                        unreadable(message, bad.reason());
                        tell(now, topic, payload, before);
                    }
                    case Decoded.Value<Codec.Content> content -> {
                        world = before.with(new Heard(now, topic, content.value()));
                        tell(now, topic, payload, before);
                        if (content.value() instanceof Codec.Content.Said said
                                && said.message() instanceof Response response) {
                            answering.answer(message, response);
                        }
                        // what is old or known already is no news to a show either
                        if (world != before || !World.holds(topic)) {
                            theatre.heard(now, topic, payload);
                            performer.heard(now, topic, content.value(), world);
                        }
                    }
                }
            }
        }
    }

    /** Named once for each topic, so that a broken sender does not fill the log. */
    private void unreadable(Incoming message, String reason) {
        if (namedUnreadable.size() < MOST_NAMED && namedUnreadable.add(message.topic())) {
            LOG.warn("unreadable topic={} bytes={} reason={}", Quoted.of(message.topic()), message.size(), reason);
        } else {
            LOG.debug("unreadable topic={} reason={}", Quoted.of(message.topic()), reason);
        }
    }
}
