package scatola.presenter;

import io.smallrye.reactive.messaging.ClientCustomizer;
import io.smallrye.reactive.messaging.mqtt.ReceivingMqttMessageMetadata;
import io.smallrye.reactive.messaging.mqtt.session.MqttClientSessionOptions;
import io.smallrye.reactive.messaging.mqtt.session.ReconnectDelayOptions;
import io.smallrye.reactive.messaging.mqtt.session.ReconnectDelayProvider;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.PresenterName;
import scatola.bus.Topics;
import scatola.bus.client.BusCredentials;
import scatola.presenter.timeline.Delivery;
import scatola.presenter.timeline.Recorder;

/**
 * How everything that is said on the bus reaches the recorder: SmallRye's MQTT channel, with a session that the broker
 * keeps while this app is away. Safe for several threads.
 */
@Singleton
final class TimelineChannel implements ClientCustomizer<MqttClientSessionOptions> {
    private static final Logger LOG = LoggerFactory.getLogger(TimelineChannel.class);
    private static final String CHANNEL = "timeline";
    private static final Duration AGAIN = Duration.ofMillis(250);
    private static final Duration NOT_OPEN_YET = Duration.ofMillis(20);

    /**
     * The broker has a bound. With any other here Netty 4.1.133 takes a message for too long whose topic comes in two
     * pieces (netty/netty#16916), and the connection ends.
     */
    private static final int LONGEST_MESSAGE = Integer.MAX_VALUE;

    private final Recorder recorder;
    private final Settings settings;
    private final String prefix;
    private volatile @Nullable MqttClientSessionOptions waiting;

    TimelineChannel(Recorder recorder, Settings settings) {
        this.recorder = recorder;
        this.settings = settings;
        this.prefix = settings.root() + "/";
    }

    @Override
    public MqttClientSessionOptions customize(String channel, Config config, MqttClientSessionOptions options) {
        if (!channel.equals(CHANNEL)) {
            return options;
        }
        options.setClientId(new Topics(settings.root())
                .clientId(new PresenterName(settings.presenter().name()))
                .replace("-presenter-", "-recorder-"));
        options.setHostname(settings.broker().host());
        // what arrives before there is somebody to take it would be lost: no broker listens there, so that it only
        // connects once it is opened
        options.setPort(0);
        options.setCleanSession(false);
        options.setMaxMessageSize(LONGEST_MESSAGE);
        options.setKeepAliveInterval(5);
        // SmallRye leaves acknowledging to Vert.x, which does so at once; here it is done when it is written
        options.setAutoAck(false);
        options.setReconnectDelay(new Reconnecting());
        BusCredentials credentials = Wiring.credentials(settings);
        if (credentials != null) {
            options.setUsername(credentials.user());
            options.setPassword(credentials.password());
            options.setSsl(true);
            options.setTrustOptions(TrustOptions.wrap(credentials.trust().getTrustManagers()[0]));
            options.setHostnameVerificationAlgorithm("HTTPS");
            options.setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"));
        }
        waiting = options;
        return options;
    }

    /** From now on it connects. */
    void open() {
        MqttClientSessionOptions options = waiting;
        if (options == null) {
            throw new IllegalStateException("the channel %s is not there".formatted(CHANNEL));
        }
        options.setPort(settings.broker().port());
        waiting = null;
    }

    /**
     * @param message from the broker
     * @return done at once: it is acknowledged later, when it is written
     */
    @Incoming(CHANNEL)
    CompletionStage<Void> take(Message<byte[]> message) {
        long now = System.nanoTime();
        ReceivingMqttMessageMetadata said = message.getMetadata(ReceivingMqttMessageMetadata.class)
                .orElseThrow(() -> new IllegalStateException("a message that came from no broker"));
        int qos = said.getQosLevel().value();
        String topic = said.getTopic();
        recorder.take(new Delivery(
                now,
                topic.startsWith(prefix) ? topic.substring(prefix.length()) : "",
                message.getPayload(),
                qos,
                said.isRetain(),
                said.isDuplicate(),
                qos == 0 ? 0 : said.getMessageId(),
                qos == 1 ? () -> acknowledge(said) : () -> {}));
        return CompletableFuture.completedFuture(null);
    }

    private static void acknowledge(ReceivingMqttMessageMetadata said) {
        try {
            said.getMessage().ack();
        } catch (RuntimeException e) {
            // the connection is gone: the broker delivers it again, and it is known then
            LOG.debug("not acknowledged: {}", e.toString());
        }
    }

    /** Tries for ever; SmallRye's only word about its connection. */
    private final class Reconnecting implements ReconnectDelayOptions, ReconnectDelayProvider {
        @Override
        public ReconnectDelayProvider createProvider() {
            return this;
        }

        @Override
        public ReconnectDelayOptions copy() {
            return this;
        }

        @Override
        public Duration nextDelay() {
            if (waiting != null) {
                return NOT_OPEN_YET;
            }
            recorder.disconnected("not connected to the broker at %s:%d: nothing is said that could be recorded"
                    .formatted(settings.broker().host(), settings.broker().port()));
            return AGAIN;
        }

        @Override
        public void reset() {
            if (waiting == null) {
                recorder.connected();
            }
        }
    }
}
