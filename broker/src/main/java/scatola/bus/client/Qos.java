package scatola.bus.client;

import com.hivemq.client.mqtt.datatypes.MqttQos;

/** Quality of service of a message or a subscription (MQTT 5, section 4.3). Nothing here needs QoS 2. */
public enum Qos {
    /** QoS 0: sent once, lost where the connection or a full queue loses it. */
    AT_MOST_ONCE(MqttQos.AT_MOST_ONCE),
    /** QoS 1: acknowledged, may come twice. */
    AT_LEAST_ONCE(MqttQos.AT_LEAST_ONCE);

    private final MqttQos mqtt;

    Qos(MqttQos mqtt) {
        this.mqtt = mqtt;
    }

    MqttQos mqtt() {
        return mqtt;
    }

    static Qos of(MqttQos mqtt) {
        return mqtt == MqttQos.AT_MOST_ONCE ? AT_MOST_ONCE : AT_LEAST_ONCE;
    }
}
