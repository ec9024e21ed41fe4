package scatola.bus.client;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import io.reactivex.schedulers.Schedulers;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes the library's clients, a new one for every attempt: what the last one had queued or subscribed dies with it. */
final class Dialler {
    /** For the TCP connection, and once more for the CONNACK: a cable put back must show within 3 s. */
    private static final Duration ATTEMPT = Duration.ofMillis(800);

    private final BusSettings settings;
    private final MqttClientExecutorConfig executors;

    /**
     * @param listening where everything is told
     * @param io what runs the network's one event loop
     */
    Dialler(BusSettings settings, Executor listening, Executor io) {
        this.settings = settings;
        this.executors = MqttClientExecutorConfig.builder()
                .nettyExecutor(io)
                .nettyThreads(1)
                .applicationScheduler(Schedulers.from(listening))
                .build();
    }

    Mqtt5ClientBuilder client(String clientId) {
        return Mqtt5Client.builder()
                .identifier(clientId)
                .transportConfig()
                .serverHost(settings.host())
                .serverPort(settings.port())
                .socketConnectTimeout(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS)
                .applyTransportConfig()
                .executorConfig(executors);
    }

    /**
     * No receive maximum: Mosquitto 2.0.11 oversteps it, which ends the connection; its own max_inflight_messages holds.
     */
    Mqtt5Connect connect(@Nullable Outgoing will) {
        return Mqtt5Connect.builder()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive((int) settings.keepAlive().toSeconds())
                .willPublish(will == null ? null : will.publish())
                .build();
    }
}
