package scatola.presenter.web;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.presenter.replay.Order;
import scatola.presenter.replay.Replay;
import scatola.presenter.replay.Replays;

/** A replay to look at: tells what {@link LiveSocket} tells of the live box, and where the replay is, and can be steered. */
@WebSocket(path = "/api/replays/{id}")
public final class ReplaySocket {
    private static final Logger LOG = LoggerFactory.getLogger(ReplaySocket.class);

    /** Status code 1001: going away (RFC 6455, section 7.4.1). */
    private static final int OVER = 1001;
    /** A status code of our own (RFC 6455, section 7.4.2), after HTTP's. */
    private static final int MISSING = 4404;

    private final Replays replays;
    private final Visitors visitors;

    ReplaySocket(Replays replays, Visitors visitors) {
        this.replays = replays;
        this.visitors = visitors;
    }

    /** Somebody wants to watch. */
    @OnOpen
    @NonBlocking
    public void open(WebSocketConnection client) {
        replay(client)
                .ifPresentOrElse(
                        replay -> replay.join(
                                client.id(),
                                text -> client.sendText(text).subscribeAsCompletionStage(),
                                reason -> close(client, OVER, reason)),
                        () -> close(client, MISSING, "no such replay: POST /api/replays begins one"));
    }

    /** They have seen enough. */
    @OnClose
    @NonBlocking
    public void close(WebSocketConnection client) {
        replay(client).ifPresent(replay -> replay.leave(client.id()));
    }

    /**
     * They want something of it; what can't be done, or isn't theirs to want, is told as {@code {"type":"error","detail":…}}.
     *
     * @return completes when that is done: the same client's next wish has to wait
     */
    @OnTextMessage
    @NonBlocking
    public Uni<Void> steer(String text, WebSocketConnection client) {
        return replay(client)
                .map(replay -> Uni.createFrom()
                        .completionStage(() -> visitors.refusal(client)
                                .map(reason -> replay.refuse(client.id(), reason))
                                .orElseGet(() -> steer(replay, text, client.id()))))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static CompletionStage<Void> steer(Replay replay, String text, String client) {
        return switch (ReplayReader.order(text.getBytes(StandardCharsets.UTF_8))) {
            case Decoded.Malformed<Order> bad -> replay.refuse(client, bad.reason());
            case Decoded.Value<Order> order ->
                replay.obey(order.value())
                        .thenAccept(refusal -> refusal.ifPresent(reason -> replay.refuse(client, reason)));
        };
    }

    /** @return completes when that is refused */
    @OnBinaryMessage
    @NonBlocking
    public Uni<Void> refuse(Buffer bytes, WebSocketConnection client) {
        return steer("", client);
    }

    private Optional<Replay> replay(WebSocketConnection client) {
        try {
            return replays.find(Long.parseLong(client.pathParam("id")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void close(WebSocketConnection client, int code, String reason) {
        client.close(new CloseReason(code, reason))
                .subscribe()
                .with(done -> {}, failure -> LOG.debug("a client was gone already: {}", failure.toString()));
    }
}
