package scatola.bus.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the broker.
 *
 * @param host name or address
 * @param port TCP port
 * @param clientId fixed: a second connection with the same one ends the first (MQTT 5, section 3.1.4)
 * @param keepAlive whole seconds after which silence counts as death (section 3.1.2.10), at least 1 s
 * @param replyTopic where answers to {@link BusConnection#request} come, of this client alone; null for no requests
 * @param most how many messages, and how many requests, may wait for the broker at a time
 * @param takenOverPause how long to leave the field to another client that took the client id
 * @param credentials as whom to come, over TLS; null for a broker that asks nobody, in the clear
 */
public record BusSettings(
        String host,
        int port,
        String clientId,
        Duration keepAlive,
        @Nullable String replyTopic,
        int most,
        Duration takenOverPause,
        @Nullable BusCredentials credentials) {

    /** @throws IllegalArgumentException if a value is out of its range */
    public BusSettings {
        if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 65535 || keepAlive.toNanosPart() != 0) {
            throw new IllegalArgumentException("keep-alive is a whole number of seconds from 1 to 65535: " + keepAlive);
        }
        if (most < 1) {
            throw new IllegalArgumentException("at least one message must be let through, not " + most);
        }
    }

    /**
     * Keep-alive 1 s, no requests, at most 4,096 messages waiting, 30 s of pause after a takeover, no credentials.
     *
     * @param host name or address
     * @param port TCP port
     * @param clientId fixed
     * @return settings
     */
    public static BusSettings of(String host, int port, String clientId) {
        return new BusSettings(host, port, clientId, Duration.ofSeconds(1), null, 4096, Duration.ofSeconds(30), null);
    }

    /**
     * @param other keep-alive
     * @return these settings with it
     */
    public BusSettings withKeepAlive(Duration other) {
        return new BusSettings(host, port, clientId, other, replyTopic, most, takenOverPause, credentials);
    }

    /**
     * @param topic topic of this client alone
     * @return these settings with it
     */
    public BusSettings withReplyTopic(String topic) {
        return new BusSettings(host, port, clientId, keepAlive, topic, most, takenOverPause, credentials);
    }

    /**
     * @param other how many messages may wait
     * @return these settings with it
     */
    public BusSettings withMost(int other) {
        return new BusSettings(host, port, clientId, keepAlive, replyTopic, other, takenOverPause, credentials);
    }

    /**
     * @param other pause
     * @return these settings with it
     */
    public BusSettings withTakenOverPause(Duration other) {
        return new BusSettings(host, port, clientId, keepAlive, replyTopic, most, other, credentials);
    }

    /**
     * @param other client id
     * @return these settings with it
     */
    public BusSettings withClientId(String other) {
        return new BusSettings(host, port, other, keepAlive, replyTopic, most, takenOverPause, credentials);
    }

    /**
     * @param other as whom to come, over TLS; null for nobody, in the clear
     * @return these settings with it
     */
    public BusSettings withCredentials(@Nullable BusCredentials other) {
        return new BusSettings(host, port, clientId, keepAlive, replyTopic, most, takenOverPause, other);
    }
}
