package scatola.presenter.web;

import java.time.Clock;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Recorder;
import scatola.presenter.timeline.RecorderState;

/** Where this app stands: its world, its broker and its page. Safe for several threads. */
public final class Place {
    private final Supplier<World> world;
    private final BooleanSupplier connected;
    private final Clock clock;
    private final String broker;
    private final String page;
    private final Recorder recorder;

    /**
     * @param world what is known of the box
     * @param connected whether the broker is
     * @param clock of arrivals
     * @param broker its address, HOST:PORT
     * @param page this app's address
     * @param recorder how it does
     */
    public Place(
            Supplier<World> world,
            BooleanSupplier connected,
            Clock clock,
            String broker,
            String page,
            Recorder recorder) {
        this.world = world;
        this.connected = connected;
        this.clock = clock;
        this.broker = broker;
        this.page = page;
        this.recorder = recorder;
    }

    World world() {
        return world.get();
    }

    boolean isConnected() {
        return connected.getAsBoolean();
    }

    Instant now() {
        return clock.instant();
    }

    String broker() {
        return broker;
    }

    String page() {
        return page;
    }

    /** How the recorder does, in a few words. */
    String recorder() {
        String name = recorder.current();
        return switch (recorder.state()) {
            case RecorderState.Recording recording -> name == null ? "records" : "records '%s'".formatted(name);
            case RecorderState.Crowded crowded -> "PROBLEM: " + crowded.reason();
            case RecorderState.Waiting waiting -> "waits: " + waiting.reason();
            case RecorderState.Failing failing -> "FAILS: " + failing.reason();
        };
    }

    String noBroker() {
        return "no broker at %s: start one, or set SCATOLA_BROKER_HOST and SCATOLA_BROKER_PORT".formatted(broker);
    }
}
