package scatola.presenter.console;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.VmName;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.bus.message.VmState;
import scatola.presenter.box.Node;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Library;

/**
 * The consoles of the live box. Of a guest at whom somebody looks there is one connection to the bus, however many look;
 * of others there is none. Safe for several threads; nothing blocks.
 */
public final class LiveConsoles implements AutoCloseable {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);
    private static final Duration EXPIRY = Duration.ofSeconds(10);

    /** Where what may block is done. */
    static final Executor READING =
            task -> Thread.ofVirtual().name("read a console").start(task);

    private final Topics topics;
    private final Publisher bus;
    private final Wire.Opener wires;
    private final Box box;
    private final GuestConsole.Recorded recorded;
    private final Executor reading;
    private final Time time;

    private final Map<VmName, GuestConsole> consoles = new HashMap<>();
    private final Map<String, Seat> seats = new HashMap<>();

    /** Somebody who looks. */
    private record Seat(
            VmName vm,
            GuestConsole console,
            Feed feed,
            @Nullable Keyboard keyboard) {}

    /**
     * The live box, as far as it is of interest here.
     *
     * @param world as it is known
     * @param isConnected whether the broker is there
     * @param clock the present
     */
    public record Box(Supplier<World> world, BooleanSupplier isConnected, Clock clock) {}

    /**
     * @param topics below which root
     * @param settings of connections to the broker; each has a client id that begins with theirs
     * @param by as whom nodes are asked
     * @param bus where is typed
     * @param box the live box
     * @param library where the recorder keeps what it hears
     * @param time for pauses and patience
     */
    public LiveConsoles(
            Topics topics, BusSettings settings, String by, Publisher bus, Box box, Library library, Time time) {
        this(
                topics,
                bus,
                (vm, ear) -> {
                    GuestWire wire = new GuestWire(topics, named(settings, vm), by, vm, ear);
                    wire.start();
                    return wire;
                },
                box,
                new Past(library)::lastOf,
                time,
                READING);
    }

    LiveConsoles(
            Topics topics,
            Publisher bus,
            Wire.Opener wires,
            Box box,
            GuestConsole.Recorded recorded,
            Time time,
            Executor reading) {
        this.topics = topics;
        this.bus = bus;
        this.wires = wires;
        this.box = box;
        this.recorded = recorded;
        this.time = time;
        this.reading = reading;
    }

    /**
     * @param vm a name
     * @return why there is no console to look at, or null if there is, or may be one
     */
    public @Nullable String missing(VmName vm) {
        World world = box.world().get();
        return !box.isConnected().getAsBoolean() || world.guest(vm) != null
                ? null
                : "there is no guest %s: GET /api/box lists them".formatted(vm);
    }

    /**
     * Begins to show a console to a client.
     *
     * @param id tells the client from all others
     * @param vm whose console
     * @param line to the client
     * @param typing whether it may type
     */
    public synchronized void join(String id, VmName vm, Line line, boolean typing) {
        GuestConsole console = consoles.computeIfAbsent(
                vm, name -> new GuestConsole(name, wires, box.isConnected().getAsBoolean(), recorded, reading, time));
        Feed feed = new Feed(line, time);
        feed.text(Notices.console(vm, typing, true));
        seats.put(id, new Seat(vm, console, feed, typing ? new Keyboard(time.nanos()) : null));
        console.join(id, feed);
    }

    /**
     * Ends that.
     *
     * @param id as in {@link #join}
     */
    public synchronized void leave(String id) {
        Seat seat = seats.remove(id);
        if (seat == null) {
            return;
        }
        seat.feed().end();
        if (seat.console().leave(id)) {
            consoles.remove(seat.vm());
            seat.console().close();
        }
    }

    /**
     * Tells a client that it was not obeyed.
     *
     * @param id as in {@link #join}
     * @param reason why, and what to do about it
     */
    public void refuse(String id, String reason) {
        Seat seat;
        synchronized (this) {
            seat = seats.get(id);
        }
        if (seat != null) {
            seat.feed().refuse(reason);
        }
    }

    /**
     * Types on the console: all of it, or nothing, and then the client is told why.
     *
     * @param id as in {@link #join}
     * @param keys what is typed
     */
    public void type(String id, byte[] keys) {
        Seat seat;
        String refusal;
        synchronized (this) {
            seat = seats.get(id);
            if (seat == null || keys.length == 0) {
                return;
            }
            refusal = refusal(seat, keys.length);
        }
        if (refusal != null) {
            seat.feed().refuse(refusal);
            return;
        }
        var unused = bus.publish(Outgoing.of(topics.text(new Topic.ConsoleIn(seat.vm())), keys)
                        .withExpiry(EXPIRY))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        seat.feed().refuse("perhaps not typed: %s".formatted(failure.getMessage()));
                    }
                });
    }

    @Override
    public synchronized void close() {
        consoles.values().forEach(GuestConsole::close);
        consoles.clear();
        seats.clear();
    }

    private @Nullable String refusal(Seat seat, int bytes) {
        Keyboard keyboard = seat.keyboard();
        if (keyboard == null) {
            return "who looks on may not type";
        }
        String asleep = seat.console().noTyping();
        String away = asleep == null ? away(seat.vm()) : asleep;
        return away == null ? keyboard.refusal(bytes, time.nanos()) : away;
    }

    private @Nullable String away(VmName vm) {
        World world = box.world().get();
        VmState guest = world.guest(vm);
        if (guest == null) {
            return null;
        }
        Node node = world.node(guest.node());
        return node == null || node.isOnline(box.clock().instant())
                ? null
                : "%s, where %s runs, is not online, so nothing was typed: wait until it is back"
                        .formatted(guest.node(), vm);
    }

    private static BusSettings named(BusSettings settings, VmName vm) {
        return settings.withClientId("%s-%s".formatted(settings.clientId(), vm)).withKeepAlive(KEEP_ALIVE);
    }
}
