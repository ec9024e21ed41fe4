package scatola.presenter;

import io.smallrye.reactive.messaging.mqtt.session.ExponentialBackoffDelayOptions;
import io.smallrye.reactive.messaging.mqtt.session.MqttClientSession;
import io.smallrye.reactive.messaging.mqtt.session.MqttClientSessionOptions;
import io.smallrye.reactive.messaging.mqtt.session.RequestedQoS;
import io.smallrye.reactive.messaging.mqtt.session.SessionEvent;
import io.smallrye.reactive.messaging.mqtt.session.SubscriptionEvent;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.PresenterName;
import scatola.bus.Topics;
import scatola.bus.client.BusCredentials;
import scatola.presenter.timeline.Delivery;
import scatola.presenter.timeline.Recorder;

/**
 * How everything that is said on the bus reaches the recorder: SmallRye's MQTT session, which the broker keeps while this
 * app is away. Safe for several threads.
 */
@Singleton
final class TimelineSession {
    private static final Logger LOG = LoggerFactory.getLogger(TimelineSession.class);
    private static final Duration AGAIN_AT_FIRST = Duration.ofMillis(250);
    private static final Duration AGAIN_AT_LAST = Duration.ofSeconds(2);

    /** MQTT 3.1.1, section 3.9.3: the broker does not let it subscribe. */
    private static final int FAILURE = 0x80;

    /**
     * The broker has a bound. With any other here Netty 4.1.133 takes a message for too long whose topic comes in two
     * pieces (netty/netty#16916), and the connection ends.
     */
    private static final int LONGEST_MESSAGE = Integer.MAX_VALUE;

    private final Vertx vertx;
    private final Recorder recorder;
    private final Settings settings;
    private final String prefix;
    private final MqttClientSession session;

    TimelineSession(Vertx vertx, Recorder recorder, Settings settings) {
        this.vertx = vertx;
        this.recorder = recorder;
        this.settings = settings;
        this.prefix = settings.root() + "/";
        this.session = MqttClientSession.create(vertx, options(settings))
                .messageHandler(this::take)
                .sessionStateHandler(this::changed)
                .subscriptionStateHandler(this::changed);
    }

    private static MqttClientSessionOptions options(Settings settings) {
        MqttClientSessionOptions options = new MqttClientSessionOptions();
        options.setClientId(new Topics(settings.root())
                .clientId(new PresenterName(settings.presenter().name()))
                .replace("-presenter-", "-recorder-"));
        options.setHostname(settings.broker().host());
        options.setPort(settings.broker().port());
        options.setCleanSession(false);
        options.setMaxMessageSize(LONGEST_MESSAGE);
        options.setKeepAliveInterval(5);
        // acknowledged when it is written
        options.setAutoAck(false);
        options.setReconnectDelay(new ExponentialBackoffDelayOptions()
                .setMinimum(AGAIN_AT_FIRST)
                .setIncrement(AGAIN_AT_FIRST)
                .setMaximum(AGAIN_AT_LAST));
        BusCredentials credentials = Wiring.credentials(settings);
        if (credentials != null) {
            options.setUsername(credentials.user());
            options.setPassword(credentials.password());
            options.setSsl(true);
            options.setTrustOptions(TrustOptions.wrap(credentials.trust().getTrustManagers()[0]));
            options.setHostnameVerificationAlgorithm("HTTPS");
            options.setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"));
        }
        return options;
    }

    /** From now on it connects, again and again. */
    void open() {
        // on one event loop, so that the connection does not come before what it is to subscribe to
        vertx.getOrCreateContext().runOnContext(now -> {
            session.start();
            session.subscribe(prefix + "#", RequestedQoS.QOS_1);
        });
    }

    /** Ends the connection; the broker keeps the session. */
    void close() {
        session.stop();
    }

    private void changed(SessionEvent event) {
        switch (event.getSessionState()) {
            case CONNECTED -> recorder.connected();
            case DISCONNECTED ->
                recorder.disconnected("not connected to the broker at %s:%d: nothing is said that could be recorded"
                        .formatted(settings.broker().host(), settings.broker().port()));
            case CONNECTING, DISCONNECTING -> {}
        }
    }

    /** SmallRye subscribes in a new session only, so by this it tells that the broker has not kept the former one. */
    private void changed(SubscriptionEvent event) {
        switch (event.getSubscriptionState()) {
            case SUBSCRIBING -> recorder.sessionBegan();
            case SUBSCRIBED, FAILED -> {
                if (event.getQos() == null || event.getQos() == FAILURE) {
                    LOG.error("the broker does not let the recorder hear {}: nothing is recorded", event.getTopic());
                    recorder.disconnected("the broker does not let the recorder hear %s: see its access rules"
                            .formatted(event.getTopic()));
                }
            }
            case UNSUBSCRIBED -> {}
        }
    }

    private void take(MqttPublishMessage message) {
        int qos = message.qosLevel().value();
        String topic = message.topicName();
        recorder.take(new Delivery(
                System.nanoTime(),
                topic.startsWith(prefix) ? topic.substring(prefix.length()) : "",
                message.payload().getBytes(),
                qos,
                message.isRetain(),
                message.isDup(),
                qos == 0 ? 0 : message.messageId(),
                qos == 1 ? () -> acknowledge(message) : () -> {}));
    }

    private static void acknowledge(MqttPublishMessage message) {
        try {
            message.ack();
        } catch (RuntimeException e) {
            // the connection is gone: the broker delivers it again, and it is known then
            LOG.debug("not acknowledged: {}", e.toString());
        }
    }
}
