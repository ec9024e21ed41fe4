package scatola.bus.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says online and offline on one topic and remembers what it was told. */
final class RecordingOwner implements BusOwner {
    static final String AVAILABILITY = "scatola/node/pi1/availability";

    final List<String> told = new CopyOnWriteArrayList<>();
    final AtomicInteger attempts = new AtomicInteger();
    volatile Consumer<Publisher> onConnected = first -> {};

    @Override
    public @Nullable Outgoing will() {
        return availability("died " + attempts.incrementAndGet());
    }

    @Override
    public void connected(Publisher first) {
        told.add("connected");
        var unused = first.publish(availability("online"));
        onConnected.accept(first);
    }

    @Override
    public void disconnected(String reason) {
        told.add("disconnected: " + reason);
    }

    @Override
    public void refused(String topic, String reason) {
        told.add("refused: " + reason);
    }

    @Override
    public @Nullable Outgoing farewell() {
        return availability("left");
    }

    private static Outgoing availability(String text) {
        return Outgoing.retained(AVAILABILITY, text.getBytes(UTF_8));
    }
}
