package scatola.bus.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scatola.bus.client.Qos;

/** The contract's AsyncAPI document, as the tests ask it. Not safe for several threads. */
public final class AsyncApi {
    private static final String SCHEMAS = "#/components/schemas/";

    /** JSON Schema of the draft that AsyncAPI builds upon; {@code components} is where its references lead. */
    private static final JsonMetaSchema DRAFT = JsonMetaSchema.builder(JsonMetaSchema.getV7())
            .keyword(new NonValidationKeyword("components"))
            .build();

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.builder(
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7))
            .defaultMetaSchemaIri(DRAFT.getIri())
            .metaSchema(DRAFT)
            .build();

    private final JsonNode document = read();
    private final Map<String, JsonSchema> schemas = new HashMap<>();
    private final List<Channel> channels = document.path("channels")
            .propertyStream()
            .map(entry -> channel(entry.getKey(), entry.getValue()))
            .toList();

    /**
     * A topic of the contract, as its channel and whoever sends there say it.
     *
     * @param name the channel's
     * @param address with parameters in braces
     * @param topics what the address stands for, below the root {@code scatola}
     * @param summary in a few words
     * @param writtenBy who speaks there, in words
     * @param isCommand whether somebody is asked for something
     * @param retained whether what is said is retained
     * @param qos quality of service that it is sent with; null where the document leaves that open
     * @param expiryS seconds until it expires, 0 for never
     * @param isWill whether it is a will, too
     * @param empty when the empty payload is said; empty for never
     */
    public record Channel(
            String name,
            String address,
            Pattern topics,
            String summary,
            String writtenBy,
            boolean isCommand,
            boolean retained,
            @Nullable Qos qos,
            int expiryS,
            boolean isWill,
            String empty) {}

    /** @return all channels, in the document's order */
    public List<Channel> channels() {
        return channels;
    }

    /**
     * @param topic a topic below the root {@code scatola}
     * @return its channel, null if it is none of the contract's
     */
    public @Nullable Channel channelOf(String topic) {
        return channels.stream()
                .filter(channel -> channel.topics().matcher(topic).matches())
                .findFirst()
                .orElse(null);
    }

    /**
     * @param channel a channel
     * @param topic one of its topics
     * @return the message that is said there, null if there is none for this operation
     */
    public @Nullable String messageOn(Channel channel, String topic) {
        List<String> messages =
                document.at("/channels/%s/messages".formatted(channel.name())).findValuesAsText("$ref").stream()
                        .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                        .toList();
        return messages.stream()
                .filter(message -> {
                    JsonNode operations = document.at("/components/messages/%s/x-operations".formatted(message));
                    return operations.isMissingNode()
                            || operations
                                    .valueStream()
                                    .anyMatch(operation -> topic.endsWith("/request/" + operation.asText()));
                })
                .findFirst()
                .orElse(null);
    }

    /** @return the whole document */
    JsonNode document() {
        return document;
    }

    /** @return every {@code $ref} of the document */
    List<String> references() {
        return document.findValuesAsText("$ref");
    }

    /** @return what a reference inside the document names, or null */
    @Nullable
    JsonNode resolved(String reference) {
        JsonNode target = document.at(reference.substring(1));
        return target.isMissingNode() ? null : target;
    }

    /** @return a node, or what its {@code $ref} names */
    JsonNode follow(JsonNode node) {
        JsonNode reference = node.path("$ref");
        if (reference.isMissingNode()) {
            return node;
        }
        JsonNode target = resolved(reference.asText());
        if (target == null) {
            throw new AssertionError(reference + " names nothing");
        }
        return follow(target);
    }

    /** @return each named field of an object, followed */
    Map<String, JsonNode> entries(JsonNode object) {
        Map<String, JsonNode> entries = new HashMap<>();
        object.properties().forEach(entry -> entries.put(entry.getKey(), follow(entry.getValue())));
        return entries;
    }

    /** @return the files of examples that a message names */
    Stream<String> exampleFiles(JsonNode message) {
        return message.path("examples").findValuesAsText("$ref").stream().map(ref -> ref.replace("../golden/", ""));
    }

    /** @return the name of the message that has this example */
    String messageOf(String example) {
        List<String> messages = new ArrayList<>();
        entries(document.at("/components/messages")).forEach((name, message) -> {
            if (exampleFiles(message).anyMatch(example::equals)) {
                messages.add(name);
            }
        });
        if (messages.size() != 1) {
            throw new AssertionError("%s is an example of %s, not of one message".formatted(example, messages));
        }
        return messages.getFirst();
    }

    /**
     * @param message a message's name
     * @return whether its payload is JSON; else it is text or bytes
     */
    public boolean isJson(String message) {
        return document.at("/components/messages/%s/contentType".formatted(message))
                .asText("application/json")
                .equals("application/json");
    }

    /** @return the schema of a message's payload */
    JsonNode schema(String message) {
        return follow(document.at("/components/messages/" + message + "/payload"));
    }

    /**
     * @param message a message's name
     * @param payload what was said
     * @return what is wrong with it, nothing if it is as the document says
     */
    public List<String> complaints(String message, JsonNode payload) {
        return schemas.computeIfAbsent(message, this::compiled).validate(payload).stream()
                .map(Object::toString)
                .toList();
    }

    /**
     * @param message a message's name
     * @param payload JSON
     * @return the fields in it that the document does not know
     */
    public Set<String> undeclared(String message, JsonNode payload) {
        Set<String> fields = fields(message, payload);
        fields.removeAll(declared(message));
        return fields;
    }

    /** @return every field at any depth, with its way; what is in an answer's data is the matter of who answers */
    static Set<String> fields(String message, JsonNode payload) {
        Set<String> fields = new TreeSet<>();
        collect(payload, "", fields);
        if (message.equals("Response")) {
            fields.removeIf(field -> field.startsWith("data."));
        }
        return fields;
    }

    /** @return every field that a message's schema names, with its way */
    Set<String> declared(String message) {
        Set<String> declared = new TreeSet<>();
        collectDeclared(schema(message), "", declared);
        return declared;
    }

    /** @return the names of all fields that are numbers */
    Set<String> numbers() {
        Set<String> numbers = new TreeSet<>();
        document.findValues("properties")
                .forEach(properties -> entries(properties).forEach((name, property) -> {
                    if (Set.of("integer", "number")
                            .contains(property.path("type").asText())) {
                        numbers.add(name);
                    }
                }));
        return numbers;
    }

    private static void collect(JsonNode tree, String path, Set<String> into) {
        tree.properties().forEach(entry -> {
            into.add(path + entry.getKey());
            collect(entry.getValue(), path + entry.getKey() + ".", into);
        });
        if (tree.isArray()) {
            tree.elements().forEachRemaining(element -> collect(element, path, into));
        }
    }

    private void collectDeclared(JsonNode schema, String path, Set<String> into) {
        JsonNode followed = follow(schema);
        entries(followed.path("properties")).forEach((name, property) -> {
            into.add(path + name);
            collectDeclared(property, path + name + ".", into);
        });
        if (followed.has("items")) {
            collectDeclared(followed.path("items"), path, into);
        }
    }

    private Channel channel(String name, JsonNode channel) {
        List<JsonNode> senders = document.path("operations")
                .valueStream()
                .filter(operation -> operation.path("action").asText().equals("send"))
                .filter(operation -> operation.at("/channel/$ref").asText().equals("#/channels/" + name))
                .toList();
        JsonNode sending = senders.isEmpty()
                ? MissingNode.getInstance()
                : follow(senders.getFirst().at("/traits/0")).at("/bindings/mqtt");
        boolean isCommand = channel.path("x-written-by").asText().equals("anyone");
        String address = channel.path("address").asText();
        return new Channel(
                name,
                address,
                Pattern.compile(topics(address)),
                channel.path("summary").asText(),
                channel.path("x-written-by").asText(),
                isCommand,
                sending.path("retain").asBoolean(),
                isCommand || sending.isMissingNode() ? null : qos(sending),
                sending.path("messageExpiryInterval").asInt(),
                channel.path("x-will").asBoolean(),
                channel.path("x-empty").asText());
    }

    private static Qos qos(JsonNode sending) {
        return sending.path("qos").asInt() == 0 ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE;
    }

    /** Each parameter is one of its enum, or what its pattern says. */
    private String topics(String address) {
        String topics = address;
        for (Map.Entry<String, JsonNode> parameter :
                entries(document.at("/components/parameters")).entrySet()) {
            JsonNode value = parameter.getValue();
            String one = value.has("enum")
                    ? value.path("enum").valueStream().map(JsonNode::asText).collect(Collectors.joining("|", "(", ")"))
                    : value.path("x-pattern")
                            .asText(value.path("default").asText())
                            .replaceAll("[$^]", "");
            topics = topics.replace("{" + parameter.getKey() + "}", one);
        }
        return topics;
    }

    private JsonSchema compiled(String message) {
        String reference = document.at("/components/messages/%s/payload/$ref".formatted(message))
                .asText();
        if (!reference.startsWith(SCHEMAS)) {
            throw new AssertionError(message + " has no schema");
        }
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$ref", reference).set("components", document.path("components"));
        return FACTORY.getSchema(root);
    }

    private static JsonNode read() {
        try (InputStream yaml = AsyncApi.class.getResourceAsStream("/asyncapi/scatola.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
