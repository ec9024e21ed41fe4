package scatola.nodeservice.guest;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The console of a machine: one connection to its socket, shared by everybody who looks and types. */
final class RingConsole implements SerialConsole, AutoCloseable {
    private static final int PIECE_BYTES = 1024;

    private final Port port;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final byte[] ring = new byte[TAIL_BYTES];
    private long written;
    private volatile @Nullable Predicate<byte[]> gate;
    private volatile Consumer<String> whenClosed = reason -> {};

    RingConsole(Path socket) {
        this.port = new Port(socket, new Port.Reader() {
            @Override
            public void read(byte[] bytes) {
                long until = remember(bytes);
                listeners.forEach(listener -> listener.printed(bytes, until));
            }

            @Override
            public void closed(String reason) {
                whenClosed.accept(reason);
            }
        });
    }

    void open() {
        port.open();
    }

    /** Lets somebody hold back what people type: what the gate answers true to is the gate's to send on. */
    void gate(Predicate<byte[]> holdsBack) {
        gate = holdsBack;
    }

    /** Who hears that it is no longer there. */
    void whenClosed(Consumer<String> closed) {
        whenClosed = closed;
    }

    @Override
    public void type(byte[] bytes) {
        Predicate<byte[]> holdsBack = gate;
        if (holdsBack == null || !holdsBack.test(bytes.clone())) {
            send(bytes);
        }
    }

    /** Types past the gate. */
    void send(byte[] bytes) {
        for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
            if (!port.send(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PIECE_BYTES)))) {
                return;
            }
        }
    }

    @Override
    public Tail tail() {
        synchronized (ring) {
            int length = (int) Math.min(written, TAIL_BYTES);
            byte[] tail = new byte[length];
            int start = (int) ((written - length) % TAIL_BYTES);
            int first = Math.min(length, TAIL_BYTES - start);
            System.arraycopy(ring, start, tail, 0, first);
            System.arraycopy(ring, 0, tail, first, length - first);
            return new Tail(tail, written);
        }
    }

    @Override
    public AutoCloseable listen(Listener listener) {
        // One of its own, so that a listener given twice is taken away once.
        Listener own = (bytes, until) -> listener.printed(bytes.clone(), until);
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    @Override
    public void close() {
        port.close();
    }

    private long remember(byte[] bytes) {
        synchronized (ring) {
            int start = (int) (written % TAIL_BYTES);
            int first = Math.min(bytes.length, TAIL_BYTES - start);
            System.arraycopy(bytes, 0, ring, start, first);
            System.arraycopy(bytes, first, ring, 0, bytes.length - first);
            written += bytes.length;
            return written;
        }
    }
}
