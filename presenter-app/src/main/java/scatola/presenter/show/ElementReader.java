package scatola.presenter.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.message.Codec;

/** Reads what a step does and what it looks for, and checks both against the contract of the bus. */
final class ElementReader {
    private static final Topics TOPICS = new Topics("scatola");
    private static final int MOST_TIMES = 100_000;
    private static final double MOST_WITHIN_S = 3600;
    private static final double WITHIN_S = 10;

    private ElementReader() {}

    static @Nullable Order order(Keys keys) {
        keys.only("topic", "payload", "unless", "if", "expect");
        String topic = keys.line("topic", true);
        Order.Expect expect = expect(keys);
        Value.Fields payload = payload(keys);
        if (topic == null || payload == null) {
            return null;
        }
        checkCommand(keys, topic, payload, expect);
        return new Order(topic, payload, state(keys, "unless"), state(keys, "if"), expect);
    }

    static @Nullable Sight sight(Keys keys) {
        keys.only("topic", "where", "times", "within_s", "tell", "new");
        String tell = keys.line("tell", false);
        int times = keys.whole("times", 1, 1, MOST_TIMES);
        Duration within = keys.seconds("within_s", WITHIN_S, 0.1, MOST_WITHIN_S);
        boolean isNew = keys.flag("new");
        Pattern pattern = pattern(keys);
        return pattern == null ? null : new Sight(pattern, isNew || happens(pattern), times, within, tell);
    }

    static @Nullable Ban ban(Keys keys) {
        keys.only("topic", "where", "for_s", "new");
        Duration atLeast = keys.seconds("for_s", 0, 0, MOST_WITHIN_S);
        boolean isNew = keys.flag("new");
        Pattern pattern = pattern(keys);
        return pattern == null ? null : new Ban(pattern, isNew || happens(pattern), atLeast);
    }

    private static @Nullable Pattern state(Keys keys, String key) {
        if (keys.get(key) == null) {
            return null;
        }
        Keys inner = keys.inner(key, keys.get(key));
        if (inner == null) {
            return null;
        }
        inner.only("topic", "where");
        Pattern pattern = pattern(inner);
        if (pattern != null && happens(pattern)) {
            inner.problem("topic", "must be one that is retained, like vm/doge1, but is " + pattern.topic());
        }
        return pattern;
    }

    private static @Nullable Pattern pattern(Keys keys) {
        String topic = keys.line("topic", true);
        Map<String, List<Condition>> where = new LinkedHashMap<>();
        JsonNode node = keys.get("where");
        Keys conditions = node == null ? null : keys.inner("where", node);
        if (conditions != null) {
            conditions
                    .object()
                    .properties()
                    .forEach(entry ->
                            where.put(entry.getKey(), conditions(conditions, entry.getKey(), entry.getValue())));
        }
        if (topic == null) {
            return null;
        }
        return switch (TOPICS.parse(TOPICS.filter(topic.replace("+", "x")))) {
            case Decoded.Malformed<Topic> bad -> {
                keys.problem("topic", "'%s': %s".formatted(topic, bad.reason()));
                yield null;
            }
            case Decoded.Value<Topic> good
            when isHidden(good.value()) -> {
                keys.problem(
                        "topic",
                        "'%s' is not looked at: take a state, an event, a response or a test".formatted(topic));
                yield null;
            }
            case Decoded.Value<Topic> good -> new Pattern(topic, where);
        };
    }

    private static boolean isHidden(Topic topic) {
        return topic instanceof Topic.Command || topic instanceof Topic.ConsoleIn || topic instanceof Topic.ConsoleOut;
    }

    /** Whether its messages tell what happens, not what holds. */
    private static boolean happens(Pattern pattern) {
        return TOPICS.parse(TOPICS.filter(pattern.topic().replace("+", "x"))) instanceof Decoded.Value<Topic> good
                && !Board.isFor(good.value());
    }

    private static List<Condition> conditions(Keys keys, String path, JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return List.of(new Condition.Is(JsonValues.from(node)));
        }
        List<Condition> conditions = new ArrayList<>();
        object.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            switch (entry.getKey()) {
                case "not" -> conditions.add(new Condition.IsNot(JsonValues.from(value)));
                case "contains" -> conditions.add(new Condition.Contains(value.asText()));
                case "present" -> conditions.add(new Condition.Present(truth(keys, path, value)));
                case "at_least" -> conditions.add(new Condition.AtLeast(number(keys, path, value)));
                case "at_most" -> conditions.add(new Condition.AtMost(number(keys, path, value)));
                default ->
                    keys.problem(
                            path,
                            "has '%s': write a plain value, or at_least, at_most, contains, not, present"
                                    .formatted(entry.getKey()));
            }
        });
        return conditions;
    }

    private static boolean truth(Keys keys, String path, JsonNode value) {
        if (!value.isBoolean()) {
            keys.problem(path, "is present: true or false, but not " + Keys.describe(value));
        }
        return value.booleanValue();
    }

    private static BigDecimal number(Keys keys, String path, JsonNode value) {
        if (!value.isNumber()) {
            keys.problem(path, "must be compared with a number, but is with " + Keys.describe(value));
        }
        return value.decimalValue();
    }

    private static Order.Expect expect(Keys keys) {
        String text = keys.text("expect", false);
        if (text == null) {
            return Order.Expect.OK;
        }
        for (Order.Expect expect : Order.Expect.values()) {
            if (expect.name().toLowerCase(Locale.ROOT).equals(text)) {
                return expect;
            }
        }
        keys.problem("expect", "must be ok, error or any, but is " + text);
        return Order.Expect.OK;
    }

    private static Value.@Nullable Fields payload(Keys keys) {
        JsonNode node = keys.get("payload");
        if (node == null) {
            return new Value.Fields(Map.of());
        }
        if (node instanceof ObjectNode object) {
            return JsonValues.fields(object);
        }
        keys.problem("payload", "must be keys with values, like {state: \"OFF\"}, but is " + Keys.describe(node));
        return null;
    }

    /** A command that its receiver could not read is found now and not in front of the audience. */
    private static void checkCommand(Keys keys, String topic, Value.Fields payload, Order.Expect expect) {
        switch (TOPICS.parse(TOPICS.filter(topic))) {
            case Decoded.Malformed<Topic> bad -> {
                if (expect != Order.Expect.ERROR) {
                    keys.problem("topic", "'%s': %s".formatted(topic, bad.reason()));
                }
            }
            case Decoded.Value<Topic> good -> {
                Topic command = good.value();
                if (!(command instanceof Topic.Command)
                        || command instanceof Topic.VmSetAttribute
                        || command instanceof Topic.LinkSetAttribute) {
                    keys.problem(
                            "topic",
                            "'%s' is no command with keys: write vm/NAME/set, vm/NAME/request/ping, link/NAME/NETWORK/set, uplink/NAME/set or node/NAME/request/vm/create"
                                    .formatted(topic));
                } else if (expect != Order.Expect.ERROR
                        && Codec.decode(
                                        command,
                                        JsonValues.json(payload).toString().getBytes(StandardCharsets.UTF_8))
                                instanceof Decoded.Malformed<Codec.Content> bad) {
                    keys.problem("payload:", bad.reason());
                }
            }
        }
    }
}
