package scatola.bus.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import scatola.bus.testing.Conforms;

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
            LongNode.valueOf(1L << 60),
            TextNode.valueOf("a".repeat(5000)),
            TextNode.valueOf(""),
            TextNode.valueOf("No Name!"),
            TextNode.valueOf("a"),
            JsonNodeFactory.instance.arrayNode(),
            JsonNodeFactory.instance.arrayNode().add(1),
            JsonNodeFactory.instance.objectNode());

    /** Counts, positions, and what has none by nature. */
    private static final Set<String> NUMBERS_WITHOUT_A_UNIT = Set.of(
            "session",
            "seq",
            "step",
            "steps",
            "recording",
            "count",
            "sent",
            "received",
            "lines",
            "dropped_lines",
            "guests",
            "guests_max",
            "cores",
            "load_1m",
            "port",
            "ttl",
            "exit_code");

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
            String topic = TOPICS.text(golden.topic());

            assertThat(API.channels())
                    .filteredOn(channel -> channel.topics().matcher(topic).matches())
                    .extracting(AsyncApi.Channel::name)
                    .as(topic)
                    .containsExactly(channel(golden.topic().getClass()));
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
            AsyncApi.Channel channel = channelOf(golden);

            assertThat(API.messageOn(channel, TOPICS.text(golden.topic())))
                    .as(golden.path())
                    .isEqualTo(message);
        });
    }

    @Test
    void everyOperationHasOneMessageAndTheAnswersOne() {
        JsonNode parameters = API.document().at("/components/parameters");
        for (AsyncApi.Channel channel : API.channels()) {
            Stream.of("nodeOperation", "vmOperation", "boxOperation")
                    .filter(parameter -> channel.address().endsWith("/request/{" + parameter + "}"))
                    .flatMap(
                            parameter -> parameters.path(parameter).path("enum").valueStream())
                    .map(JsonNode::asText)
                    .forEach(operation -> assertThat(API.messageOn(channel, "scatola/any/request/" + operation) == null)
                            .as("%s %s", channel.name(), operation)
                            .isEqualTo(operation.equals("set"))); // which is only answered
        }
    }

    @Test
    void aChannelSaysWhoWritesThereAsItsOperationsDo() {
        for (AsyncApi.Channel channel : API.channels()) {
            assertThat(channel.summary()).as(channel.name()).isNotBlank();
            operationsOn(channel.name(), "send")
                    .forEach(operation -> assertThat(channel.writtenBy())
                            .as(channel.name())
                            .contains(operation.at("/tags/0/name").asText()));
        }
    }

    /** The codec is generous: it takes nothing for a state that is cleared wherever that may happen to one. */
    @Test
    void onlyWhatIsRetainedCanBeCleared() {
        assertThat(API.channels())
                .filteredOn(channel -> !channel.empty().isEmpty())
                .isNotEmpty()
                .allMatch(AsyncApi.Channel::retained);
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
    @Conforms("topics-examples")
    void anExampleIsAsItsSchemaSays(Golden golden) {
        assertThat(API.complaints(API.messageOf(golden.path()), golden.tree())).isEmpty();
    }

    /** Nothing is only in the schema, nothing only in the Java. */
    @Test
    void theExamplesShowEveryFieldOfTheSchemasAndNoOther() {
        Map<String, Set<String>> shown = new HashMap<>();
        jsonExamples().forEach(golden -> {
            String message = API.messageOf(golden.path());
            shown.computeIfAbsent(message, one -> new TreeSet<>()).addAll(AsyncApi.fields(message, golden.tree()));
        });

        shown.forEach((message, fields) -> assertThat(fields).as(message).isEqualTo(API.declared(message)));
    }

    @ParameterizedTest
    @MethodSource("jsonExamples")
    @Conforms("topics-examples")
    void theCodecTakesWhatTheSchemaTakesAndNothingElse(Golden golden) {
        String message = API.messageOf(golden.path());
        for (JsonPointer place : places(golden.tree(), JsonPointer.empty())) {
            for (JsonNode payload : changedAt(golden.tree(), place)) {
                boolean taken = decoded(golden, payload) instanceof Decoded.Value;
                List<String> complaints = API.complaints(message, payload);

                assertThat(taken).as("%s: %s%n%s", place, payload, complaints).isEqualTo(complaints.isEmpty());
            }
        }
    }

    /** The one difference that is meant: schemas can't say that null counts as absent, so there it is told in words. */
    @ParameterizedTest
    @MethodSource("jsonExamples")
    void toTheCodecNullIsAsGoodAsAbsent(Golden golden) {
        for (JsonPointer place : places(golden.tree(), JsonPointer.empty())) {
            JsonNode with = golden.tree();
            JsonNode without = golden.tree();
            if (with.at(place.head()) instanceof ObjectNode object
                    && without.at(place.head()) instanceof ObjectNode other
                    && !place.toString().startsWith("/data")) { // an answer's data is the matter of who answers
                object.putNull(place.last().getMatchingProperty());
                other.remove(place.last().getMatchingProperty());

                assertThat(decoded(golden, with)).as("%s: %s", place, with).isEqualTo(decoded(golden, without));
            }
        }
    }

    @Test
    @Conforms("numbers-carry-their-unit")
    void numbersHaveTheirUnitInTheName() {
        Set<String> units = Set.of("s", "ms", "pct", "mib", "bytes", "kbit", "mbit", "c");
        assertThat(API.numbers())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(
                                NUMBERS_WITHOUT_A_UNIT.contains(name) || units.contains(name.replaceAll(".*_", "")))
                        .as(name)
                        .isTrue());
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
    @Conforms("states-retained")
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

    private static Decoded<Codec.Content> decoded(Golden golden, JsonNode payload) {
        return Codec.decode(golden.topic(), payload.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static AsyncApi.Channel channelOf(Golden golden) {
        return Objects.requireNonNull(API.channelOf(TOPICS.text(golden.topic())));
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
}
