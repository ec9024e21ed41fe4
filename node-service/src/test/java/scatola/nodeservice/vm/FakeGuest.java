package scatola.nodeservice.vm;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.nodeservice.guest.Guest;
import scatola.nodeservice.guest.SerialConsole;

/** A guest's inside that answers when the test says so. */
final class FakeGuest implements Guest {
    final CompletableFuture<Void> answering = new CompletableFuture<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<SerialConsole.Listener> listeners = new CopyOnWriteArrayList<>();
    volatile CompletionStage<Void> assigned = CompletableFuture.completedStage(null);
    volatile CompletionStage<Void> announced = CompletableFuture.completedStage(null);
    volatile CompletionStage<Void> poweredOff = CompletableFuture.completedStage(null);

    @Override
    public CompletionStage<Void> answering() {
        return answering;
    }

    @Override
    public Job start(List<String> argv, String input, JobListener listener) {
        throw new UnsupportedOperationException("nothing runs here");
    }

    @Override
    public CompletionStage<Void> assign(MacAddress nic, Ipv4Cidr address) {
        calls.add("assign " + address);
        return assigned;
    }

    @Override
    public CompletionStage<Void> announce(MacAddress nic, Ipv4Cidr address) {
        calls.add("announce " + address);
        return announced;
    }

    @Override
    public CompletionStage<Void> powerOff() {
        calls.add("powerOff");
        return poweredOff;
    }

    @Override
    public CompletionStage<Map<MacAddress, Counters>> counters() {
        return CompletableFuture.completedStage(Map.of());
    }

    @Override
    public SerialConsole console() {
        return new SerialConsole() {
            @Override
            public void type(byte[] bytes) {}

            @Override
            public Tail tail() {
                return new Tail(new byte[0], 0);
            }

            @Override
            public AutoCloseable listen(Listener listener) {
                listeners.add(listener);
                return () -> listeners.remove(listener);
            }
        };
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
