package scatola.presenter.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Fields;

/** Values to and from Jackson's tree. */
final class JsonValues {
    private JsonValues() {}

    /** A payload of an object; nothing, or something else, is {@link Value.Nothing}. */
    static Value read(byte[] payload) {
        return payload.length > 0
                        && Fields.decodeAnswer(payload, Fields::object) instanceof Decoded.Value<ObjectNode> good
                ? fields(good.value())
                : new Value.Nothing();
    }

    static Value from(@Nullable JsonNode node) {
        return switch (node) {
            case null -> new Value.Nothing();
            case ObjectNode object -> fields(object);
            case ArrayNode array -> {
                List<Value> values = new ArrayList<>();
                array.forEach(element -> values.add(from(element)));
                yield new Value.Items(values);
            }
            case JsonNode scalar
            when scalar.isNumber() ->
                Double.isFinite(scalar.doubleValue())
                        ? new Value.Numeral(scalar.decimalValue())
                        : new Value.Text(scalar.asText());
            case JsonNode scalar when scalar.isBoolean() -> new Value.Truth(scalar.booleanValue());
            case JsonNode scalar when scalar.isNull() || scalar.isMissingNode() -> new Value.Nothing();
            case JsonNode scalar -> new Value.Text(scalar.asText());
        };
    }

    static Value.Fields fields(ObjectNode object) {
        Map<String, Value> values = new LinkedHashMap<>();
        object.properties().forEach(entry -> values.put(entry.getKey(), from(entry.getValue())));
        return new Value.Fields(values);
    }

    static JsonNode json(Value value) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        return switch (value) {
            case Value.Text text -> factory.textNode(text.text());
            case Value.Numeral number -> number(number.number());
            case Value.Truth truth -> factory.booleanNode(truth.truth());
            case Value.Nothing nothing -> factory.nullNode();
            case Value.Items items -> {
                ArrayNode array = factory.arrayNode();
                items.values().forEach(element -> array.add(json(element)));
                yield array;
            }
            case Value.Fields fields -> {
                ObjectNode object = factory.objectNode();
                fields.values().forEach((name, element) -> object.set(name, json(element)));
                yield object;
            }
        };
    }

    private static JsonNode number(BigDecimal number) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        boolean whole = number.stripTrailingZeros().scale() <= 0 && number.precision() - number.scale() <= 18;
        return whole ? factory.numberNode(number.longValueExact()) : factory.numberNode(number);
    }
}
