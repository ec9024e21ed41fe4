package scatola.bus.client;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import java.util.function.Consumer;

/**
 * What to be told of (MQTT 5, section 3.8.3.1), always with retain-as-published. Filters of one connection should not
 * overlap: a broker may then deliver a message more than once.
 *
 * @param filter topics, with {@code +} and {@code #}
 * @param qos the most that deliveries may have
 * @param noLocal whether to leave out what this connection itself publishes
 * @param retained whether to send what is retained already
 * @param listener told of every message in the order of their arrival, on the connection's thread; must not block
 */
public record Subscription(String filter, Qos qos, boolean noLocal, Retained retained, Consumer<Incoming> listener) {

    /** Retain handling (section 3.8.3.1): what a new subscription does about messages retained before it. */
    public enum Retained {
        /** They are delivered at each connect (retain handling 0). */
        DELIVERED(Mqtt5RetainHandling.SEND),
        /** They are left where they are (retain handling 2). */
        NOT_DELIVERED(Mqtt5RetainHandling.DO_NOT_SEND);

        private final Mqtt5RetainHandling mqtt;

        Retained(Mqtt5RetainHandling mqtt) {
            this.mqtt = mqtt;
        }
    }

    /** @throws IllegalArgumentException if the filter is none */
    public Subscription {
        var unused = MqttTopicFilter.of(filter);
    }

    /**
     * @param filter topics of states
     * @param listener told of each
     * @return a subscription that begins with what is retained
     */
    public static Subscription toStates(String filter, Consumer<Incoming> listener) {
        return new Subscription(filter, Qos.AT_LEAST_ONCE, false, Retained.DELIVERED, listener);
    }

    /**
     * @param filter topics of commands
     * @param listener told of each
     * @return a subscription that begins with what is published from now on
     */
    public static Subscription toCommands(String filter, Consumer<Incoming> listener) {
        return new Subscription(filter, Qos.AT_LEAST_ONCE, false, Retained.NOT_DELIVERED, listener);
    }

    boolean matches(MqttTopic topic) {
        return MqttTopicFilter.of(filter).matches(topic);
    }

    Mqtt5Subscription mqtt() {
        return Mqtt5Subscription.builder()
                .topicFilter(filter)
                .qos(qos.mqtt())
                .noLocal(noLocal)
                .retainHandling(retained.mqtt)
                .retainAsPublished(true)
                .build();
    }
}
