package scatola.presenter.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What Home Assistant takes as a device-based discovery message, for the platforms that the box has. From
 * home-assistant/core, under homeassistant/components:
 *
 * <ul>
 *   <li>mqtt/schemas.py at 0f5c1b547043 (DEVICE_DISCOVERY_SCHEMA, the device's and the origin's keys, availability) and at
 *       c6ca7f5f4163 (MQTT_ENTITY_COMMON_SCHEMA)
 *   <li>mqtt/config.py at a5c820927020 (MQTT_RO_SCHEMA, MQTT_RW_SCHEMA: what is required)
 *   <li>mqtt/button.py at 1ecdb9be82be, mqtt/text.py at 9acf305f9a61, mqtt/event.py at 03ffd74c83de, mqtt/switch.py at
 *       58963430b886, mqtt/binary_sensor.py at 00ffd2c46be9, mqtt/sensor.py of 2025.1 (also
 *       validate_sensor_state_and_device_class_config)
 *   <li>sensor/const.py at 3fd1a330015d (DEVICE_CLASS_UNITS, DEVICE_CLASS_STATE_CLASSES)
 *   <li>mqtt/discovery.py at 00b08a436e4d (TOPIC_MATCHER)
 * </ul>
 *
 * Stricter than Home Assistant in one thing: it ignores keys that it doesn't know, here they are a mistake.
 */
final class DiscoveryRules {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final Pattern TOPIC = Pattern.compile("\\w+/device/[a-zA-Z0-9_-]+/config");
    private static final Set<String> ROOT =
            Set.of("device", "origin", "components", "availability", "availability_mode");
    private static final Set<String> DEVICE = Set.of(
            "identifiers",
            "connections",
            "manufacturer",
            "model",
            "model_id",
            "name",
            "hw_version",
            "serial_number",
            "sw_version",
            "via_device",
            "suggested_area",
            "configuration_url");
    private static final Set<String> ORIGIN = Set.of("name", "sw_version", "support_url");
    private static final Set<String> AVAILABILITY =
            Set.of("topic", "payload_available", "payload_not_available", "value_template");
    private static final Set<String> COMMON = Set.of(
            "platform",
            "availability",
            "availability_mode",
            "enabled_by_default",
            "entity_category",
            "icon",
            "json_attributes_topic",
            "json_attributes_template",
            "name",
            "unique_id",
            "qos",
            "encoding");

    /** What a platform may have besides. */
    private static final Map<String, Set<String>> OPTIONS = Map.of(
            "binary_sensor",
            Set.of(
                    "state_topic",
                    "value_template",
                    "device_class",
                    "expire_after",
                    "force_update",
                    "off_delay",
                    "payload_off",
                    "payload_on"),
            "button",
            Set.of("command_topic", "command_template", "device_class", "payload_press", "retain"),
            "event",
            Set.of("state_topic", "value_template", "device_class", "event_types"),
            "sensor",
            Set.of(
                    "state_topic",
                    "value_template",
                    "device_class",
                    "expire_after",
                    "force_update",
                    "last_reset_value_template",
                    "options",
                    "suggested_display_precision",
                    "state_class",
                    "unit_of_measurement"),
            "switch",
            Set.of(
                    "state_topic",
                    "command_topic",
                    "value_template",
                    "device_class",
                    "optimistic",
                    "payload_off",
                    "payload_on",
                    "state_off",
                    "state_on",
                    "retain"),
            "text",
            Set.of(
                    "state_topic",
                    "command_topic",
                    "command_template",
                    "value_template",
                    "max",
                    "min",
                    "mode",
                    "optimistic",
                    "pattern",
                    "retain"));

    private static final Map<String, Set<String>> REQUIRED = Map.of(
            "binary_sensor", Set.of("state_topic"),
            "button", Set.of("command_topic"),
            "event", Set.of("state_topic", "event_types"),
            "sensor", Set.of("state_topic"),
            "switch", Set.of("command_topic"),
            "text", Set.of("command_topic"));

