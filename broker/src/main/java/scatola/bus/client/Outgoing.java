package scatola.bus.client;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.time.Duration;

/**
 * A message to be published (MQTT 5, section 3.3). Immutable: every {@code with} method gives another one. QoS 1, not
 * retained and without properties unless said otherwise.
 */
public final class Outgoing {
    private final Mqtt5Publish publish;

    private Outgoing(Mqtt5Publish publish) {
        this.publish = publish;
    }

    /**
     * @param topic where to; no wildcards
     * @param payload what; copied
     * @return a message that is not retained
     * @throws IllegalArgumentException if the topic is none
     */
    public static Outgoing of(String topic, byte[] payload) {
        return new Outgoing(Mqtt5Publish.builder()
                .topic(topic)
                .payload(payload.clone())
                .qos(Qos.AT_LEAST_ONCE.mqtt())
                .build());
    }

    /**
     * @param topic where to; no wildcards
     * @param payload what; copied; an empty one clears what the broker retains there
     * @return a message that the broker keeps for later subscribers (section 3.3.1.3)
     * @throws IllegalArgumentException if the topic is none
     */
    public static Outgoing retained(String topic, byte[] payload) {
        return new Outgoing(of(topic, payload).publish.extend().retain(true).build());
    }

    /**
     * @param qos quality of service
     * @return this with it
     */
    public Outgoing withQos(Qos qos) {
        return new Outgoing(publish.extend().qos(qos.mqtt()).build());
    }

    /**
     * @param expiry how long the broker may keep the message for someone who is not there (section 3.3.2.3.3), at least
     *     a second; parts of a second are dropped
     * @return this with it
     */
    public Outgoing withExpiry(Duration expiry) {
        if (expiry.toSeconds() < 1) {
            throw new IllegalArgumentException("a message expires after 1 s or later, not after " + expiry);
        }
        return new Outgoing(
                publish.extend().messageExpiryInterval(expiry.toSeconds()).build());
    }

    /**
     * @param topic where the answer is to go (section 3.3.2.3.5); no wildcards
     * @param correlationData what the answer is to carry back (section 3.3.2.3.6); copied
     * @return this with both
     */
    public Outgoing withResponse(String topic, byte[] correlationData) {
        return new Outgoing(publish.extend().responseTopic(topic).build()).withCorrelation(correlationData);
    }

    Outgoing withCorrelation(byte[] correlationData) {
        return new Outgoing(
                publish.extend().correlationData(correlationData.clone()).build());
    }

    /**
     * @param name name of a user property (section 3.3.2.3.7); may be there several times
     * @param value its value
     * @return this with one more user property
     */
    public Outgoing withUserProperty(String name, String value) {
        return new Outgoing(publish.extend()
                .userProperties(
                        publish.getUserProperties().extend().add(name, value).build())
                .build());
    }

    /** @return where to */
    public String topic() {
        return publish.getTopic().toString();
    }

    /** @return what, a copy */
    public byte[] payload() {
        return publish.getPayloadAsBytes();
    }

    /** @return whether the broker is to keep it */
    public boolean retain() {
        return publish.isRetain();
    }

    /** @return quality of service */
    public Qos qos() {
        return Qos.of(publish.getQos());
    }

    Mqtt5Publish publish() {
        return publish;
    }

    @Override
    public String toString() {
        return "%s (%d bytes)".formatted(topic(), payload().length);
    }
}
