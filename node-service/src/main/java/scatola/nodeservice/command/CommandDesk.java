package scatola.nodeservice.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.NodeName;
import scatola.bus.Quoted;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.BusConnection;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.message.Codec;
import scatola.bus.message.Json;
import scatola.bus.message.Response;
import scatola.bus.message.Sender;
import scatola.nodeservice.image.ImageCatalogue;
import scatola.nodeservice.link.vde.VirtualNetworks;
import scatola.nodeservice.node.AddressWatch;
import scatola.nodeservice.node.Neighbours;
import scatola.nodeservice.node.Uplink;
import scatola.nodeservice.report.Alerts;
import scatola.nodeservice.report.Reporter;
import scatola.nodeservice.vm.Outcome;
import scatola.nodeservice.vm.Vms;

/**
 * Where commands arrive: those for this node and its guests are admitted, handed on and answered once, on their
 * response topic and on the one that the request names (MQTT 5, section 4.10). Called on the connection's thread; never
 * blocks.
 */
public final class CommandDesk {
    private static final Logger LOG = LoggerFactory.getLogger(CommandDesk.class);

    private final NodeName node;
    private final Topics topics;
    private final Commands commands;
    private final Reporter reporter;
    private final RetainedCommands retained;
    private final Clock clock;
    private final Transactions transactions = new Transactions();
    private final LongAdder admitted = new LongAdder();
    private final LongAdder refused = new LongAdder();

    CommandDesk(
            NodeName node,
            Topics topics,
            Commands commands,
            Reporter reporter,
            RetainedCommands retained,
            Clock clock) {
        this.node = node;
        this.topics = topics;
        this.commands = commands;
        this.reporter = reporter;
        this.retained = retained;
        this.clock = clock;
    }

    /**
     * A desk with everybody behind it.
     *
     * @param node this node
     * @param topics the box's
     * @param vms this node's guests
     * @param neighbours the others'
     * @param networks where virtual networks are
     * @param images the catalogue
     * @param uplink the node's cable
     * @param addresses knows who else has an address
     * @param reporter says answers, samples and results
     * @param alerts for retained commands
     * @param bus asks other nodes
     * @param inOrder runs what reads disks
     * @param timer for deadlines of tests
     * @param random for MACs and ids
     * @param clock for transactions
     * @param imagesChanged is told that the catalogue was read anew
     * @return the desk
     */
    public static CommandDesk of(
            NodeName node,
            Topics topics,
            Vms vms,
            Neighbours neighbours,
            VirtualNetworks networks,
            ImageCatalogue images,
            Uplink uplink,
            AddressWatch addresses,
            Reporter reporter,
            Alerts alerts,
            BusConnection bus,
            Executor inOrder,
            ScheduledExecutorService timer,
            RandomGenerator random,
            Clock clock,
            Runnable imagesChanged) {
        NodeCommands nodeCommands =
                new NodeCommands(vms, neighbours, networks, images, uplink, inOrder, random, imagesChanged);
        TestCommands tests = new TestCommands(topics, vms, neighbours, reporter, bus, timer, random, clock);
        Commands commands = new Commands(vms, nodeCommands, tests, addresses);
        return new CommandDesk(node, topics, commands, reporter, new RetainedCommands(alerts), clock);
    }

    /** @return how many commands were admitted since the start */
    public long admitted() {
        return admitted.sum();
    }

    /** @return how many commands were refused or failed since the start */
    public long refused() {
        return refused.sum();
    }

    /**
     * A message arrived on a command topic.
     *
     * @param in it
     */
    public void arrived(Incoming in) {
        switch (topics.parse(in.topic())) {
            case Decoded.Malformed<Topic> bad -> unreadable(in, bad.reason());
            case Decoded.Value<Topic> good -> {
                if (good.value() instanceof Topic.Command topic) {
                    arrived(in, topic);
                }
            }
        }
    }

    private void arrived(Incoming in, Topic.Command topic) {
        if (in.retain() && in.size() == 0) {
            // whose it was does not matter: its guest may have been deleted meanwhile
            retained.cleared(in.topic());
            return;
        }
        if (!concerns(topic)) {
            return;
        }
        byte[] payload = in.payload();
        String transaction = transaction(in);
        if (in.retain()) {
            answer(in, topic, Response.error(transaction, retained.refused(in.topic())));
            return;
        }
        if (transaction == null) {
            perform(in, topic, null).thenAccept(response -> answer(in, topic, response));
            return;
        }
        switch (transactions.admit(in.topic(), transaction, payload, clock.instant())) {
            case Transactions.Verdict.New fresh ->
                perform(in, topic, transaction).thenAccept(response -> {
                    fresh.answer().complete(response);
                    answer(in, topic, response);
                });
            case Transactions.Verdict.Again again -> again.answer().thenAccept(response -> answer(in, topic, response));
            case Transactions.Verdict.Reused reused ->
                answer(
                        in,
                        topic,
                        Response.error(
                                transaction,
                                "transaction %s belongs to another command of the last 10 minutes: use a new one"
                                        .formatted(Quoted.of(transaction))));
        }
    }

