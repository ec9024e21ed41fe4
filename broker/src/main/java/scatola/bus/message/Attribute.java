package scatola.bus.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import scatola.bus.Decoded;
import scatola.bus.Fields;

/** One attribute as plain text, {@code set/ATTRIBUTE}: the same as an object with that one field. Total. */
final class Attribute {
    private Attribute() {}

    /**
     * @param name the attribute
     * @param text its new value
     * @param known which there are
     * @param reader of the object
     */
    static <T> Decoded<T> read(String name, String text, List<String> known, Function<Fields, T> reader) {
        if (!known.contains(name)) {
            return new Decoded.Malformed<>(
                    "there is no attribute %s to set: there are %s".formatted(name, String.join(", ", known)));
        }
        boolean number = name.contains("_") && text.matches("\\d{1,12}(\\.\\d{1,6})?");
        JsonNode value = number
                ? (text.contains(".")
                        ? JsonNodeFactory.instance.numberNode(new BigDecimal(text))
                        : JsonNodeFactory.instance.numberNode(Long.parseLong(text)))
                : JsonNodeFactory.instance.textNode(text);
        return Fields.decode(Json.object().put(name, value).node(), reader);
    }
}
