package scatola.presenter.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.PathParam;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.presenter.perform.Performer;

/**
 * Tells how far a performance is, whole, now and at each change, and closes when it is over. Who is too slow for each
 * change is told the newest only, so that nobody costs memory.
 */
@WebSocket(path = "/api/performances/{id}")
public final class PerformanceSocket {
    private static final Logger LOG = LoggerFactory.getLogger(PerformanceSocket.class);

    /** Status code 1003: data that it can't accept (RFC 6455, section 7.4.1). */
    private static final CloseReason ONLY_TELLS =
            new CloseReason(1003, "this only tells: POST what you decide to the same address");

    /** Of codes for an application's own use (RFC 6455, section 7.4.2), the one that reads like HTTP's. */
    private static final int NOT_FOUND = 4404;

    private final Performer performer;
    private final Map<String, Runnable> following = new ConcurrentHashMap<>();

    PerformanceSocket(Performer performer) {
        this.performer = performer;
    }

    /** Somebody wants to follow. */
    @OnOpen
    public void open(WebSocketConnection connection, @PathParam("id") String id) {
        Teller teller = new Teller(connection);
        Optional<Runnable> followed = performance(id).flatMap(number -> performer.follow(number, teller));
        followed.ifPresentOrElse(
                leave -> following.put(connection.id(), leave),
                () -> connection.closeAndAwait(new CloseReason(NOT_FOUND, "there is no such performance")));
    }

    /** They have gone. */
    @OnClose
    public void close(WebSocketConnection connection) {
        Runnable leave = following.remove(connection.id());
        if (leave != null) {
            leave.run();
        }
    }

    /** @return the end */
    @OnTextMessage
    @NonBlocking
    public Uni<Void> refuse(String text, WebSocketConnection client) {
        return client.close(ONLY_TELLS);
    }

    /** @return the end */
    @OnBinaryMessage
    @NonBlocking
    public Uni<Void> refuse(Buffer bytes, WebSocketConnection client) {
        return client.close(ONLY_TELLS);
    }

    /** @return the end of who says more than a message may have; others have just gone */
    @OnError
    @NonBlocking
    public Uni<Void> refuse(Throwable failure, WebSocketConnection client) {
        LOG.debug("client={} broke: {}", client.id(), failure.toString());
        return client.isOpen() ? client.close(ONLY_TELLS) : Uni.createFrom().voidItem();
    }

    private static Optional<Long> performance(String id) {
        try {
            return Optional.of(Long.valueOf(id));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Sends one after the other, and of those that come meanwhile only the last. */
    private static final class Teller implements Performer.Follower {
        private final WebSocketConnection connection;
        private @Nullable String next;
        private boolean sending;
        private boolean last;

        Teller(WebSocketConnection connection) {
            this.connection = connection;
        }

        @Override
        public synchronized void changed(ObjectNode report, boolean over) {
            next = report.toString();
            last = over;
            sendNext();
        }

        private synchronized void sendNext() {
            String text = next;
            if (sending) {
                return;
            }
            if (text == null) {
                if (last) {
                    var unused = connection.close().subscribe().with(done -> {}, this::lost);
                }
                return;
            }
            next = null;
            sending = true;
            var unused = connection.sendText(text).subscribe().with(sent -> sent(), this::lost);
        }

        private synchronized void sent() {
            sending = false;
            sendNext();
        }

        private void lost(Throwable failure) {
            LOG.debug("performance not told: {}", failure.getMessage());
        }
    }
}