    /** Answers a topic of ours that has a wrong name in it, as far as it says where to. */
    private void unreadable(Incoming in, String reason) {
        if (in.retain() && in.size() == 0) {
            return;
        }
        List<String> levels = List.of(in.topic().split("/", -1));
        int kind = topics.root().split("/", -1).length;
        if (levels.size() < kind + 2 || !concerns(levels.get(kind), levels.get(kind + 1))) {
            return;
        }
        LOG.info("refused {}: {}", Quoted.of(in.topic()), reason);
        Response response = Response.error(transaction(in), reason);
        for (int end = levels.size() - 1; end > kind + 1; end--) {
            if (topics.parse(String.join("/", levels.subList(0, end))) instanceof Decoded.Value<Topic> known
                    && known.value() instanceof Topic.Command topic) {
                answer(in, topic, response);
                return;
            }
        }
        refused.increment();
        Outgoing reply = in.reply(response.payload());
        if (reply != null) {
            reporter.say(reply);
        }
    }

    private boolean concerns(String kind, String name) {
        return switch (kind) {
            case "node", "uplink" -> name.equals(node.text());
            default -> commands.holds(name);
        };
    }

    private static @Nullable String transaction(Incoming in) {
        return Fields.decode(in.payload(), Sender::from) instanceof Decoded.Value<Sender> sender
                ? sender.value().transaction()
                : null;
    }

    private boolean concerns(Topic.Command topic) {
        return switch (topic) {
            case Topic.NodeRequest t -> t.node().equals(node);
            case Topic.UplinkSet t -> t.node().equals(node);
            case Topic.VmSet t -> commands.holds(t.vm());
            case Topic.VmSetAttribute t -> commands.holds(t.vm());
            case Topic.VmRequest t -> commands.holds(t.vm());
            case Topic.LinkSet t -> commands.holds(t.vm());
            case Topic.LinkSetAttribute t -> commands.holds(t.vm());
            case Topic.BoxRequest t -> false;
        };
    }

    private CompletionStage<Response> perform(Incoming in, Topic.Command topic, @Nullable String transaction) {
        admitted.increment();
        return switch (Codec.decode(topic, in.payload())) {
            case Decoded.Malformed<Codec.Content> bad -> {
                LOG.info("refused {}: {}", Quoted.of(in.topic()), bad.reason());
                yield CompletableFuture.completedStage(Response.error(transaction, bad.reason()));
            }
            case Decoded.Value<Codec.Content> good -> outcome(topic, good.value(), transaction);
        };
    }

    private CompletionStage<Response> outcome(
            Topic.Command topic, Codec.Content content, @Nullable String transaction) {
        CompletionStage<Outcome> outcome;
        try {
            outcome = commands.perform(topic, content);
        } catch (RuntimeException e) {
            outcome = CompletableFuture.failedStage(e);
        }
        return outcome.handle((done, problem) -> {
            if (problem != null) {
                Throwable cause =
                        problem instanceof CompletionException e && e.getCause() != null ? e.getCause() : problem;
                LOG.error("{} {} failed", topics.text(topic), content, cause);
                return Response.error(transaction, "the node failed at it, see its log: " + cause.getMessage());
            }
            return switch (done) {
                case Outcome.Done d -> Response.ok(transaction, data(d.data()));
                case Outcome.Refused r -> Response.error(transaction, r.reason());
            };
        });
    }

    private static ObjectNode data(Map<String, Object> values) {
        Json json = Json.object();
        values.forEach(json::put);
        return json.node();
    }

    private void answer(Incoming in, Topic.Command topic, Response response) {
        if (response.error() != null) {
            refused.increment();
        }
        byte[] payload = response.payload();
        String where = topics.text(topic.response());
        CompletionStage<Void> answered = reporter.say(Outgoing.of(where, payload));
        Outgoing reply = in.reply(payload);
        if (reply != null && !where.equals(in.responseTopic())) {
            answered = reporter.say(reply);
        }
        if (topic instanceof Topic.UplinkSet && response.error() == null) {
            // only now, so that the answer is not cut off with the cable
            answered.whenComplete((done, problem) -> commands.answered(topic));
        }
    }
}
