package scatola.bus.client;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import io.reactivex.schedulers.Schedulers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes the library's clients, a new one for every attempt: what the last one had queued or subscribed dies with it. */
final class Dialler {
    /** For the TCP connection, and once more for the CONNACK: a cable put back must show within 3 s. */
    private static final Duration ATTEMPT = Duration.ofMillis(800);

    /** For the handshake between the two, which a busy Pi does not do in less. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(3);

    private final BusSettings settings;
    private final MqttClientExecutorConfig executors;
    private final @Nullable MqttClientSslConfig tls;
    private final @Nullable Mqtt5SimpleAuth user;

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
        BusCredentials credentials = settings.credentials();
        this.tls = credentials == null ? null : tls(credentials);
        this.user = credentials == null
                ? null
                : Mqtt5SimpleAuth.builder()
                        .username(credentials.user())
                        .password(credentials.password().getBytes(StandardCharsets.UTF_8))
                        .build();
    }

    /** That the certificate names the host is checked where no verifier of ours is given. */
    private static MqttClientSslConfig tls(BusCredentials credentials) {
        return MqttClientSslConfig.builder()
                .trustManagerFactory(credentials.trust())
                .protocols(List.of("TLSv1.3", "TLSv1.2"))
                .handshakeTimeout(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS)
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
                .sslConfig(tls)
                .applyTransportConfig()
                .simpleAuth(user)
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
