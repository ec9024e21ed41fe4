package scatola.presenter;

import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import scatola.presenter.picture.Onlooker;

/** A client of a WebSocket that reads everything, and keeps it. Safe for several threads. */
final class Watcher implements WebSocket.Listener, AutoCloseable {
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private volatile String reason = "";

    Watcher(PackagedApp app, String path) {
        this(app, app.address("127.0.0.1", path));
    }

    /**
     * @param app what it watches
     * @param address where, of HTTP
     * @param subprotocols it offers
     */
    Watcher(PackagedApp app, URI address, String... subprotocols) {
        WebSocket.Builder builder = app.http().newWebSocketBuilder();
        if (subprotocols.length > 0) {
            builder.subprotocols(subprotocols[0], Arrays.copyOfRange(subprotocols, 1, subprotocols.length));
        }
        socket = builder.buildAsync(URI.create(address.toString().replaceFirst("^http", "ws")), this)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            texts.add(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String why) {
        reason = why;
        closed.complete(status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    /** What the server has selected. */
    String subprotocol() {
        return socket.getSubprotocol();
    }

    /** All that came until now. */
    List<String> texts() {
        return texts;
    }

    /** What is known of the box from all that came until now. */
    Onlooker seen() {
        Onlooker onlooker = new Onlooker();
        texts.forEach(onlooker::told);
        return onlooker;
    }

    /** Waits until a message contains that. */
    String await(String part) {
        Awaitility.await(part)
                .atMost(Duration.ofSeconds(20))
                .until(() -> texts.stream().anyMatch(text -> text.contains(part)));
        return texts.stream().filter(text -> text.contains(part)).findFirst().orElseThrow();
    }

    void say(String text) {
        socket.sendText(text, true).orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Waits for the end, and tells its status code. */
    int closed() {
        return closed.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** What was said at the end. */
    String reason() {
        return reason;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
