package scatola.bus.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scatola.bus.Decoded;
import scatola.bus.Golden;
import scatola.bus.Topic;
import scatola.bus.Topics;

class AsyncApiTest {
    private static final AsyncApi API = new AsyncApi();
    private static final Topics TOPICS = new Topics("scatola");

    /** What is put in a field's place, beside leaving it out. */
    private static final List<JsonNode> STRANGERS = List.of(
            BooleanNode.TRUE,
            BooleanNode.FALSE,
            IntNode.valueOf(-1_000_000),
            IntNode.valueOf(0),
            DoubleNode.valueOf(1.5),
            TextNode.valueOf(""),
            TextNode.valueOf("No Name!"),
            TextNode.valueOf("a"),
            JsonNodeFactory.instance.arrayNode(),
            JsonNodeFactory.instance.arrayNode().add(1),
            JsonNodeFactory.instance.objectNode());

    static Stream<Golden> jsonExamples() {
        return Golden.all().stream().filter(Golden::isJson);
    }

    static Stream<Class<?>> topics() {
        return GoldenTest.leaves(Topic.class);
    }

    @Test
    void itIsOfVersionThree() {
        assertThat(API.document().path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(API.document().at("/info/title").asText()).isNotBlank();
        assertThat(API.document().at("/info/version").asText()).isNotBlank();
    }

    @Test
    void everyReferenceNamesSomething() {
        Set<String> files =
                jsonExamples().map(golden -> "../golden/" + golden.path()).collect(Collectors.toSet());

        assertThat(API.references()).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(API.resolved(reference)).as(reference).isNotNull();
            } else {
                assertThat(files).contains(reference);
            }
        });
    }

    @Test
    void everyTopicHasOneChannelAndTheOtherWayRound() {
        assertThat(channels().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        topics().map(AsyncApiTest::channel).toList());
    }

    @Test
    void everyExampleLiesOnItsTopicsChannel() {
        assertThat(Golden.all()).allSatisfy(golden -> {
            String address = channelOf(golden).path("address").asText();

            assertThat(TOPICS.text(golden.topic())).matches(pattern(address));
        });
    }

    @Test
    void everyChannelExplainsTheParametersOfItsAddress() {
        channels().forEach((name, channel) -> {
            Set<String> used = new TreeSet<>();
            Pattern.compile("\\{(\\w+)}")
                    .matcher(channel.path("address").asText())
                    .results()
                    .forEach(result -> used.add(result.group(1)));

            assertThat(API.entries(channel.path("parameters")).keySet())
                    .as(name)
                    .isEqualTo(used);
        });
    }

    @Test
    void everyExampleIsOneOfAMessageThatItsChannelCarries() {
        assertThat(jsonExamples()).allSatisfy(golden -> {
            String message = API.messageOf(golden.path());
            JsonNode channel = channelOf(golden);

            assertThat(channel.path("messages").findValuesAsText("$ref")).contains("#/components/messages/" + message);
        });
    }

    @Test
    void plainTextExamplesAreTheDocumentsToo() {
        List<String> payloads = Stream.of("Attribute", "ConsoleBytes")
                .flatMap(
                        name -> API
                                .document()
                                .at("/components/messages/%s/examples".formatted(name))
                                .findValuesAsText("payload")
                                .stream())
                .toList();

        assertThat(Golden.all().stream()
                        .filter(golden -> !golden.isJson())
                        .map(golden -> new String(golden.payload(), StandardCharsets.UTF_8)))
                .containsExactlyInAnyOrderElementsOf(payloads);
    }

    @ParameterizedTest
    @MethodSource("jsonExamples")
    void anExampleIsAsItsSchemaSays(Golden golden) {
        assertThat(API.complaints(API.messageOf(golden.path()), golden.tree())).isEmpty();
    }

    /** Nothing is only in the schema, nothing only in the Java. */
    @Test
    void theExamplesShowEveryFieldOfTheSchemasAndNoOther() {
        Map<String, Set<String>> shown = new HashMap<>();
        jsonExamples()
                .forEach(golden -> fields(
                        golden.tree(),
                        "",
                        shown.computeIfAbsent(API.messageOf(golden.path()), message -> new TreeSet<>())));

        shown.forEach((message, fields) -> {
            Set<String> declared = new TreeSet<>();
            declared(API.schema(message), "", declared);
            if (message.equals("Response")) {
                fields.removeIf(field -> field.startsWith("data."));
            }
            assertThat(fields).as(message).isEqualTo(declared);
        });
    }

    @ParameterizedTest
    @MethodSource("jsonExamples")
    void theCodecTakesWhatTheSchemaTakesAndNothingElse(Golden golden) {
        String message = API.messageOf(golden.path());
        for (JsonPointer place : places(golden.tree(), JsonPointer.empty())) {
            for (JsonNode payload : changedAt(golden.tree(), place)) {
                boolean taken = Codec.decode(golden.topic(), payload.toString().getBytes(StandardCharsets.UTF_8))
                        instanceof Decoded.Value;
                List<String> complaints = API.complaints(message, payload);

                assertThat(taken).as("%s: %s%n%s", place, payload, complaints).isEqualTo(complaints.isEmpty());
            }
        }
    }

    @Test
    void everyCommandIsAnsweredOnItsChannelOfAnswers() {
        Map<String, String> answers = Golden.all().stream()
                .map(Golden::topic)
                .filter(Topic.Command.class::isInstance)
                .collect(Collectors.toMap(
                        topic -> channel(topic.getClass()),
                        topic -> channel(((Topic.Command) topic).response().getClass()),
                        (one, same) -> one));

        operations().forEach((name, operation) -> {
            String on = last(operation.at("/channel/$ref").asText());
            assertThat(last(operation.at("/reply/channel/$ref").asText()))
                    .as(name)
                    .isEqualTo(answers.getOrDefault(on, ""));
        });
    }

    @Test
    void commandsAreNeverRetainedAndExpire() {
        assertThat(operations()).allSatisfy((name, operation) -> {
            if (operation.has("reply")) {
                assertThat(mqtt(operation).path("retain").asBoolean(true)).isFalse();
                assertThat(mqtt(operation).path("messageExpiryInterval").asInt())
                        .isEqualTo(10);
            }
        });
    }

    @Test
    void everyChannelIsWrittenBySomebodyAndReadBySomebodyTheSameWay() {
        channels().keySet().stream().filter(name -> !name.endsWith("Response")).forEach(name -> {
            List<JsonNode> writers = operationsOn(name, "send");
            List<JsonNode> readers = operationsOn(name, "receive");

            assertThat(writers).as(name).hasSize(1);
            assertThat(readers).as(name).hasSize(1);
            assertThat(mqtt(writers.getFirst())).as(name).isEqualTo(mqtt(readers.getFirst()));
        });
    }

    @Test
    void retainedIsWhatAReaderNeedsAtOnce() {
        assertThat(channels().keySet().stream()
                        .flatMap(name -> operationsOn(name, "send").stream()
                                .filter(operation ->
                                        mqtt(operation).path("retain").asBoolean())
                                .map(operation -> name)))
                .containsExactlyInAnyOrder(
                        "nodeAvailability",
                        "nodeState",
                        "nodeAlert",
                        "vmState",
                        "linkState",
                        "uplinkState",
                        "testResult",
                        "boxState",
                        "boxInfo",
                        "presenter");
        assertThat(mqtt(operationsOn("testResult", "send").getFirst())
                        .path("messageExpiryInterval")
                        .asLong())
                .isEqualTo(TestResult.EXPIRY_S);
    }

    private static Map<String, JsonNode> channels() {
        return API.entries(API.document().path("channels"));
    }

    private static JsonNode channelOf(Golden golden) {
        return API.follow(
                API.document().at("/channels/" + channel(golden.topic().getClass())));
    }

    private static Map<String, JsonNode> operations() {
        return API.entries(API.document().path("operations"));
    }

    private static List<JsonNode> operationsOn(String channel, String action) {
        return operations().values().stream()
                .filter(operation -> operation.path("action").asText().equals(action))
                .filter(operation ->
                        last(operation.at("/channel/$ref").asText()).equals(channel))
                .toList();
    }

    private static JsonNode mqtt(JsonNode operation) {
        return API.follow(operation.at("/traits/0")).at("/bindings/mqtt");
    }

    private static String channel(Class<?> topic) {
        String name = topic.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static String last(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    /** What topics an address stands for: each parameter is one of its enum, or what its pattern says. */
    private static String pattern(String address) {
        String pattern = address;
        for (Map.Entry<String, JsonNode> parameter :
                API.entries(API.document().at("/components/parameters")).entrySet()) {
            JsonNode value = parameter.getValue();
            String one = value.has("enum")
                    ? Stream.of(value.path("enum"))
                            .flatMap(list -> list.valueStream().map(JsonNode::asText))
                            .collect(Collectors.joining("|", "(", ")"))
                    : value.path("x-pattern")
                            .asText(value.path("default").asText())
                            .replaceAll("[$^]", "");
            pattern = pattern.replace("{" + parameter.getKey() + "}", one);
        }
        return pattern;
    }

    /** Every field and element at any depth. */
    private static List<JsonPointer> places(JsonNode tree, JsonPointer at) {
        List<JsonPointer> places = new ArrayList<>();
        tree.properties().forEach(entry -> {
            JsonPointer place = at.appendProperty(entry.getKey());
            places.add(place);
            places.addAll(places(entry.getValue(), place));
        });
        for (int i = 0; tree.isArray() && i < tree.size(); i++) {
            places.add(at.appendIndex(i));
            places.addAll(places(tree.get(i), at.appendIndex(i)));
        }
        return places;
    }

    /** The same with that place left out, and with each stranger in it. */
    private static List<JsonNode> changedAt(JsonNode tree, JsonPointer place) {
        List<JsonNode> changed = new ArrayList<>();
        String last = place.last().getMatchingProperty();
        for (JsonNode stranger : STRANGERS) {
            JsonNode copy = tree.deepCopy();
            switch (copy.at(place.head())) {
                case ObjectNode object -> object.set(last, stranger);
                case ArrayNode array -> array.set(Integer.parseInt(last), stranger);
                default -> throw new AssertionError(place);
            }
            changed.add(copy);
        }
        JsonNode without = tree.deepCopy();
        if (without.at(place.head()) instanceof ObjectNode object) {
            object.remove(last);
            changed.add(without);
        }
        return changed;
    }

    private static void fields(JsonNode tree, String path, Set<String> into) {
        tree.properties().forEach(entry -> {
            into.add(path + entry.getKey());
            fields(entry.getValue(), path + entry.getKey() + ".", into);
        });
        if (tree.isArray()) {
            tree.elements().forEachRemaining(element -> fields(element, path, into));
        }
    }

    private static void declared(JsonNode schema, String path, Set<String> into) {
        JsonNode followed = API.follow(schema);
        API.entries(followed.path("properties")).forEach((name, property) -> {
            into.add(path + name);
            declared(property, path + name + ".", into);
        });
        if (followed.has("items")) {
            declared(followed.path("items"), path, into);
        }
    }
}
