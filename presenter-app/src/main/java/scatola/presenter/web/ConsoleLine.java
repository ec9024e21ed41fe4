package scatola.presenter.web;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.presenter.console.Line;
import scatola.presenter.console.Notices;

/** A console's line to a client over its WebSocket. */
final class ConsoleLine implements Line {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleLine.class);

    /** Status code 1008: against a policy (RFC 6455, section 7.4.1). */
    private static final int TOO_SLOW = 1008;
    /** A status code of our own (RFC 6455, section 7.4.2), after HTTP's. */
    private static final int MISSING = 4404;

    private final WebSocketConnection client;

    ConsoleLine(WebSocketConnection client) {
        this.client = client;
    }

    @Override
    public CompletionStage<?> text(String text) {
        return client.sendText(text).subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<?> bytes(byte[] bytes) {
        return client.sendBinary(bytes).subscribeAsCompletionStage();
    }

    @Override
    public void cut(String reason) {
        close(TOO_SLOW, reason);
    }

    /** Says that there is no such console, and ends the connection. */
    void missing(String reason) {
        client.sendText(Notices.error(reason))
                .subscribe()
                .with(said -> close(MISSING, "no such console"), ConsoleLine::gone);
    }

    void close(int code, String reason) {
        client.close(new CloseReason(code, reason)).subscribe().with(done -> {}, ConsoleLine::gone);
    }

    private static void gone(Throwable failure) {
        LOG.debug("a client was gone already: {}", failure.toString());
    }
}
