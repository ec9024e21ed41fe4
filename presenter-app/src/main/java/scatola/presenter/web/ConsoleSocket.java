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
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.VmName;
import scatola.presenter.console.LiveConsoles;
import scatola.presenter.link.Role;

/** The console of a live guest: tells what it puts out, raw, and types what it is told. */
@WebSocket(path = "/api/consoles/{vm}")
public final class ConsoleSocket {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSocket.class);

    /** Status code 1009: a message that is too big (RFC 6455, section 7.4.1). */
    private static final CloseReason TOO_LONG =
            new CloseReason(1009, "too long: type at most 4096 bytes at once, and nothing of this was typed");

    private final LiveConsoles consoles;
    private final Visitors visitors;

    ConsoleSocket(LiveConsoles consoles, Visitors visitors) {
        this.consoles = consoles;
        this.visitors = visitors;
    }

    /** Somebody wants to look. */
    @OnOpen
    @NonBlocking
    public void open(WebSocketConnection client) {
        ConsoleLine line = new ConsoleLine(client);
        String name = client.pathParam("vm");
        VmName vm;
        try {
            vm = new VmName(name);
        } catch (IllegalArgumentException e) {
            line.missing(String.valueOf(e.getMessage()));
            return;
        }
        String missing = consoles.missing(vm);
        if (missing == null) {
            consoles.join(client.id(), vm, line, visitors.role(client) == Role.PRESENTER);
        } else {
            line.missing(missing);
        }
    }

    /** They have seen enough. */
    @OnClose
    @NonBlocking
    public void close(WebSocketConnection client) {
        consoles.leave(client.id());
    }

    /** They type. */
    @OnTextMessage
    @NonBlocking
    public void type(String keys, WebSocketConnection client) {
        type(client, keys.getBytes(StandardCharsets.UTF_8));
    }

    /** They type. */
    @OnBinaryMessage
    @NonBlocking
    public void type(Buffer keys, WebSocketConnection client) {
        type(client, keys.getBytes());
    }

    private void type(WebSocketConnection client, byte[] keys) {
        visitors.refusal(client)
                .ifPresentOrElse(
                        reason -> consoles.refuse(client.id(), reason), () -> consoles.type(client.id(), keys));
    }

    /** @return the end of who says more than a message may have; others have just gone */
    @OnError
    @NonBlocking
    public Uni<Void> refuse(Throwable failure, WebSocketConnection client) {
        LOG.debug("client={} broke: {}", client.id(), failure.toString());
        return client.isOpen() ? client.close(TOO_LONG) : Uni.createFrom().voidItem();
    }
}
