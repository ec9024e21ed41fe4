package scatola.presenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import scatola.presenter.picture.Onlooker;

/**
 * What was known at moments that everybody can find again: right after a marker, which is a message that is said once and
 * changes nothing.
 */
final class Moments {
    private static final Pattern TOPIC = Pattern.compile("node/marker-(\\d+)/event");

    private Moments() {}

    /** The topic of a marker, below the root. */
    static String topic(int number) {
        return "node/marker-%d/event".formatted(number);
    }

    /** The number of the marker that is said on this topic, below the root, or null if it is none. */
    static @Nullable Integer marker(String topic) {
        Matcher marker = TOPIC.matcher(topic);
        return marker.matches() ? Integer.valueOf(marker.group(1)) : null;
    }

    /** What a client of a WebSocket that was told this knew at each marker. */
    static Map<Integer, JsonNode> of(List<String> texts) {
        Map<Integer, JsonNode> moments = new TreeMap<>();
        Onlooker onlooker = new Onlooker();
        for (String text : texts) {
            onlooker.told(text);
            Integer marker = marker(Onlooker.read(text).path("topic").asText());
            if (marker != null) {
                moments.put(marker, comparable(onlooker.box()));
            }
        }
        return moments;
    }

    /**
     * A box without what depends on when its messages arrived at who tells of them: the recorder has a connection of its
     * own, and a replay a clock of its own.
     */
    static JsonNode comparable(ObjectNode box) {
        ObjectNode copy = box.deepCopy();
        copy.path("nodes").forEach(node -> {
            ObjectNode said = (ObjectNode) node;
            said.remove(List.of("since", "last_heard"));
            if (said.path("standing").asText().equals("lost")) {
                said.put("standing", "online");
            }
        });
        copy.path("tests").forEach(test -> ((ObjectNode) test).remove("last_heard"));
        return copy;
    }
}