    private static final Map<String, Set<String>> DEVICE_CLASSES = Map.of(
            "binary_sensor", Set.of("connectivity", "running", "power", "plug", "problem"),
            "button", Set.of("identify", "restart", "update"),
            "event", Set.of("button", "doorbell", "motion"),
            "sensor", Set.of("enum", "duration", "temperature", "data_size", "timestamp"),
            "switch", Set.of("outlet", "switch"),
            "text", Set.of());

    private static final Map<String, Set<String>> UNITS = Map.of(
            "duration", Set.of("d", "h", "min", "s", "ms", "µs"),
            "temperature", Set.of("°C", "°F", "K"),
            "data_size", Set.of("bit", "kbit", "Mbit", "Gbit", "B", "kB", "MB", "GB", "TB", "KiB", "MiB", "GiB"));

    private static final Map<String, Set<String>> STATE_CLASSES = Map.of(
            "enum", Set.of(),
            "timestamp", Set.of(),
            "temperature", Set.of("measurement"),
            "duration", Set.of("measurement", "total", "total_increasing"),
            "data_size", Set.of("measurement", "total", "total_increasing"));

    /** Only these forms are used; {@link #render} evaluates them as Jinja would. */
    private static final Pattern TEMPLATE = Pattern.compile(
            "\\{\\{ value_json\\.([a-z_]+)(?:\\.([a-z_]+))?(?: \\| default\\((none|'[a-z]*')\\))? \\}\\}");

    private final List<String> broken = new ArrayList<>();
    private final Set<String> uniqueIds = new HashSet<>();

