package scatola.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import scatola.it.box.Page.Listener;

/** What a page that listens has before its eyes: the last whole picture, and every change since. */
final class Picture {
    /** What is told as a whole; of everything else there are many, by name. */
    private static final Set<String> WHOLE = Set.of("box", "info", "connected", "unreadable");

    private ObjectNode box = JsonNodeFactory.instance.objectNode();

    /** @param messages as they came, the first of them a picture */
    Picture(List<Listener.Message> messages) {
        for (Listener.Message message : messages) {
            JsonNode json = message.json();
            if (message.is("picture")) {
                box = json.path("box").deepCopy();
            } else if (message.is("change")) {
                json.path("set").properties().forEach(family -> set(family.getKey(), family.getValue()));
                json.path("gone")
                        .properties()
                        .forEach(family -> family.getValue()
                                .forEach(name ->
                                        box.withObject("/" + family.getKey()).remove(name.asText())));
            }
        }
    }

    private void set(String family, JsonNode value) {
        if (!WHOLE.contains(family)) {
            value.properties().forEach(one -> box.withObject("/" + family).set(one.getKey(), one.getValue()));
        } else {
            box.set(family, value);
        }
    }

    JsonNode box() {
        return box;
    }
}
