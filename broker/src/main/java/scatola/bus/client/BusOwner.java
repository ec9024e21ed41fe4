package scatola.bus.client;

import org.jspecify.annotations.Nullable;

/**
 * Whom a connection speaks for. Everything is called on the connection's one thread, in the order in which it happens,
 * and must not block.
 */
public interface BusOwner {
    /**
     * Asked before every attempt to connect.
     *
     * @return what the broker is to publish when this connection dies (MQTT 5, section 3.1.2.5), null for nothing
     */
    default @Nullable Outgoing will() {
        return null;
    }

    /**
     * The connection is up and its subscriptions are in force. What is published through {@code first} goes out before
     * everything that other threads publish meanwhile.
     *
     * @param first valid during this call
     */
    default void connected(Publisher first) {}

    /**
     * A connection that was {@link #connected} is gone; the next one is on its way.
     *
     * @param reason for people
     */
    default void disconnected(String reason) {}

    /**
     * The broker said no to a subscription or a message (reason codes of 0x80 and above, MQTT 5, section 2.4). Told once
     * for topics that differ only in a name, until the next connection.
     *
     * @param topic which, or which filter
     * @param reason names the topic and the broker's reason
     */
    default void refused(String topic, String reason) {}

    /**
     * Asked when the connection is closed on purpose.
     *
     * @return the last message, published instead of the will, null for none
     */
    default @Nullable Outgoing farewell() {
        return null;
    }
}
