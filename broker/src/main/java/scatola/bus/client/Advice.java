package scatola.bus.client;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.jspecify.annotations.Nullable;

/** What a person can do about a broker that does not let us in. */
final class Advice {
    private Advice() {}

    /** @return one sentence, or null where trying again is all that can be done */
    static @Nullable String on(Throwable cause, BusSettings settings) {
        String advice = null;
        for (Throwable one = cause; one != null; one = one.getCause()) {
            String deeper = onThis(one, settings);
            advice = deeper == null ? advice : deeper;
        }
        return advice;
    }

    private static @Nullable String onThis(Throwable cause, BusSettings settings) {
        BusCredentials known = settings.credentials();
        return switch (cause) {
            case Mqtt5ConnAckException no -> refused(no, known);
            case CertificateExpiredException e ->
                "the broker's certificate is no longer valid: ./scatola secure --renew server makes a new one,"
                        + " if it is not this machine's clock that is wrong";
            case CertificateNotYetValidException e ->
                "the broker's certificate is not valid yet: set this machine's clock";
            case CertPathValidatorException e -> anotherCa(known);
            case CertPathBuilderException e -> anotherCa(known);
            // JSSE says so by its text only
            case CertificateException e
            when String.valueOf(e.getMessage()).startsWith("No ") ->
                "the broker's certificate does not name %s: ./scatola secure --host %s makes one that does"
                        .formatted(settings.host(), settings.host());
            case ConnectionClosedException e -> anotherPort(known);
            // as Netty says it, of a broker that takes TLS for nonsense
            case IOException e when String.valueOf(e.getMessage()).startsWith("Connection reset") -> anotherPort(known);
            default -> null;
        };
    }

    private static @Nullable String refused(Mqtt5ConnAckException no, @Nullable BusCredentials known) {
        return switch (no.getMqttMessage().getReasonCode()) {
            case NOT_AUTHORIZED, BAD_USER_NAME_OR_PASSWORD ->
                known == null
                        ? "it wants to know who comes: name a file of credentials in SCATOLA_CREDENTIALS,"
                                + " ./scatola secure makes them"
                        : "it does not know the user %s with this password: take the file of credentials as it is now,"
                                        .formatted(known.user())
                                + " and start again";
            default -> null;
        };
    }

    private static String anotherPort(@Nullable BusCredentials known) {
        return known == null
                ? "it may be a secured broker: name a file of credentials in SCATOLA_CREDENTIALS,"
                        + " ./scatola secure makes them"
                : "it may speak no TLS: name the port of a secured broker, or leave SCATOLA_CREDENTIALS away";
    }

    private static String anotherCa(@Nullable BusCredentials known) {
        return "the broker's certificate is of another CA than the one in %s: take the ca.crt of this broker"
                .formatted(known == null ? "use" : known.caFile());
    }
}
