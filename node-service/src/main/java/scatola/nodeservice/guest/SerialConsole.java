package scatola.nodeservice.guest;

/** A guest's serial console: raw bytes both ways, for any number of people. Safe for several threads. */
public interface SerialConsole {
    /** How much of the past {@link #tail} remembers. */
    int TAIL_BYTES = 64 * 1024;

    /**
     * The past.
     *
     * @param bytes the last {@value #TAIL_BYTES} that came out, or fewer
     * @param written how many had come out until the end of these, since it was opened
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Tail(byte[] bytes, long written) {}

    /** Who hears what comes out. */
    @FunctionalInterface
    interface Listener {
        /**
         * @param bytes what has come out
         * @param written how many have come out until the end of these, since it was opened
         */
        void printed(byte[] bytes, long written);
    }

    /**
     * Types on the console. Never blocks; what a stuck guest does not take is bounded and the newest is dropped.
     *
     * @param bytes what is typed
     */
    void type(byte[] bytes);

    /** @return what came out of it last */
    Tail tail();

    /**
     * Listens to what comes out, in pieces of at most 16 KiB, on one thread at a time.
     *
     * @param listener must not block
     * @return closes the listening
     */
    AutoCloseable listen(Listener listener);
}
