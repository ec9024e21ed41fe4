package scatola.bus.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scatola.bus.Decoded;
import scatola.bus.Golden;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.Contract;
import scatola.bus.testing.Made;

/** What is written for people is true: every line to be typed works, every line to be seen can be seen. */
class DocsTest {
    private static final Topics TOPICS = new Topics("scatola");
    private static final Contract CONTRACT = new Contract("scatola");
    private static final Path HOME =
            Path.of("").toAbsolutePath().resolveSibling(".").normalize();
    private static final Path BUS = HOME.resolve("docs/bus.md");

    private static final Pattern PUBLISH = Pattern.compile(
            "mosquitto_(?:pub|rr) .*?-t (scatola/\\S+)(?: .*?(?:-m '([^']*)'|-m (\\S+)|(-n)\\b|(-s)\\b)|$)");
    private static final Pattern SEEN = Pattern.compile("^(scatola/\\S+) (\\{.*})$");
    private static final Pattern REFUSED = Pattern.compile("^\\| `(scatola/\\S+) (\\{[^`]*)` \\| `(.*)` \\|$");
    private static final Pattern SUBSCRIBED = Pattern.compile("-t '?(scatola/[^'\\s`]+)");

    /**
     * A line that says something on a topic.
     *
     * @param line as it stands
     * @param topic it
     * @param payload it
     */
    record Saying(String line, String topic, String payload) {
        @Override
        public String toString() {
            return line;
        }
    }

    static Stream<Saying> commands() {
        return Stream.of(BUS, HOME.resolve("README.md"))
                .flatMap(file -> lines(file))
                .flatMap(line -> PUBLISH.matcher(line).results().map(found -> command(line, found)));
    }

    static Stream<Saying> seen() {
        return lines(BUS)
                .flatMap(line ->
                        SEEN.matcher(line).results().map(found -> new Saying(line, found.group(1), found.group(2))));
    }

    static Stream<MatchResult> refused() {
        return lines(BUS).flatMap(line -> REFUSED.matcher(line).results());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandToBeTypedIsOneOfTheContract(Saying saying) {
        Topic topic = topic(saying.topic());

        assertThat(Codec.decode(topic, utf8(saying.payload()))).isInstanceOf(Decoded.Value.class);
        assertThat(CONTRACT.complaints(saying.topic(), utf8(saying.payload()))).isEmpty();
        if (topic instanceof Topic.VmRequest
                || topic instanceof Topic.NodeRequest
                || topic instanceof Topic.BoxRequest) {
            assertThat(operations()).contains(operation(topic));
        }
    }

    @ParameterizedTest
    @MethodSource("seen")
    void aMessageToBeSeenIsOneOfTheContract(Saying saying) {
        assertThat(CONTRACT.complaints(saying.topic(), utf8(saying.payload()))).isEmpty();
    }

    @Test
    @Conforms("errors-say-what-to-do")
    void aRefusalToBeSeenIsTheCodecs() {
        assertThat(refused())
                .hasSizeGreaterThan(5)
                .allSatisfy(found -> assertThat(Codec.decode(topic(found.group(1)), utf8(found.group(2))))
                        .isInstanceOfSatisfying(
                                Decoded.Malformed.class,
                                bad -> assertThat(bad.reason()).startsWith(found.group(3))));
    }

    @Test
    void aFilterToBeTypedFindsSomething() {
        List<String> topics =
                Golden.all().stream().map(golden -> TOPICS.text(golden.topic())).toList();
        List<String> filters = lines(BUS)
                .filter(line -> line.contains("mosquitto_sub"))
                .flatMap(line -> SUBSCRIBED.matcher(line).results().map(found -> found.group(1)))
                .toList();

        assertThat(filters).isNotEmpty().allSatisfy(filter -> {
            String pattern = filter.replace("+", "[^/]+").replace("/#", "(/.*)?");
            assertThat(topics).anyMatch(topic -> topic.matches(pattern));
        });
    }

    @Test
    void theTableOfTopicsIsMadeOfTheContract() {
        Made.holdPart(BUS, "topics", new TopicTable(new AsyncApi()).text(), "mvn test -pl broker -Dtest=DocsTest");
    }

    @Test
    void everyOperationIsExplained() {
        assertThat(operations()).allSatisfy(operation -> assertThat(text(BUS)).contains("`" + operation + "`"));
    }

    @Test
    void theOperationsOfTheContractAreKnown() {
        assertThat(operations())
                .containsExactlyInAnyOrderElementsOf(Stream.of(Operations.NODE, Operations.VM, Operations.BOX)
                        .flatMap(List::stream)
                        .toList());
    }

    private static Saying command(String line, MatchResult found) {
        String quoted = found.group(2);
        String bare = found.group(3);
        String payload = quoted != null ? quoted : bare != null ? bare : "";
        return new Saying(line, found.group(1), payload);
    }

    private static List<String> operations() {
        JsonNode parameters = new AsyncApi().document().at("/components/parameters");
        return Stream.of("nodeOperation", "vmOperation", "boxOperation")
                .flatMap(name -> parameters.path(name).path("enum").valueStream())
                .map(JsonNode::asText)
                .filter(operation -> !operation.equals("set"))
                .toList();
    }

    private static String operation(Topic topic) {
        String text = TOPICS.text(topic);
        return text.substring(text.indexOf("/request/") + "/request/".length());
    }

    private static Topic topic(String text) {
        return switch (TOPICS.parse(text)) {
            case Decoded.Value<Topic> good -> good.value();
            case Decoded.Malformed<Topic> bad -> throw new AssertionError(bad.reason());
        };
    }

    private static Stream<String> lines(Path file) {
        return text(file).lines();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
