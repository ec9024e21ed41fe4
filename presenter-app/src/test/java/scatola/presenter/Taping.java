package scatola.presenter;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Incoming;
import scatola.bus.client.Subscription;
import scatola.bus.testing.Mosquitto;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;

/** Writes down everything that is said on the bus. */
final class Taping implements AutoCloseable {
    private final BusConnection bus;
    private final List<Entry> entries = new ArrayList<>();
    private Instant last = Instant.EPOCH;

    Taping(Mosquitto broker) {
        bus = new BusConnection(BusSettings.of(broker.host(), broker.port(), "taping"), new BusOwner() {});
        bus.subscribe(Subscription.toStates("scatola/#", this::heard));
        bus.start();
        Awaitility.await().until(bus::isConnected);
    }

    /** All until now, as soon as something was said on that topic, below the root. */
    List<Entry> entriesWith(String topic) {
        Awaitility.await()
                .until(() -> entries().stream()
                        .anyMatch(entry -> entry instanceof Entry.Message message
                                && message.topic().equals(topic)));
        return entries();
    }

    private synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    private synchronized void heard(Incoming message) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
        entries.add(new Entry.Message(
                last,
                message.topic().substring("scatola/".length()),
                Bytes.of(message.payload()),
                1,
                message.retain()));
    }

    @Override
    public void close() {
        bus.close();
    }
}
