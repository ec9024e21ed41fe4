package scatola.bus.client;

import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.Mqtt5ReasonCode;
import java.util.Locale;
import java.util.Optional;

/** What went wrong, in words. */
final class Reasons {
    private Reasons() {}

    static String of(Throwable cause) {
        return switch (cause) {
            case Mqtt5ConnAckException refused ->
                "the broker refuses the connection: "
                        + words(
                                refused.getMqttMessage().getReasonCode(),
                                refused.getMqttMessage().getReasonString());
            case Mqtt5DisconnectException ended ->
                "the broker ended it: "
                        + words(
                                ended.getMqttMessage().getReasonCode(),
                                ended.getMqttMessage().getReasonString());
            default -> root(cause);
        };
    }

    static String words(Mqtt5ReasonCode code, Optional<MqttUtf8String> text) {
        String name = code.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "%s (0x%02X)%s"
                .formatted(name, code.getCode(), text.map(t -> ", " + t).orElse(""));
    }

    private static String root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
    }
}
