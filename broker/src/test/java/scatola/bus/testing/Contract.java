package scatola.bus.testing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.Incoming;
import scatola.bus.message.AsyncApi;
import scatola.bus.message.Codec;

/**
 * Holds what is said on a bus against the contract's AsyncAPI document: the topic is there, the payload is as the schema
 * says and the codec can read it, what is not asked of anybody has no field that the document does not know, and
 * retaining, quality of service and expiry are what the channel says. Not safe for several threads.
 */
public final class Contract {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final AsyncApi api = new AsyncApi();
    private final Topics topics;

    /** @param root the box's */
    public Contract(String root) {
        this.topics = new Topics(root);
    }

    /**
     * @param heard a message, delivered with the quality of service that it was sent with
     * @return what is wrong with it, nothing if it is as the contract says
     */
    public List<String> complaints(Incoming heard) {
        AsyncApi.Channel channel = api.channelOf(known(heard.topic()));
        boolean clears = heard.size() == 0 && heard.retain();
        if (clears && channel != null && channel.isCommand()) {
            return List.of(); // which cures a command that was retained
        }
        List<String> complaints = new ArrayList<>(complaints(heard.topic(), heard.payload()));
        if (channel == null) {
            return complaints;
        }
        if (heard.retain() != channel.retained()) {
            complaints.add(heard.retain() ? "it must not be retained" : "it must be retained");
        }
        if (heard.size() == 0 && !channel.isCommand() && channel.empty().isEmpty()) {
            complaints.add("it must not be empty");
        }
        if (channel.qos() != null && heard.qos() != channel.qos()) {
            complaints.add("its quality of service must be %s, but is %s".formatted(channel.qos(), heard.qos()));
        }
        if (channel.retained() && !clears && isWrong(heard, channel.expiryS())) {
            complaints.add("it must expire after %d s (0: never), but does so after %s"
                    .formatted(channel.expiryS(), heard.expiry()));
        }
        return complaints;
    }

    /**
     * @param topic where something is said
     * @param payload what
     * @return what is wrong with that, nothing if it is as the contract says
     */
    public List<String> complaints(String topic, byte[] payload) {
        String known = known(topic);
        AsyncApi.Channel channel = api.channelOf(known);
        String message = channel == null ? null : api.messageOn(channel, known);
        if (channel == null || message == null) {
            return List.of("there is no such topic");
        }
        List<String> complaints = new ArrayList<>();
        if (topics.parse(topic) instanceof Decoded.Value<Topic> good
                && Codec.decode(good.value(), payload) instanceof Decoded.Malformed<?> bad) {
            complaints.add("it can't be read: " + bad.reason());
        }
        if (api.isJson(message) && (payload.length > 0 || channel.isCommand())) {
            complaints.addAll(complaintsOf(channel.isCommand(), message, payload));
        }
        return complaints;
    }

    /**
     * @param payload what was said on a response topic that its asker had named
     * @return what is wrong with it as an answer
     */
    public List<String> complaintsOfAnswer(byte[] payload) {
        return complaintsOf(false, "Response", payload);
    }

    private List<String> complaintsOf(boolean isCommand, String message, byte[] payload) {
        JsonNode json;
        try {
            json = payload.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(payload);
        } catch (IOException e) {
            return List.of("it is no JSON: " + e.getMessage());
        }
        List<String> complaints = new ArrayList<>(api.complaints(message, json));
        if (!isCommand) {
            api.undeclared(message, json).forEach(field -> complaints.add("the document knows no field " + field));
        }
        return complaints;
    }

    /** The topic as it would be in a box whose root is {@code scatola}. */
    private String known(String topic) {
        return topic.startsWith(topics.root() + "/")
                ? "scatola" + topic.substring(topics.root().length())
                : topic;
    }

    private static boolean isWrong(Incoming heard, int expiryS) {
        long seconds = heard.expiry() == null ? 0 : heard.expiry().toSeconds();
        return expiryS == 0 ? seconds != 0 : seconds < 1 || seconds > expiryS;
    }
}
