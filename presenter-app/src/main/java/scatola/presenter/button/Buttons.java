package scatola.presenter.button;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.Quoted;
import scatola.bus.Topics;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Incoming;
import scatola.bus.client.Subscription;
import scatola.bus.message.Response;
import scatola.bus.message.Status;
import scatola.presenter.command.Commands;

/**
 * Does what a file of rules says when it is said on the broker, outside of the box's own topics. The file is read again
 * when it changes; while it is broken, the rules go on that stood before. Buttons are heard on a connection of their own:
 * what else is said by what they are part of may be a lot, and none of it delays what the app hears of the box. Safe for
 * several threads; nothing blocks but {@link #close}.
 */
public final class Buttons implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Buttons.class);
    private static final long LOOK_MS = 500;
    private static final int MOST_TOLD = 3;
    private static final int LONGEST_NAME = 50;

    private final Topics topics;
    private final BusSettings settings;
    private final Commands commands;
    private final Consumer<ButtonState> told;
    private final ButtonFile file;
    /** Looks at the file; nothing else changes the connection. */
    private final ScheduledThreadPoolExecutor thread;

    private volatile Panel panel = new Panel(List.of());
    private @Nullable BusConnection bus;
    private ButtonState last = new ButtonState(0, null);

    /**
     * Does nothing yet: {@link #start}.
     *
     * @param topics below which root the box is
     * @param path where the file is, or may come to be
     * @param expected whether somebody named it, and so its absence is a problem
     * @param settings of the connection
     * @param commands where commands are sent
     * @param told what buttons do, at each change, by a thread of its own
     */
    public Buttons(
            Topics topics,
            Path path,
            boolean expected,
            BusSettings settings,
            Commands commands,
            Consumer<ButtonState> told) {
        this.topics = topics;
        this.settings = settings;
        this.commands = commands;
        this.told = told;
        this.file = new ButtonFile(path, expected, topics);
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "buttons");
            made.setDaemon(true);
            return made;
        });
    }

    /** Reads the file, and from then on whenever it has changed. Returns at once. */
    public void start() {
        var unused = thread.scheduleWithFixedDelay(this::look, 0, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /** Hears nothing any more; takes 5 s at most. */
    @Override
    public void close() {
        thread.execute(this::disconnect);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("the thread that looks at the file of buttons does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            switch (file.readIfChanged()) {
                case null -> {}
                case RuleFile.Usable usable -> {
                    hold(usable.rules());
                    tell(null);
                }
                case RuleFile.Unusable unusable -> tell(summary(unusable.problems()));
            }
        } catch (RuntimeException e) {
            LOG.error("buttons file={} broke", file.path(), e);
        }
    }

    private void hold(List<Rule> rules) {
        Panel before = panel;
        if (rules.equals(before.rules())) {
            return;
        }
        Panel next = new Panel(rules);
        panel = next;
        if (!next.filters().equals(before.filters())) {
            disconnect();
            connect(next.filters());
        }
    }

    private void tell(@Nullable String problem) {
        ButtonState state = new ButtonState(panel.rules().size(), problem);
        if (state.equals(last)) {
            return;
        }
        last = state;
        if (problem == null) {
            LOG.info("buttons file={} rules={}", file.path(), state.rules());
        } else {
            LOG.warn("buttons file={} rules={} (as before) problem={}", file.path(), state.rules(), problem);
        }
        told.accept(state);
    }

    private String summary(List<String> problems) {
        String named = problems.stream().limit(MOST_TOLD).collect(Collectors.joining("; "));
        String more = problems.size() > MOST_TOLD ? "; and %d more".formatted(problems.size() - MOST_TOLD) : "";
        return "%s: %s%s".formatted(file.path(), named, more);
    }

    private void connect(List<TopicFilter> filters) {
        if (filters.isEmpty()) {
            return;
        }
        BusConnection next = new BusConnection(settings, new BusOwner() {});
        filters.forEach(filter -> next.subscribe(Subscription.toCommands(filter.toString(), this::heard)));
        next.start();
        bus = next;
    }

    private void disconnect() {
        if (bus != null) {
            bus.close();
            bus = null;
        }
    }

    private void heard(Incoming message) {
        Said said = Hearing.of(message);
        Panel holding = panel;
        List<Press> presses;
        synchronized (holding) {
            presses = holding.heard(said, System.nanoTime());
        }
        presses.forEach(press -> {
            String line = "line=%d topic=%s".formatted(press.rule().line(), Quoted.of(said.topic()));
            switch (press) {
                case Press.Counts counts -> send(counts.rule(), said.topic(), line);
                case Press.TooFast fast
                when fast.first() ->
                    LOG.warn("button {} comes more than {} times a second: what is more is dropped", line, Pace.MOST);
                case Press.TooFast fast -> {}
                case Press.Retained retained
                when retained.first() ->
                    LOG.warn("button {} is published retained, and presses nothing: publish it without", line);
                case Press.Retained retained -> {}
            }
        });
    }

    private void send(Rule rule, String topic, String line) {
        if (!(Fields.decode(rule.with().getBytes(StandardCharsets.UTF_8), Fields::object)
                instanceof Decoded.Value<ObjectNode> with)) {
            throw new IllegalStateException("a rule that was read has no object: " + rule);
        }
        String command = topics.text(rule.command());
        var unused = commands.send(rule.command(), with.value(), "button:" + Quoted.of(topic, LONGEST_NAME))
                .thenAccept(outcome -> {
                    String problem = problem(outcome);
                    if (problem == null) {
                        LOG.info("button {} command={} done", line, command);
                    } else {
                        LOG.warn("button {} command={} not done: {}", line, command, problem);
                    }
                });
    }

    private static @Nullable String problem(Commands.Outcome outcome) {
        return switch (outcome) {
            case Commands.Outcome.Answered answered -> {
                Response response = answered.response();
                yield response.status() == Status.OK ? null : String.valueOf(response.error());
            }
            case Commands.Outcome.Malformed malformed -> malformed.reason();
            case Commands.Outcome.Busy busy -> busy.reason();
            case Commands.Outcome.NoBroker none -> none.reason();
            case Commands.Outcome.Unanswered none -> none.reason();
        };
    }
}
