package scatola.presenter.homeassistant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entity of a device. Immutable.
 *
 * @param platform its kind
 * @param options of that platform by their names in discovery; texts, whole numbers and lists of texts
 * @param availability the topics that say whether it can be counted on, or null for those of its device
 */
record Component(
        Platform platform,
        Map<String, Object> options,
        @Nullable List<String> availability) {
    /**
     * @param platform its kind
     * @param name for people
     * @param icon of Material Design Icons
     * @return an entity
     */
    static Component of(Platform platform, String name, String icon) {
        return new Component(platform, Map.of(), null).with("name", name).with("icon", "mdi:" + icon);
    }

    /** @return this with one more option */
    Component with(String option, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(options);
        more.put(option, value);
        return new Component(platform, more, availability);
    }

    /** @return this, shown with what is there to look something up, and not with what is there to be used */
    Component diagnostic() {
        return with("entity_category", "diagnostic");
    }

    /** @return this with topics of its own */
    Component countedOnWith(List<String> topics) {
        return new Component(platform, options, List.copyOf(topics));
    }
}
