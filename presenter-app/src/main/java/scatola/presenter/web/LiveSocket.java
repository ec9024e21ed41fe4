package scatola.presenter.web;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.presenter.picture.Live;

/** The world as it is and as it changes. Only tells; who sends something is told so, and the connection ends. */
@WebSocket(path = "/api/live")
public final class LiveSocket {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSocket.class);

    /** Status code 1003: data that it can't accept (RFC 6455, section 7.4.1). */
    private static final CloseReason ONLY_TELLS =
            new CloseReason(1003, "/api/live only tells: POST commands to /api/commands");

    /** Status code 1009: a message that is too big (RFC 6455, section 7.4.1). */
    private static final CloseReason TOO_LONG = new CloseReason(1009, "too long; besides, /api/live only tells");

    private final Live live;

    LiveSocket(Live live) {
        this.live = live;
    }

    /** A client wants to know. */
    @OnOpen
    @NonBlocking
    public void open(WebSocketConnection client) {
        live.join(client.id(), text -> client.sendText(text).subscribeAsCompletionStage());
    }

    /** It has gone. */
    @OnClose
    @NonBlocking
    public void close(WebSocketConnection client) {
        live.leave(client.id());
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
        return client.isOpen() ? client.close(TOO_LONG) : Uni.createFrom().voidItem();
    }
}
