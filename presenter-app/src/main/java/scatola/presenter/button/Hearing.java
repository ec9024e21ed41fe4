package scatola.presenter.button;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.client.Incoming;

/** Reads what others say, whatever it is. Total. */
final class Hearing {
    private Hearing() {}

    static Said of(Incoming message) {
        byte[] payload = message.payload();
        Map<String, String> fields = new HashMap<>();
        if (Fields.decode(payload, Fields::object) instanceof Decoded.Value<ObjectNode> good) {
            collect("", good.value(), fields);
        }
        return new Said(message.topic(), message.retain(), new String(payload, StandardCharsets.UTF_8).strip(), fields);
    }

    private static void collect(String above, ObjectNode object, Map<String, String> fields) {
        object.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value instanceof ObjectNode inner) {
                collect(above + entry.getKey() + ".", inner, fields);
            } else if (value.isValueNode() && !value.isNull()) {
                fields.put(above + entry.getKey(), value.asText());
            }
        });
    }
}
