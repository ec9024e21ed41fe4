package scatola.bus.client;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connection subscribes to, all in one packet, and who hears what comes. Not safe for several threads. */
final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(BusConnection.class);

    private final List<Subscription> all = new ArrayList<>();
    private final String name;

    Subscriptions(String name) {
        this.name = name;
    }

    void add(Subscription subscription) {
        all.add(subscription);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    Mqtt5Subscribe packet() {
        return Mqtt5Subscribe.builder()
                .addSubscriptions(all.stream().map(Subscription::mqtt))
                .build();
    }

    /** @return what the broker refuses (MQTT 5, section 3.9.3) */
    List<Refusal> refusals(Mqtt5SubAckException answer) {
        List<Mqtt5SubAckReasonCode> codes = answer.getMqttMessage().getReasonCodes();
        List<Refusal> refusals = new ArrayList<>();
        for (int i = 0; i < codes.size() && i < all.size(); i++) {
            if (codes.get(i).isError()) {
                String filter = all.get(i).filter();
                refusals.add(new Refusal(
                        filter,
                        "the broker refuses the subscription to %s: %s"
                                .formatted(
                                        filter,
                                        Reasons.words(
                                                codes.get(i),
                                                answer.getMqttMessage().getReasonString()))));
            }
        }
        return refusals;
    }

    /** Tells the first whose filter matches. */
    void deliver(Mqtt5Publish publish) {
        Incoming message = new Incoming(publish);
        for (Subscription subscription : all) {
            if (subscription.matches(publish.getTopic())) {
                try {
                    subscription.listener().accept(message);
                } catch (RuntimeException e) {
                    LOG.error("bus {} the listener of {} broke on {}", name, subscription.filter(), message, e);
                }
                return;
            }
        }
        LOG.warn("bus {} nobody subscribed to {}", name, message);
    }
}
