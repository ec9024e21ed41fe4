package scatola.presenter.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scatola.bus.Topics;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;

/** What docs/buttons.md has people type, copy and import does what it says. */
class ButtonsDocIT {
    private static final Path HOME =
            Path.of("").toAbsolutePath().resolveSibling(".").normalize();
    private static final Pattern TYPED = Pattern.compile("^mosquitto_pub .*$", Pattern.MULTILINE);
    private static final Pattern TASMOTA = Pattern.compile("Publish (\\S+) (\\S+) ENDON");
    private static final Pattern SAID = Pattern.compile("it says `(\\{.*?})` on `(\\S+)`");
    private static final Topics TOPICS = new Topics("scatola");

    private final String page = text("docs/buttons.md");
    private final Mosquitto broker = Mosquitto.start();
    private final TestClient listener = TestClient.connect(broker, "#");

    @AfterEach
    void end() {
        listener.close();
        broker.close();
    }

    @Test
    void whatIsTypedIsACommandOrPressesOneOfTheRules() throws Exception {
        List<String> lines =
                TYPED.matcher(page).results().map(MatchResult::group).toList();
        assertThat(lines).hasSizeGreaterThan(9);
        for (String line : lines) {
            listener.forget();

            run(line);

            Incoming heard = listener.await(message -> true);
            assertThat(heard.retain()).as(line).isFalse();
            if (heard.topic().startsWith("scatola/")) {
                isCommand(heard.topic(), TestClient.text(heard));
            } else {
                assertThat(pressed(heard)).as(line).hasSize(1);
            }
        }
    }

    @Test
    void answersAreSeenByTheLineThatShowsThem() throws Exception {
        String line = Pattern.compile("`(mosquitto_sub [^`]*)`")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
        Process watching = shell(line + " -C 3 -W 20");

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            listener.publish("scatola/vm/doge1/response/set", "{}");
            listener.publish("scatola/link/doge1/stage/response/set", "{}");
            listener.publish("scatola/box/response/show/next", "{}");
            return !watching.isAlive();
        });

        assertThat(watching.exitValue()).isZero();
        assertThat(new String(watching.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("scatola/vm/doge1/response/set", "scatola/link/", "scatola/box/");
    }

    @Test
    void whatTasmotaSaysWithoutARulePressesOneOfTheBox() {
        MatchResult said = SAID.matcher(page).results().findFirst().orElseThrow();

        assertThat(pressed(Incoming.arrivalOf(Outgoing.of(
                        said.group(2).replace("TOPIC", "plug"), said.group(1).getBytes(StandardCharsets.UTF_8)))))
                .hasSize(1);
    }

    @Test
    void whatATasmotaRulePublishesIsACommand() {
        List<MatchResult> published =
                TASMOTA.matcher(blocks("tasmota").getFirst()).results().toList();

        assertThat(published).hasSize(2);
        published.forEach(found -> isCommand(found.group(1), found.group(2)));
    }

    @Test
    void whatAnEspHomeButtonPublishesIsACommand() throws IOException {
        JsonNode board = new YAMLMapper()
                .readTree(blocks("yaml").stream()
                        .filter(block -> block.contains("mqtt.publish"))
                        .findFirst()
                        .orElseThrow());
        JsonNode published = board.at("/binary_sensor/0/on_press/0/mqtt.publish");

        isCommand(published.path("topic").asText(), published.path("payload").asText());
    }

    @Test
    void whatTheButtonsOfTheNodeRedFlowSendAreCommands() throws IOException {
        Map<String, JsonNode> nodes = StreamSupport.stream(
                        new JsonMapper()
                                .readTree(text("deploy/node-red/scatola.json"))
                                .spliterator(),
                        false)
                .collect(Collectors.toMap(node -> node.path("id").asText(), node -> node));
        List<JsonNode> buttons = nodes.values().stream()
                .filter(node -> node.path("type").asText().equals("inject"))
                .toList();

        assertThat(buttons).hasSize(5).allSatisfy(button -> {
            JsonNode out =
                    Objects.requireNonNull(nodes.get(button.at("/wires/0/0").asText()));
            isCommand(out.path("topic").asText(), button.path("payload").asText());
            assertThat(out.path("retain").asText()).isEqualTo("false");
        });
    }

    /** A rule that says it can be read. */
    private static void isCommand(String topic, String payload) {
        String with = payload.isEmpty() ? "" : ", with: " + payload;

        assertThat(RuleReader.read("- {when: a, is: x, do: %s%s}".formatted(topic, with), TOPICS))
                .as("%s %s", topic, payload)
                .isInstanceOf(RuleFile.Usable.class);
    }

    private List<Press> pressed(Incoming message) {
        List<Rule> rules = blocks("yaml").stream()
                .filter(block -> block.startsWith("- when:"))
                .flatMap(block -> RuleReader.read(block, TOPICS) instanceof RuleFile.Usable usable
                        ? usable.rules().stream()
                        : Stream.of())
                .map(rule -> new Rule(0, rule.when(), rule.field(), rule.is(), rule.command(), rule.with()))
                .distinct()
                .toList();
        assertThat(rules).hasSize(3);
        return new Panel(rules).heard(Hearing.of(message), 0);
    }

    private List<String> blocks(String language) {
        return Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private void run(String line) throws IOException, InterruptedException {
        Process process = shell(line);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as(line).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", line, new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
    }

    /** The line as it is typed, but for the broker's port. */
    private Process shell(String line) throws IOException {
        return new ProcessBuilder("sh", "-c", line.replaceFirst("^(mosquitto_\\w+)", "$1 -p " + broker.port()))
                .redirectErrorStream(true)
                .start();
    }

    private static String text(String file) {
        try {
            return Files.readString(HOME.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
