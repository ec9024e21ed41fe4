package scatola.it.box;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody at a console that the presenter app shows, who remembers all that was seen there. Safe for several threads. */
public final class Console implements WebSocket.Listener, AutoCloseable {
    private final StringBuilder seen = new StringBuilder();
    private final WebSocket socket;

    Console(HttpClient http, URI address) {
        socket = http.newWebSocketBuilder()
                .buildAsync(address, this)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** @param keys typed as UTF-8 */
    public void type(String keys) {
        socket.sendBinary(ByteBuffer.wrap(keys.getBytes(UTF_8)), true)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** @return all that was seen until now */
    public synchronized String seen() {
        return seen.toString();
    }

    /**
     * @param expected regular expression of something on the console
     * @param atMost how long to wait for it
     * @throws AssertionError if it was not seen
     */
    public synchronized void await(String expected, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!seen.toString().matches("(?s).*" + expected + ".*")) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("'%s' was not seen within %s; seen was: %s".formatted(expected, atMost, seen));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while looking", e);
            }
        }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        synchronized (this) {
            seen.append(new String(bytes, ISO_8859_1));
            notifyAll();
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
