package scatola.bus.client;

/** A message was not published, or a request not answered. The text says why, for people. */
public final class BusException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What kept it. */
    public enum Kind {
        /** There is no connection: it was not sent. */
        NOT_CONNECTED,
        /** Too many are waiting for the broker: it was not sent. */
        OVERLOADED,
        /** The broker said no, or it may not take a message like this. */
        REFUSED,
        /** The connection was lost before the answer: it may have been done or not. */
        LOST,
        /** No answer in time: it may have been done or not. */
        TIMED_OUT
    }

    private final Kind kind;

    /**
     * @param kind what kept it
     * @param message why, for people
     */
    public BusException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** @return what kept it */
    public Kind kind() {
        return kind;
    }
}
