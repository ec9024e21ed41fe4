package scatola.presenter.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.message.Codec;
import scatola.bus.message.Json;

/**
 * A command that somebody wants sent, checked against the contract.
 *
 * @param topic where
 * @param payload what
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Errand(Topic.Command topic, byte[] payload) {
    /** Who asks, unless it is said. */
    private static final String SOMEBODY = "web";

    /**
     * @param topics below which root
     * @param request {@code {"topic":…,"payload":{…}}} or {@code {"topic":…,"text":…}}, possibly with {@code by}
     * @return the command, or why it is none
     */
    static Decoded<Errand> read(Topics topics, byte[] request) {
        return switch (Fields.decodeAnswer(request, fields -> of(topics, fields))) {
            case Decoded.Malformed<Errand> bad -> bad;
            case Decoded.Value<Errand> good -> {
                Errand errand = good.value();
                yield switch (Codec.decode(errand.topic(), errand.payload())) {
                    case Decoded.Malformed<Codec.Content> bad -> new Decoded.Malformed<>(bad.reason());
                    case Decoded.Value<Codec.Content> content -> good;
                };
            }
        };
    }

    private static Errand of(Topics topics, Fields fields) {
        Topic.Command topic = topic(topics, fields);
        String text = fields.textOrNull("text");
        ObjectNode payload = fields.objectOrNull("payload", Fields::object);
        String by = fields.textOrNull("by");
        if (!(topic instanceof Topic.VmSetAttribute || topic instanceof Topic.LinkSetAttribute)) {
            if (text != null) {
                throw fields.refuse("only set/ATTRIBUTE takes a text: send a payload, like {\"state\":\"ON\"}");
            }
            return new Errand(topic, complete(payload, by));
        }
        if (text == null || payload != null) {
            throw fields.refuse("set/ATTRIBUTE takes a text and no payload: send {\"topic\":…,\"text\":\"ON\"}");
        }
        return new Errand(topic, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Topic.Command topic(Topics topics, Fields fields) {
        String text = fields.text("topic");
        Decoded<Topic> below = topics.parse(topics.filter(text));
        Decoded<Topic> read =
                below instanceof Decoded.Malformed && text.startsWith(topics.filter("")) ? topics.parse(text) : below;
        return switch (read) {
            case Decoded.Malformed<Topic> bad -> throw fields.refuse("topic: " + bad.reason());
            case Decoded.Value<Topic> good when good.value() instanceof Topic.Command command -> command;
            case Decoded.Value<Topic> good ->
                throw fields.refuse(
                        "topic: nobody answers there: take the topic of a command, like vm/doge1/set or node/pi1/request/vm/create");
        };
    }

    /** With who asks, and what tells it from every other. */
    static byte[] complete(@Nullable ObjectNode payload, @Nullable String by) {
        ObjectNode whole = payload == null ? Json.object().node() : payload.deepCopy();
        if (!whole.hasNonNull("by")) {
            whole.put("by", by == null ? SOMEBODY : by);
        }
        if (!whole.hasNonNull("transaction")) {
            whole.put("transaction", "web-" + UUID.randomUUID());
        }
        return whole.toString().getBytes(StandardCharsets.UTF_8);
    }
}
