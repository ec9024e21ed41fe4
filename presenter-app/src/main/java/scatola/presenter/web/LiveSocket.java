package scatola.presenter.web;

import io.netty.handler.codec.http.QueryStringDecoder;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.bus.Quoted;
import scatola.presenter.attendance.DisplayName;
import scatola.presenter.attendance.Usher;
import scatola.presenter.link.Role;
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

    /** A status code of our own (RFC 6455, section 7.4.2), after HTTP's. */
    private static final int BAD_REQUEST = 4400;

    private final Live live;
    private final Usher usher;
    private final Visitors visitors;

    LiveSocket(Live live, Usher usher, Visitors visitors) {
        this.live = live;
        this.usher = usher;
        this.visitors = visitors;
    }

    /** A client wants to know. @return the end of one whose name is none */
    @OnOpen
    @NonBlocking
    public Uni<Void> open(WebSocketConnection client) {
        Role role = visitors.role(client);
        DisplayName name = null;
        if (role == Role.PRESENTER) {
            switch (name(client.handshakeRequest().query())) {
                case Decoded.Malformed<Optional<DisplayName>> bad -> {
                    return client.close(new CloseReason(BAD_REQUEST, bad.reason()));
                }
                case Decoded.Value<Optional<DisplayName>> good ->
                    name = good.value().orElse(null);
            }
        }
        usher.arrive(client.id(), role, name);
        live.join(client.id(), text -> client.sendText(text).subscribeAsCompletionStage());
        return Uni.createFrom().voidItem();
    }

    /** It has gone. */
    @OnClose
    @NonBlocking
    public void close(WebSocketConnection client) {
        usher.leave(client.id());
        live.leave(client.id());
    }

    static Decoded<Optional<DisplayName>> name(@Nullable String query) {
        try {
            List<String> names = new QueryStringDecoder(query == null ? "" : query, false)
                    .parameters()
                    .get("name");
            if (names == null) {
                return new Decoded.Value<>(Optional.empty());
            }
            return switch (DisplayName.read(names.getFirst())) {
                case Decoded.Malformed<DisplayName> bad -> new Decoded.Malformed<>(bad.reason());
                case Decoded.Value<DisplayName> good -> new Decoded.Value<>(Optional.of(good.value()));
            };
        } catch (IllegalArgumentException e) {
            return new Decoded.Malformed<>("the address can't be read: " + Quoted.of(String.valueOf(e.getMessage())));
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
        return client.isOpen() ? client.close(TOO_LONG) : Uni.createFrom().voidItem();
    }
}
