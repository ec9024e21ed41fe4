package scatola.presenter.picture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A client that reads the pictures and changes it is sent, and so knows what holds. Not safe for several threads. */
public final class Onlooker {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ObjectNode box = JSON.createObjectNode();

    /** @return what it reads as JSON */
    public static ObjectNode read(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Takes a message as it came. */
    public void told(String text) {
        ObjectNode message = read(text);
        switch (message.path("type").asText()) {
            case "picture" -> box = (ObjectNode) message.required("box");
            case "change" -> merge(message);
            default -> {}
        }
    }

    /** Merges a change into what it knows. */
    public void merge(JsonNode change) {
        change.required("set").properties().forEach(section -> {
            if (section.getValue() instanceof ObjectNode values
                    && box.get(section.getKey()) instanceof ObjectNode old
                    && !section.getKey().equals("box")
                    && !section.getKey().equals("info")) {
                old.setAll(values);
            } else {
                box.set(section.getKey(), section.getValue());
            }
        });
        change.required("gone")
                .properties()
                .forEach(section -> section.getValue()
                        .forEach(name -> ((ObjectNode) box.required(section.getKey())).remove(name.asText())));
    }

    /** Begins with that picture. */
    public void see(JsonNode picture) {
        box = picture.deepCopy();
    }

    /** @return what it knows */
    public ObjectNode box() {
        return box;
    }
}
