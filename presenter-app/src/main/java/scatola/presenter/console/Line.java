package scatola.presenter.console;

import java.util.concurrent.CompletionStage;

/** A connection to a client that looks at a console. The next is sent only when the one before has gone. */
public interface Line {
    /**
     * @param text a message about the console
     * @return completes when it has left this machine's memory, fails when the connection is no more; never blocks
     */
    CompletionStage<?> text(String text);

    /**
     * @param bytes of the console; not changed by anybody
     * @return as {@link #text}
     */
    CompletionStage<?> bytes(byte[] bytes);

    /**
     * Ends the connection, since the client can't be helped.
     *
     * @param reason for people, short
     */
    void cut(String reason);
}