    /** @return what is wrong with the messages, nothing if all is well */
    static List<String> broken(Map<String, String> messages) {
        DiscoveryRules rules = new DiscoveryRules();
        messages.forEach(rules::message);
        return rules.broken;
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return what the template makes of the payload; it fails where Jinja would warn */
    static String render(String template, String payload) {
        var form = TEMPLATE.matcher(template);
        if (!form.matches()) {
            throw new IllegalArgumentException("no form of ours: " + template);
        }
        JsonNode value = json(payload).path(form.group(1));
        if (form.group(2) != null) {
            if (value.isMissingNode()) {
                throw new IllegalArgumentException("undefined in %s: %s".formatted(template, payload));
            }
            value = value.path(form.group(2));
        }
        String otherwise = form.group(3);
        if (value.isMissingNode() && otherwise == null) {
            throw new IllegalArgumentException("undefined in %s: %s".formatted(template, payload));
        }
        if (value.isMissingNode()) {
            return otherwise.equals("none") ? "None" : otherwise.substring(1, otherwise.length() - 1);
        }
        return value.isNull() ? "None" : value.asText();
    }

    private void message(String topic, String payload) {
        check(TOPIC.matcher(topic).matches(), topic, "is no discovery topic");
        JsonNode root = json(payload);
        keys(topic, root, ROOT, Set.of("device", "origin", "components"));
        keys(topic + " device", root.path("device"), DEVICE, Set.of("identifiers"));
        check(!root.at("/device/identifiers").isEmpty(), topic, "has no identifier");
        keys(topic + " origin", root.path("origin"), ORIGIN, Set.of("name"));
        availability(topic, root);
        root.path("components").properties().forEach(one -> component(topic + " " + one.getKey(), one.getValue()));
    }

    private void component(String where, JsonNode component) {
        String platform = component.path("platform").asText();
        if (!OPTIONS.containsKey(platform)) {
            broken.add("%s: there is no platform %s".formatted(where, platform));
            return;
        }
        if (component.size() == 1) {
            return; // says that it is gone
        }
        Set<String> allowed = new HashSet<>(COMMON);
        allowed.addAll(at(OPTIONS, platform));
        Set<String> required = new HashSet<>(at(REQUIRED, platform));
        required.add("unique_id");
        keys(where, component, allowed, required);
        check(uniqueIds.add(component.path("unique_id").asText()), where, "has another one's unique id");
        check(component.path("icon").asText("mdi:x").matches("mdi:[a-z0-9-]+"), where, "has no icon");
        availability(where, component);
        category(where, platform, component.path("entity_category").asText(""));
        topics(where, component);
        templates(where, component);
        classes(where, platform, component);
        text(where, platform, component);
    }

    private void classes(String where, String platform, JsonNode component) {
        String deviceClass = component.path("device_class").asText("");
        check(
                deviceClass.isEmpty() || at(DEVICE_CLASSES, platform).contains(deviceClass),
                where,
                "has device class " + deviceClass);
        String unit = component.path("unit_of_measurement").asText("");
        String stateClass = component.path("state_class").asText("");
        check(
                UNITS.containsKey(deviceClass) ? at(UNITS, deviceClass).contains(unit) : unit.isEmpty(),
                where,
                "has unit '%s'".formatted(unit));
        check(
                stateClass.isEmpty()
                        || STATE_CLASSES
                                .getOrDefault(deviceClass, Set.of("measurement", "total", "total_increasing"))
                                .contains(stateClass),
                where,
                "has state class " + stateClass);
        check(component.has("options") == deviceClass.equals("enum"), where, "has options or enum without the other");
        check(!component.has("options") || !component.path("options").isEmpty(), where, "has empty options");
        check(
                !component.has("event_types") || !component.path("event_types").isEmpty(),
                where,
                "has no types of events");
    }

    private void text(String where, String platform, JsonNode component) {
        if (platform.equals("text")) {
            check(component.path("max").asInt(255) <= 255, where, "is too long for a state");
            check(component.path("min").asInt(0) <= component.path("max").asInt(255), where, "has min above max");
            Pattern.compile(component.path("pattern").asText(""));
        }
    }

    private void category(String where, String platform, String category) {
        boolean readOnly = Set.of("binary_sensor", "sensor", "event").contains(platform);
        check(
                category.isEmpty() || category.equals("diagnostic") || category.equals("config") && !readOnly,
                where,
                "can't be " + category);
    }

    private void availability(String where, JsonNode config) {
        check(
                Set.of("all", "any", "latest")
                        .contains(config.path("availability_mode").asText("latest")),
                where,
                "has no availability mode");
        for (JsonNode one : config.path("availability")) {
            keys(where + " availability", one, AVAILABILITY, Set.of("topic"));
            topics(where, one);
            templates(where, one);
        }
    }

    /** Wildcards are allowed nowhere here, and neither is nothing. */
    private void topics(String where, JsonNode config) {
        for (Map.Entry<String, JsonNode> one : config.properties()) {
            if (one.getKey().equals("topic") || one.getKey().endsWith("_topic")) {
                String topic = one.getValue().asText();
                check(
                        !topic.isEmpty() && Stream.of("#", "+", "//", "\0").noneMatch(topic::contains),
                        where,
                        "has topic " + topic);
            }
        }
    }

    private void templates(String where, JsonNode config) {
        for (Map.Entry<String, JsonNode> one : config.properties()) {
            if (one.getKey().endsWith("_template")) {
                check(
                        TEMPLATE.matcher(one.getValue().asText()).matches(),
                        where,
                        "has template " + one.getValue().asText());
            }
        }
    }

    private void keys(String where, JsonNode object, Set<String> allowed, Set<String> required) {
        List<String> there = StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .toList();
        there.stream().filter(key -> !allowed.contains(key)).forEach(key -> broken.add(where + ": no key " + key));
        required.stream().filter(key -> !there.contains(key)).forEach(key -> broken.add(where + ": lacks " + key));
    }

    private static Set<String> at(Map<String, Set<String>> table, String key) {
        return Objects.requireNonNull(table.get(key), key);
    }

    private void check(boolean holds, String where, String otherwise) {
        if (!holds) {
            broken.add("%s: %s".formatted(where, otherwise));
        }
    }
}
