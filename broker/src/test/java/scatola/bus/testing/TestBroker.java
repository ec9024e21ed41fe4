package scatola.bus.testing;

import scatola.bus.client.BusSettings;

/**
 * A real broker of a test's own, on the loopback, that lets everybody in. It dies with this JVM, whatever ends that. Not
 * safe for several threads.
 */
public interface TestBroker extends AutoCloseable {
    /** Brokers that the bus is tried on. */
    enum Brand {
        /** The one that everything runs on. */
        MOSQUITTO,
        /** Another one, which has nothing in common with it but MQTT 5. */
        HIVEMQ;

        /** @return one that takes connections */
        public TestBroker start() {
            return switch (this) {
                case MOSQUITTO -> Mosquitto.start();
                case HIVEMQ -> HiveMq.start();
            };
        }
    }

    /** @return the loopback's address */
    default String host() {
        return "127.0.0.1";
    }

    /** @return the TCP port, the same after a restart */
    int port();

    /** Ends it orderly: it closes its connections. */
    void stop();

    /** Ends it at once. */
    void kill();

    /** Starts it again on the same port, with an empty memory. */
    void restart();

    /** Stops its clock: connections stay, nothing is answered. */
    void freeze();

    /** Lets it go on. */
    void thaw();

    /** @return what it has logged so far */
    String log();

    /** Ends it and leaves nothing. */
    @Override
    void close();

    /**
     * @param clientId id of a client
     * @return settings with which it reaches this broker
     */
    default BusSettings settings(String clientId) {
        return BusSettings.of(host(), port(), clientId).withReplyTopic("scatola/reply/" + clientId);
    }
}
