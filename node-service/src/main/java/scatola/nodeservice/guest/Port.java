package scatola.nodeservice.guest;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One end of a machine's character device: a connection to its UNIX socket with a reading and a writing virtual thread.
 * A machine that has just been started may still have to make the socket, so connecting is tried for a while.
 */
final class Port implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final int READ_BYTES = 16 * 1024;
    private static final int PIECES_WAITING = 256;

    /** Hears of what comes out, on the reading thread. May block: then the guest waits. */
    interface Reader {
        void read(byte[] bytes);

        /** The last call ever. */
        void closed(String reason);
    }

    private final Path socket;
    private final Reader reader;
    private final BlockingQueue<byte[]> outgoing = new ArrayBlockingQueue<>(PIECES_WAITING);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread reading;
    private volatile @Nullable SocketChannel channel;

    Port(Path socket, Reader reader) {
        this.socket = socket;
        this.reader = reader;
        this.reading = Thread.ofVirtual().name("read " + socket).unstarted(this::readUntilClosed);
    }

    void open() {
        reading.start();
    }

    /**
     * Sends when the other end takes it.
     *
     * @return false if it was dropped because too much is waiting
     */
    boolean send(byte[] bytes) {
        return outgoing.offer(bytes);
    }

    /** Closes the connection; {@link Reader#closed} is still called. */
    @Override
    public void close() {
        closed.set(true);
        reading.interrupt();
        closeChannel();
    }

    private void readUntilClosed() {
        String reason = "it was let go";
        Thread writing = Thread.ofVirtual().name("write " + socket).unstarted(this::writeUntilClosed);
        try {
            SocketChannel connected = connect();
            channel = connected;
            if (!closed.get()) {
                writing.start();
            }
            ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
            while (!closed.get() && connected.read(buffer) >= 0) {
                byte[] bytes = new byte[buffer.position()];
                buffer.flip().get(bytes);
                buffer.clear();
                reader.read(bytes);
            }
            if (!closed.get()) {
                reason = "its machine ended";
            }
        } catch (IOException e) {
            if (!closed.get()) {
                reason = "%s: %s".formatted(socket, e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed.set(true);
            writing.interrupt();
            closeChannel();
            reader.closed(reason);
        }
    }

    private SocketChannel connect() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + CONNECT_WITHIN.toNanos();
        while (true) {
            SocketChannel attempt = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                attempt.connect(UnixDomainSocketAddress.of(socket));
                return attempt;
            } catch (IOException e) {
                attempt.close();
                if (closed.get() || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(2);
            }
        }
    }

    private void writeUntilClosed() {
        try {
            SocketChannel connected = channel;
            while (connected != null && !closed.get()) {
                ByteBuffer bytes = ByteBuffer.wrap(outgoing.take());
                while (bytes.hasRemaining()) {
                    connected.write(bytes);
                }
            }
        } catch (IOException e) {
            // The reading thread finds the same and says so.
            closeChannel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeChannel() {
        SocketChannel connected = channel;
        if (connected != null) {
            try {
                connected.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
