package scatola.presenter.homeassistant;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.PresenterName;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.VmName;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.bus.client.Subscription;
import scatola.bus.message.BoxState;
import scatola.bus.message.Json;
import scatola.bus.message.OnOff;
import scatola.presenter.box.Witness;
import scatola.presenter.box.World;

/**
 * Tells Home Assistant of the box: what there is, figures, and what happens to traffic. What hears the bus only takes
 * notes; five times a second they are looked through on a thread of its own. Safe for several threads; nothing blocks.
 */
public final class Butler implements Witness, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Butler.class);
    private static final long LOOK_MS = 200;
    /** What is retained comes in one piece after a connect; said before that, most would have to be said twice. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(500);

    private final Terms terms;
    private final Beside beside;
    private final Ids ids;
    private final Catalogue catalogue;
    private final Form form;
    private final Surroundings surroundings;
    private final Notes notes = new Notes();
    private final ScheduledThreadPoolExecutor thread;

    // Touched on the thread only.
    private final Register register = new Register();
    /** Of whom figures are retained that may be a former run's. */
    private final Set<VmName> figuresFound = new HashSet<>();

    private Inventory inventory = new Inventory(Map.of(), Map.of());
    private Map<Subject, Device> devices = Map.of();
    private @Nullable String boxSaid;

    /**
     * What it needs of others.
     *
     * @param bus where it is said
     * @param clock the one that stamps arrivals
     * @param patience how long to wait when Home Assistant has come, so that not everybody speaks at once
     */
    public record Surroundings(Publisher bus, Clock clock, Supplier<Duration> patience) {}

    /**
     * Does nothing yet: {@link #subscriptions}, {@link #start}.
     *
     * @param terms whether, and where
     * @param topics below which root
     * @param app what the app itself is called on the bus
     * @param version of the app
     * @param surroundings what it needs of others
     */
    public Butler(Terms terms, Topics topics, PresenterName app, String version, Surroundings surroundings) {
        this.terms = terms;
        this.beside = new Beside(topics);
        this.ids = new Ids(topics.root());
        this.catalogue = new Catalogue(topics, app);
        this.form = new Form(ids, version);
        this.surroundings = surroundings;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("butler").daemon().factory());
        // what comes after close() is told nowhere
        thread.setRejectedExecutionHandler((task, executor) -> LOG.debug("closed already"));
    }

    /** @return what it has to hear besides the contract */
    public List<Subscription> subscriptions() {
        return List.of(
                Subscription.toStates(terms.prefix() + "/device/+/config", this::discovered),
                Subscription.toStates(beside.guests(), this::figuresHeard),
                Subscription.toStates(beside.box(), this::boxHeard),
                Subscription.toCommands(terms.prefix() + "/status", this::statusHeard));
    }

    /**
     * Begins.
     *
     * @param replaying whether something recorded is being said on the bus just now
     */
    public void start(BooleanSupplier replaying) {
        if (terms.on()) {
            var unused =
                    thread.scheduleWithFixedDelay(() -> lookSafely(replaying), LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void heard(Instant at, Topic topic, byte[] payload, World before, World after) {
        if (terms.on()) {
            Traffic.Turn turn = notes.heard(topic, before, after);
            if (turn != null) {
                say(turn);
            }
        }
    }

    @Override
    public void turned(Instant at, boolean connected, World after) {
        notes.turned(at, connected, after);
    }

    /** Leaves everything as it is: the app's presence says that it is gone. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void discovered(Incoming message) {
        Subject subject = ids.read(message.topic().split("/", -1)[levels(terms.prefix()) + 1]);
        if (subject != null) {
            thread.execute(() -> discovered(subject, message));
        }
    }

    private void discovered(Subject subject, Incoming message) {
        Map<String, Platform> components = Form.read(message.payload());
        if (message.size() == 0) {
            register.cleared(subject);
        } else if (components != null && terms.on()) {
            register.found(subject, components);
        } else if (components != null) {
            clear(message.topic());
        }
    }

    private void figuresHeard(Incoming message) {
        String[] levels = message.topic().split("/", -1);
        try {
            VmName vm = new VmName(levels[levels.length - 1]);
            if (message.size() > 0) {
                thread.execute(() -> figuresHeard(vm));
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("not said by this app: {}", e.getMessage());
        }
    }

    private void figuresHeard(VmName vm) {
        if (terms.on()) {
            figuresFound.add(vm);
        } else {
            clear(beside.guest(vm));
        }
    }

    private void boxHeard(Incoming message) {
        if (!terms.on() && message.size() > 0) {
            thread.execute(() -> clear(message.topic()));
        }
    }

    private void statusHeard(Incoming message) {
        if (terms.on() && new String(message.payload(), StandardCharsets.UTF_8).equals("online")) {
            var unused = thread.schedule(
                    register::again, surroundings.patience().get().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void lookSafely(BooleanSupplier replaying) {
        try {
            look(replaying);
        } catch (RuntimeException e) {
            // the next look must still come
            LOG.error("Home Assistant could not be told", e);
        }
    }

    private void look(BooleanSupplier replaying) {
        Instant now = surroundings.clock().instant();
        Instant connected = notes.connected();
        if (connected == null || now.isBefore(connected.plus(FIRST_LOOK))) {
            return;
        }
        Notes.Taken taken = notes.take();
        World world = taken.world();
        if (taken.again()) {
            register.again();
            boxSaid = null;
        }
        Inventory present = Inventory.of(world);
        if (!present.equals(inventory) || devices.isEmpty()) {
            inventory = present;
            devices = catalogue.devices(present);
        }
        boolean complete = RollCall.isComplete(world, connected, now);
        register.look(devices, taken.deleted(), complete, RollCall.there(world)).forEach(this::say);
        taken.deleted().forEach(this::clearFigures);
        taken.figures().forEach(this::say);
        if (complete) {
            figuresFound.stream()
                    .filter(vm -> !present.guests().containsKey(vm))
                    .forEach(vm -> clear(beside.guest(vm)));
            figuresFound.clear();
        }
        sayBox(world.box(), replaying.getAsBoolean());
    }

    private void say(Saying saying) {
        String topic = "%s/device/%s/config".formatted(terms.prefix(), ids.of(saying.subject()));
        switch (saying) {
            case Saying.Is is -> publish(Outgoing.retained(topic, form.write(is)));
            case Saying.IsGone gone -> {
                LOG.info("homeassistant device={} cleared: there is no such thing any more", ids.of(gone.subject()));
                clear(topic);
                clearFigures(gone.subject());
            }
        }
    }

    private void say(VmName vm, Traffic.Figures figures) {
        Json json = Json.object()
                .put("test", figures.test())
                .put("round_trip_ms", figures.roundTripMs())
                .put("outage_ms", figures.outageMs());
        publish(Outgoing.retained(beside.guest(vm), bytes(json)));
    }

    private void say(Traffic.Turn turn) {
        Json json = switch (turn) {
            case Traffic.Turn.Lost lost -> Json.object().put("event_type", "lost");
            case Traffic.Turn.Recovered recovered ->
                Json.object().put("event_type", "recovered").put("outage_ms", recovered.outageMs());
        };
        publish(Outgoing.of(beside.event(turn.vm()), bytes(json.put("test", turn.test()))));
    }

    private void sayBox(@Nullable BoxState state, boolean replaying) {
        BoxState.Recorder recorder = state == null ? null : state.recorder();
        Json json = Json.object()
                .put("recording", recorder == null ? null : recorder.recording())
                .put("replaying", OnOff.of(replaying));
        String said = json.node().toString();
        if (!said.equals(boxSaid)) {
            boxSaid = said;
            publish(Outgoing.retained(beside.box(), bytes(json)));
        }
    }

    private void clearFigures(Subject subject) {
        if (subject instanceof Subject.Guest guest) {
            clear(beside.guest(guest.vm()));
        }
    }

    private void clear(String topic) {
        publish(Outgoing.retained(topic, new byte[0]));
    }

    private void publish(Outgoing message) {
        var unused = surroundings.bus().publish(message).whenComplete((sent, failure) -> {
            if (failure != null) {
                // said again, or found and cleared, when the broker is back
                LOG.debug("Home Assistant was not told: {}", failure.getMessage());
            }
        });
    }

    private static int levels(String topic) {
        return topic.split("/", -1).length;
    }

    private static byte[] bytes(Json json) {
        return json.node().toString().getBytes(StandardCharsets.UTF_8);
    }
}
