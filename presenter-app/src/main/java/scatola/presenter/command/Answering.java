package scatola.presenter.command;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.bus.message.Codec;
import scatola.bus.message.Message;
import scatola.bus.message.Response;
import scatola.bus.message.Sender;
import scatola.presenter.box.World;

/**
 * Hears commands and answers and gives the box's own answers, each once, on the contract's topic and where the command
 * wants it (MQTT 5, section 4.10). Safe for several threads.
 */
public final class Answering implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    /** Filters, below the root, of all topics on which commands come. */
    public static final List<String> FILTERS = List.of(
            "node/+/request/#", "vm/+/set/#", "vm/+/request/#", "link/+/+/set/#", "uplink/+/set", "box/request/#");

    /** The user property (MQTT 5, section 3.3.2.3.7) of an answer that the box gives. */
    private static final String MARK = "answered-by";

    private final Topics topics;
    private final Publisher bus;
    private final Supplier<World> world;
    private final Clock clock;
    private final Map<String, BoxOperation> operations;
    private final String name;
    private final OpenCommands<Incoming> open = new OpenCommands<>(this::perform);
    private final ScheduledThreadPoolExecutor timer;
    private @Nullable Instant next;

    /**
     * @param topics below which root
     * @param bus where answers go
     * @param world what is known of the box
     * @param clock of arrivals
     * @param operations what the box can do, by operation of {@code box/request}
     * @param name marks the box's own answers, which come back like all others
     */
    public Answering(
            Topics topics,
            Publisher bus,
            Supplier<World> world,
            Clock clock,
            Map<String, BoxOperation> operations,
            String name) {
        this.name = name;
        this.topics = topics;
        this.bus = bus;
        this.world = world;
        this.clock = clock;
        this.operations = new TreeMap<>(operations);
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "answering");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes a command. Never blocks.
     *
     * @param message from one of {@link #FILTERS}
     */
    public synchronized void command(Incoming message) {
        if (message.retain() && message.size() == 0) {
            // clears a command that was retained by mistake, and commands nothing
            return;
        }
        String below = message.topic().substring(topics.root().length() + 1);
        Asked<Incoming> asked = new Asked<>(
                clock.instant(),
                topics.parse(message.topic()),
                ResponseTopic.of(below),
                transaction(message),
                message.retain(),
                message);
        LOG.debug("command topic={} transaction={}", below, asked.transaction());
        send(open.asked(asked, world.get()));
        schedule();
    }

    /**
     * Takes an answer that somebody gave. Never blocks.
     *
     * @param message as it came
     * @param response what was answered
     */
    public synchronized void answer(Incoming message, Response response) {
        if (!isOwn(message)) {
            open.answered(message.topic().substring(topics.root().length() + 1), response.transaction());
        }
    }

    /**
     * @param message as it came
     * @return whether it is an answer of this box, which may well be on a topic that nobody can read
     */
    public boolean isOwn(Incoming message) {
        return message.userProperties().contains(Map.entry(MARK, name));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private synchronized void tick() {
        next = null;
        send(open.due(world.get(), clock.instant()));
        schedule();
    }

    private void schedule() {
        Instant deadline = open.deadline();
        if (deadline == null || next != null && !deadline.isBefore(next)) {
            return;
        }
        next = deadline;
        long wait = Math.max(1, Duration.between(clock.instant(), deadline).toMillis());
        var unused = timer.schedule(this::tick, wait, TimeUnit.MILLISECONDS);
    }

    private void send(List<OpenCommands.Answer<Incoming>> answers) {
        answers.forEach(answer -> {
            String topic = topics.filter(answer.command().responseTopic());
            byte[] payload = answer.response().payload();
            LOG.info(
                    "answer topic={} status={} error={}",
                    topic,
                    answer.response().status(),
                    answer.response().error());
            Incoming command = answer.command().ticket();
            Outgoing reply = command.reply(payload);
            if (reply == null || !reply.topic().equals(topic)) {
                publish(Outgoing.of(topic, payload));
            }
            if (reply != null) {
                publish(reply);
            }
        });
    }

    private void publish(Outgoing message) {
        var unused = bus.publish(message.withUserProperty(MARK, name)).whenComplete((sent, failure) -> {
            if (failure != null) {
                LOG.warn("answer not sent: {}", failure.getMessage());
            }
        });
    }

    private @Nullable Response perform(String operation, Asked<Incoming> command) {
        BoxOperation known = operations.get(operation);
        String transaction = command.transaction();
        if (known == null) {
            return Response.error(
                    transaction,
                    "the box can't do %s: it can do %s".formatted(operation, String.join(", ", operations.keySet())));
        }
        Decoded<Codec.Content> content =
                Codec.decode(new Topic.BoxRequest(operation), command.ticket().payload());
        return switch (content) {
            case Decoded.Malformed<Codec.Content> bad -> Response.error(transaction, bad.reason());
            case Decoded.Value<Codec.Content> good
            when good.value() instanceof Codec.Content.Said said -> perform(command, known, said.message());
            case Decoded.Value<Codec.Content> good ->
                throw new IllegalStateException("box/request/%s with %s".formatted(operation, good.value()));
        };
    }

    private @Nullable Response perform(Asked<Incoming> command, BoxOperation operation, Message message) {
        CompletableFuture<Response> answer = operation.perform(message).toCompletableFuture();
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            return answer.join();
        }
        var unused = answer.whenComplete((response, failure) -> {
            if (failure != null) {
                LOG.error("command topic={} broke", command.ticket().topic(), failure);
            }
            done(
                    command,
                    failure == null
                            ? response
                            : Response.error(command.transaction(), "something broke here: this app's log says what"));
        });
        return null;
    }

    private synchronized void done(Asked<Incoming> command, Response response) {
        send(open.done(command, response));
    }

    /** Also of a command that can't be read otherwise: its sender waits for an answer as well. */
    private static @Nullable String transaction(Incoming message) {
        Decoded<Sender> sender = Fields.decode(message.payload(), Sender::from);
        return sender instanceof Decoded.Value<Sender> good ? good.value().transaction() : null;
    }
}
