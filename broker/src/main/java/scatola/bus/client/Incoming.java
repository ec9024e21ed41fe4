package scatola.bus.client;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message that the broker has delivered (MQTT 5, section 3.3). Immutable. */
public final class Incoming {
    private final Mqtt5Publish publish;

    Incoming(Mqtt5Publish publish) {
        this.publish = publish;
    }

    /**
     * For tests without a broker.
     *
     * @param sent a message
     * @return the same as a subscriber with retain-as-published gets it
     */
    public static Incoming arrivalOf(Outgoing sent) {
        return new Incoming(sent.publish());
    }

    /** @return where it was published */
    public String topic() {
        return publish.getTopic().toString();
    }

    /** @return what was published, a copy; may be empty */
    public byte[] payload() {
        return publish.getPayloadAsBytes();
    }

    /** @return how many bytes were published */
    public int size() {
        return publish.getPayload().map(ByteBuffer::remaining).orElse(0);
    }

    /** @return whether its sender had it retained, be it now or earlier (section 3.8.3.1, retain as published) */
    public boolean retain() {
        return publish.isRetain();
    }

    /** @return quality of service of this delivery */
    public Qos qos() {
        return Qos.of(publish.getQos());
    }

    /** @return where its sender wants the answer (section 3.3.2.3.5), null for nowhere of its own */
    public @Nullable String responseTopic() {
        return publish.getResponseTopic().map(Object::toString).orElse(null);
    }

    /** @return what the answer must carry (section 3.3.2.3.6), a copy, null for nothing */
    public byte @Nullable [] correlationData() {
        return publish.getCorrelationData().map(Incoming::bytes).orElse(null);
    }

    /** @return user properties in their order; a name may be there several times (section 3.3.2.3.7) */
    public List<Map.Entry<String, String>> userProperties() {
        return publish.getUserProperties().asList().stream()
                .map(property -> Map.entry(
                        property.getName().toString(), property.getValue().toString()))
                .toList();
    }

    /** @return how much longer it is worth something (section 3.3.2.3.3), null for ever */
    public @Nullable Duration expiry() {
        return publish.getMessageExpiryInterval().isPresent()
                ? Duration.ofSeconds(publish.getMessageExpiryInterval().getAsLong())
                : null;
    }

    /**
     * @param payload what to answer; copied
     * @return the answer to where this message wants it, with its correlation data (section 4.10), or null if it wants
     *     none
     */
    public @Nullable Outgoing reply(byte[] payload) {
        String topic = responseTopic();
        if (topic == null) {
            return null;
        }
        Outgoing reply = Outgoing.of(topic, payload);
        byte[] correlationData = correlationData();
        return correlationData == null ? reply : reply.withCorrelation(correlationData);
    }

    @Override
    public String toString() {
        return "%s (%d bytes)".formatted(topic(), size());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
