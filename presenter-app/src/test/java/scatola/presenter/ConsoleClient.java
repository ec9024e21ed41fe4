package scatola.presenter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A client of a console that keeps all frames, and does not read when it is told so. Safe for several threads. */
final class ConsoleClient implements WebSocket.Listener, AutoCloseable {
    private static final Pattern SKIPPED = Pattern.compile("\\{\"type\":\"skipped\",\"bytes\":(\\d+)}");

    private final List<Object> frames = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private boolean reads = true;
    private long received;

    ConsoleClient(PackagedApp app, String path) {
        socket = app.http()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:%d%s".formatted(app.port(), path)), this)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** Leaves what comes where it is, until {@link #readAgain}. */
    synchronized void stopReading() {
        reads = false;
    }

    synchronized void readAgain() {
        reads = true;
        socket.request(1);
    }

    /** Types a text. */
    void type(String keys) {
        socket.sendText(keys, true).orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Types bytes. */
    void type(byte[] keys) {
        socket.sendBinary(ByteBuffer.wrap(keys), true)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** The control messages that came until now. */
    synchronized List<String> texts() {
        return frames.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** All bytes that came until now. */
    synchronized byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(frame -> {
            if (frame instanceof byte[] some) {
                all.writeBytes(some);
            }
        });
        return all.toByteArray();
    }

    /** How many bytes came until now. */
    synchronized long received() {
        return received;
    }

    /** The bytes that came since the last control message with that in it. */
    synchronized String since(String part) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(frame -> {
            if (frame instanceof byte[] some) {
                all.writeBytes(some);
            } else if (frame.toString().contains(part)) {
                all.reset();
            }
        });
        return all.toString(ISO_8859_1);
    }

    /** The longest frame of bytes. */
    synchronized int longest() {
        return frames.stream()
                .mapToInt(frame -> frame instanceof byte[] some ? some.length : 0)
                .max()
                .orElse(0);
    }

    /** What came, with what was sent where something was said to be missing. */
    synchronized byte[] withGaps(byte[] sent) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Object frame : frames) {
            if (frame instanceof byte[] some) {
                all.writeBytes(some);
            } else {
                Matcher skipped = SKIPPED.matcher(frame.toString());
                if (skipped.matches()) {
                    all.write(sent, all.size(), Integer.parseInt(skipped.group(1)));
                }
            }
        }
        return all.toByteArray();
    }

    /** Waits for a control message with that in it. */
    String await(String part) {
        awaitThat("a message with " + part, client -> client.texts().stream().anyMatch(one -> one.contains(part)));
        return texts().stream().filter(one -> one.contains(part)).findFirst().orElseThrow();
    }

    /** Waits until that was seen on the console. */
    void awaitSeen(String part) {
        awaitThat("on the console " + part, client -> new String(client.bytes(), ISO_8859_1).contains(part));
    }

    void awaitThat(String what, Predicate<ConsoleClient> condition) {
        Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> condition.test(this));
    }

    /** Waits for the end, and tells its status code. */
    int closed() {
        return closed.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            keep(text.toString());
            text.setLength(0);
        }
        goOn(from);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        bytes.writeBytes(part);
        if (last) {
            keep(bytes.toByteArray());
            bytes.reset();
        }
        goOn(from);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String why) {
        closed.complete(status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private synchronized void keep(Object frame) {
        frames.add(frame);
        received += frame instanceof byte[] some ? some.length : 0;
    }

    private synchronized void goOn(WebSocket from) {
        if (reads) {
            from.request(1);
        }
    }
}
