package scatola.presenter.homeassistant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.message.Json;

/** Discovery messages as JSON, in the device-based form and with whole names. */
final class Form {
    private static final String ORIGIN = "Scatola";
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9_-]{1,64}");
    /** More than any device of ours has. */
    private static final int MOST_COMPONENTS = 64;

    private final Ids ids;
    private final String version;

    /**
     * @param ids what devices are called
     * @param version of this app
     */
    Form(Ids ids, String version) {
        this.ids = ids;
        this.version = version;
    }

    /** @return what is retained of a device; what it has no more stands there with nothing but its platform */
    byte[] write(Saying.Is is) {
        Device device = is.device();
        String id = ids.of(is.subject());
        Json components = Json.object();
        device.components().forEach((name, component) -> components.put(name, component(id, name, component)));
        is.gone().forEach((name, platform) -> components.put(name, Json.object().put("platform", platform)));
        ObjectNode payload = Json.object()
                .put(
                        "device",
                        Json.object()
                                .texts("identifiers", List.of(id))
                                .put("name", device.name())
                                .put("manufacturer", ORIGIN)
                                .put("model", device.model())
                                .put("via_device", device.via() == null ? null : ids.of(device.via())))
                .put("origin", Json.object().put("name", ORIGIN).put("sw_version", version))
                .objects("availability", device.availability(), Form::availability)
                .put("availability_mode", "all")
                .put("components", components)
                .node();
        return payload.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @return the components that a discovery message names, by their ids, or null if it is none of this app's */
    static @Nullable Map<String, Platform> read(byte[] payload) {
        Decoded<@Nullable Map<String, Platform>> read = Fields.decode(
                payload,
                fields -> fields.object("origin", origin -> origin.text("name")).equals(ORIGIN)
                        ? fields.object("components", Form::components)
                        : null);
        return read instanceof Decoded.Value<@Nullable Map<String, Platform>> good ? good.value() : null;
    }

    private static Map<String, Platform> components(Fields all) {
        Map<String, Platform> components = new TreeMap<>();
        for (String id : all.names()) {
            String named = all.object(id, component -> component.text("platform"));
            for (Platform platform : Platform.values()) {
                if (platform.toString().equals(named)
                        && COMPONENT.matcher(id).matches()
                        && components.size() < MOST_COMPONENTS) {
                    components.put(id, platform);
                }
            }
        }
        return components;
    }

    private static Json component(String device, String id, Component component) {
        Json json = Json.object().put("platform", component.platform()).put("unique_id", "%s_%s".formatted(device, id));
        component.options().forEach((option, value) -> {
            if (value instanceof List<?> texts) {
                json.texts(option, texts);
            } else {
                json.put(option, value);
            }
        });
        List<String> own = component.availability();
        return own == null ? json : json.objects("availability", own, Form::availability);
    }

    private static Json availability(String topic) {
        return Json.object().put("topic", topic).put("value_template", "{{ value_json.state }}");
    }
}
