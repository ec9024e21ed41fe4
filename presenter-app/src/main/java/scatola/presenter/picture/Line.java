package scatola.presenter.picture;

import java.util.concurrent.CompletionStage;

/** A connection to a client that wants to see. */
@FunctionalInterface
public interface Line {
    /**
     * @param text to be sent; the next is sent only when it has gone
     * @return completes when it has left this machine's memory, fails when the connection is no more; never blocks
     */
    CompletionStage<?> send(String text);
}
