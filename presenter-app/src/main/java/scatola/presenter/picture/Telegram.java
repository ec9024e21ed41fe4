package scatola.presenter.picture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import scatola.bus.Topic;
import scatola.bus.message.Json;
import scatola.presenter.timeline.Fold;
import scatola.presenter.timeline.Note;

/** The messages that clients get over a WebSocket, as JSON text. Pure. */
public final class Telegram {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final ObjectReader READER =
            MAPPER.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Telegram() {}

    /**
     * @param at its moment
     * @param picture the whole of it
     * @param skipped how many messages the client was not told because it was too slow; 0 for none
     * @return {@code {"type":"picture","at":…,"box":{…}}}
     */
    public static String picture(Instant at, Picture picture, long skipped) {
        return text(head("picture", at)
                .put("skipped", skipped == 0 ? null : skipped)
                .put("box", picture.json()));
    }

    /**
     * @param at when
     * @param change what
     * @return {@code {"type":"change","at":…,"set":{…},"gone":{…}}}
     */
    public static String change(Instant at, Change change) {
        ObjectNode both = change.json();
        return text(head("change", at).put("set", both.get("set")).put("gone", both.get("gone")));
    }

    /**
     * @param topic any topic
     * @return whether what is said there is told as an event: it holds nowhere, and is about no console
     */
    public static boolean isEvent(Topic topic) {
        return switch (topic) {
            case Topic.VmRequest t -> !t.operation().equals("console");
            case Topic.VmResponse t -> !t.operation().equals("console");
            case Topic.Command t -> true;
            case Topic.NodeEvent t -> true;
            case Topic.NodeResponse t -> true;
            case Topic.LinkResponse t -> true;
            case Topic.UplinkResponse t -> true;
            case Topic.BoxResponse t -> true;
            case Topic.ConsoleIn t -> false;
            case Topic.ConsoleOut t -> false;
            case Topic.NodeAvailability t -> false;
            case Topic.NodeState t -> false;
            case Topic.NodeAlert t -> false;
            case Topic.VmState t -> false;
            case Topic.LinkState t -> false;
            case Topic.UplinkState t -> false;
            case Topic.TestSample t -> false;
            case Topic.TestResult t -> false;
            case Topic.BoxState t -> false;
            case Topic.BoxInfo t -> false;
            case Topic.Presenter t -> false;
        };
    }

    /**
     * @param at when
     * @param topic one for which {@link #isEvent} holds
     * @param payload what was said there; what is no JSON is told as text, and nothing as null
     * @return {@code {"type":"event","at":…,"topic":…,"payload":…}}, the topic below the root
     */
    public static String event(Instant at, Topic topic, byte[] payload) {
        return text(head("event", at).put("topic", Fold.below(topic)).put("payload", payload(topic, payload)));
    }

    /**
     * @param at when it begins
     * @param title for people
     * @return {@code {"type":"chapter","at":…,"title":…}}
     */
    public static String chapter(Instant at, String title) {
        return text(head("chapter", at).put("title", title));
    }

    /**
     * @param at when it was taken
     * @param note what the timeline says of it
     * @return {@code {"type":"note","at":…,"kind":…,"text":…,"chapter":…}}, and whom it is about, who did it and its sign
     *     where there are any
     */
    public static String note(Instant at, Note note) {
        return text(head("note", at)
                .put("kind", note.kind())
                .put("vm", note.vm())
                .put("node", note.node())
                .put("by", note.by())
                .put("text", note.text())
                .put("chapter", note.chapter())
                .put("sign", note.sign()));
    }

    /**
     * @param presenters how many of them are at the page
     * @param onlookers how many of them are
     * @return {@code {"type":"audience","presenters":…,"onlookers":…}}
     */
    public static String audience(int presenters, int onlookers) {
        return text(Json.object()
                .put("type", "audience")
                .put("presenters", presenters)
                .put("onlookers", onlookers));
    }

    private static JsonNode payload(Topic topic, byte[] payload) {
        if (payload.length == 0) {
            return NullNode.instance;
        }
        if (!(topic instanceof Topic.VmSetAttribute || topic instanceof Topic.LinkSetAttribute)) {
            try {
                return READER.readTree(payload);
            } catch (IOException e) {
                // whoever it was meant for answers that
            }
        }
        return TextNode.valueOf(new String(payload, StandardCharsets.UTF_8));
    }

    private static Json head(String type, Instant at) {
        return Json.object().put("type", type).put("at", at);
    }

    private static String text(Json json) {
        try {
            return MAPPER.writeValueAsString(json.node());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that can't be written", e);
        }
    }
}
