package scatola.nodeservice.guest;

import java.util.function.Consumer;

/** A guest's serial console: raw bytes both ways, for any number of people. Safe for several threads. */
public interface SerialConsole {
    /** How much of the past {@link #tail} remembers. */
    int TAIL_BYTES = 64 * 1024;

    /**
     * Types on the console. Never blocks; what a stuck guest does not take is bounded and the newest is dropped.
     *
     * @param bytes what is typed
     */
    void type(byte[] bytes);

    /** @return the last {@value #TAIL_BYTES} bytes that came out of it, or fewer */
    byte[] tail();

    /**
     * Listens to what comes out, in pieces of at most 16 KiB, on one thread at a time.
     *
     * @param listener must not block
     * @return closes the listening
     */
    AutoCloseable listen(Consumer<byte[]> listener);
}
