package scatola.bus.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.Golden;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.testing.Conforms;

class CodecTest {
    private static final Topics TOPICS = new Topics("scatola");

    private static final List<String> HOSTILE = List.of(
            "$(reboot)",
            "`reboot`",
            "; reboot #",
            "| reboot",
            "&& reboot",
            "' \" \\ \\\\",
            "%s%n%x",
            "${jndi:ldap://x}",
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "../../etc/passwd",
            "-rf",
            ",script=/bin/sh",
            "ünï\ud83d\ude00");

    static Stream<Golden> jsonExamples() {
        return Golden.all().stream().filter(Golden::isJson);
    }

    @Test
    void randomAndMutatedPayloadsAreReadOrRefusedOnEveryTopic() {
        long seed = Long.getLong("scatola.seed", System.nanoTime());
        System.out.println("CodecTest seed " + seed + " (-Dscatola.seed=" + seed + " repeats it)");
        Random random = new Random(seed);
        List<Golden> goldens = Golden.all();

        for (int i = 0; i < 60_000; i++) {
            Topic topic = goldens.get(random.nextInt(goldens.size())).topic();
            Golden source = goldens.get(random.nextInt(goldens.size()));
            byte[] payload = switch (i % 3) {
                case 0 -> noise(random);
                case 1 -> scratched(random, source.payload());
                default -> swapped(random, source, goldens);
            };

            assertSane(
                    Codec.decode(i % 2 == 0 ? topic : source.topic(), payload), "seed %d, turn %d".formatted(seed, i));
        }
    }

    @ParameterizedTest
    @MethodSource("jsonExamples")
    void hostileTextIsCarriedLetterByLetterOrRefused(Golden golden) {
        for (String hostile : HOSTILE) {
            everyTextReplaced(golden.tree(), hostile, tree -> {
                Decoded<Codec.Content> decoded = Codec.decode(golden.topic(), utf8(tree.toString()));
                if (decoded instanceof Decoded.Value<Codec.Content> good
                        && good.value() instanceof Codec.Content.Said said) {
                    // what was taken is said again as it came: nothing is trimmed, escaped or interpreted
                    assertThat(texts(tree)).containsAll(texts(said.message().json()));
                }
                assertSane(decoded, golden.path());
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "node/pi1/request/vm/create/on-one-network.json, vm image nics.0.network nics.0.ip",
        "vm/doge1/set/on.json, state",
        "vm/doge1/request/ping/until-stopped.json, test to",
        "link/doge1/stage/set/unplug.json, state",
        "uplink/pi2/set/pull.json, state"
    })
    void whatReachesTheMachineIsNeverHostile(String path, String fields) {
        Golden golden = Golden.of(path);
        for (String field : fields.split(" ", -1)) {
            for (String hostile : HOSTILE) {
                JsonNode tree = golden.tree();
                replace(tree, field, hostile);

                assertThat(Codec.decode(golden.topic(), utf8(tree.toString())))
                        .as("%s = %s", field, hostile)
                        .isInstanceOf(Decoded.Malformed.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jsonExamples")
    @Conforms("unknown-fields-ignored")
    void unknownFieldsAreIgnored(Golden golden) {
        ObjectNode more = (ObjectNode) golden.tree();
        more.put("of_a_later_version", 1).putObject("and_another").put("x", "y");

        assertThat(Codec.decode(golden.topic(), utf8(more.toString())))
                .isEqualTo(Codec.decode(golden.topic(), golden.payload()));
    }

    @ParameterizedTest
    @MethodSource("jsonExamples")
    @Conforms("payloads-bounded")
    void aMegabyteIsRefused(Golden golden) {
        ObjectNode large = (ObjectNode) golden.tree();
        large.put("padding", "x".repeat(1 << 20));

        assertThat(reason(golden.topic(), utf8(large.toString()))).contains("bytes: send at most");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vm/doge1/set/state", "link/doge1/stage/set/state", "vm/doge1/console/in"})
    void aMegabyteOfTextIsRefused(String topic) {
        assertThat(reason(topic(topic), new byte[1 << 20])).contains("bytes: send at most 65536");
        assertThat(Codec.decode(topic(topic), "x".repeat(Fields.MOST_BYTES).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Decoded.Value.class);
    }

    @Test
    void plainTextIsStrippedAndMustBeUtf8() {
        assertThat(Codec.decode(topic("vm/doge1/set/state"), utf8(" ON\n")))
                .isEqualTo(new Decoded.Value<>(new Codec.Content.Text("ON")));
        assertThat(reason(topic("vm/doge1/set/state"), new byte[] {(byte) 0xff}))
                .contains("no UTF-8");
    }

    @ParameterizedTest
    @MethodSource("jsonExamples")
    void nothingClearsAStateAndIsAnEmptyObjectForACommand(Golden golden) {
        Decoded<Codec.Content> decoded = Codec.decode(golden.topic(), new byte[0]);

        if (golden.topic() instanceof Topic.Command) {
            assertThat(decoded).isEqualTo(Codec.decode(golden.topic(), utf8("{}")));
        } else {
            assertThat(decoded).isEqualTo(new Decoded.Value<>(new Codec.Content.Cleared()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reboot", "kill", "pause", "resume", "console", "no-such-operation"})
    void aRequestWithoutFieldsNeedsNoPayload(String operation) {
        assertThat(Codec.decode(topic("vm/doge1/request/" + operation), new byte[0]))
                .isEqualTo(new Decoded.Value<>(new Codec.Content.Said(new Plain(Sender.ANONYMOUS))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vm/doge1/set | {} | nothing to set",
                "vm/doge1/set | {\"state\":\"on\"} | state must be one of ON, OFF, TOGGLE",
                "vm/doge1/set | {\"state\":true} | state must be one of ON, OFF, TOGGLE",
                "vm/doge1/set | {\"ip\":\"doge2\"} | ip: 'doge2' is no IPv4 address",
                "vm/doge1/set | {\"state\":\"ON\",\"transaction\":7} | transaction must be a text",
                "vm/doge1/set | {\"state\":\"ON\",\"transaction\":\"\"} | transaction: '' is no transaction",
                "vm/doge1/set | {\"state\":\"ON\",\"by\":\"a\\nb\"} | by: 'a?b' is no name",
                "link/doge1/stage/set | {\"transaction\":\"1\"} | nothing to set",
                "link/doge1/stage/set | {\"loss_pct\":101} | loss_pct must be a number from 0 to 100",
                "link/doge1/stage/set | {\"delay_ms\":-1} | delay_ms must be a whole number from 0 to 60000",
                "link/doge1/stage/set | {\"bandwidth_kbit\":0} | bandwidth_kbit must be a whole number from 1",
                "uplink/pi1/set | {\"state\":\"OFF\"} | for_s is missing",
                "uplink/pi1/set | {\"state\":\"TOGGLE\",\"for_s\":1} | state must be one of ON, OFF",
                "uplink/pi1/set | {\"state\":\"OFF\",\"for_s\":3601} | for_s must be a whole number from 1 to 3600",
                "node/pi1/request/vm/create | {} | vm is missing",
                "node/pi1/request/vm/create | {\"vm\":\"x\"} | image is missing",
                "node/pi1/request/vm/create | {\"vm\":\"x\",\"image\":\"../x\"} | image: '../x' is no image name",
                "node/pi1/request/vm/create | {\"vm\":\"x\",\"image\":\"y\",\"memory_mib\":7} | memory_mib must be",
                "node/pi1/request/vm/create | {\"vm\":\"x\",\"image\":\"y\",\"nics\":[{\"network\":\"n\"},{\"network\":\"n\"}]} | nics names a network twice",
                "node/pi1/request/vm/create | {\"vm\":\"x\",\"image\":\"y\",\"nics\":[{\"network\":\"n\",\"vnl\":\"cmd://reboot\"}]} | nics[0].vnl: 'cmd://reboot' is no virtual network locator",
                "node/pi1/request/vm/delete | {} | vm is missing",
                "vm/doge1/request/ping | {} | to is missing",
                "vm/doge1/request/ping | {\"to\":\"10.1.1.256\"} | to: '10.1.1.256' is neither an IPv4 address",
                "vm/doge1/request/ping | {\"to\":\"-c\"} | to: '-c' is neither",
                "vm/doge1/request/ping | {\"to\":\"doge2\",\"interval_ms\":1} | interval_ms must be",
                "vm/doge1/request/netcat | {} | say {\"listen\":true} to listen",
                "vm/doge1/request/netcat | {\"to\":\"doge2\"} | text is missing",
                "vm/doge1/request/netcat | {\"to\":\"doge2\",\"text\":\"a\\nb\"} | text has control characters",
                "vm/doge1/request/netcat | {\"listen\":true,\"port\":65536} | port must be",
                "vm/doge1/request/iperf | {} | to is missing",
                "vm/doge1/request/iperf | {\"to\":\"doge2\",\"duration_s\":0} | duration_s must be",
                "vm/doge1/request/exec | {} | argv is missing",
                "vm/doge1/request/exec | {\"argv\":\"reboot\"} | argv must be a list",
                "vm/doge1/request/exec | {\"argv\":[\"\"]} | argv is missing",
                "vm/doge1/request/exec | {\"argv\":[\"a\\u0000b\"]} | argv has control characters",
                "vm/doge1/request/stop | {} | test is missing",
                "box/request/show | {} | show is missing",
                "box/request/show | {\"show\":\"../../etc/passwd\"} | show: '../../etc/passwd' is no name",
                "box/request/show | {\"show\":\"story\",\"cue\":1} | cue must be",
                "box/request/show/next | {\"step\":0} | step must be",
                "box/request/show/next | {\"step\":\"next\"} | step must be",
                "box/request/record/start | {\"name\":\"  \"} | name: '  ' is no name: use 1 to 100",
                "box/request/record/start | {\"name\":\"a\\nb\"} | name: 'a?b' is no name",
                "box/request/record/stop | {\"recording\":0} | recording must be",
                "box/request/record/mark | {} | title is missing: say what begins here, like {\"title\":",
                "box/request/record/mark | {\"title\":\"\"} | title: '' is no title"
            })
    void aCommandThatCannotBeIsRefusedWithWhatToSend(String topic, String json, String reason) {
        assertThat(reason(topic(topic), utf8(json))).startsWith(reason);
    }

    @Test
    void textsAndArgumentsHaveABound() {
        String longest = "x".repeat(TestRequest.MOST_TEXT);
        String netcat = "{\"to\":\"doge2\",\"text\":\"%s\"}";

        assertThat(Codec.decode(topic("vm/doge1/request/netcat"), utf8(netcat.formatted(longest))))
                .isInstanceOf(Decoded.Value.class);
        assertThat(reason(topic("vm/doge1/request/netcat"), utf8(netcat.formatted(longest + "x"))))
                .contains("too long");
        assertThat(reason(topic("vm/doge1/request/exec"), utf8("{\"argv\":[\"%s\"]}".formatted(longest + "x"))))
                .contains("too long");
    }

    @Test
    void anOperationOfANodeIsNoneOfAGuest() {
        assertThat(Codec.decode(topic("vm/doge1/request/vm/create"), utf8("{}")))
                .isEqualTo(new Decoded.Value<>(new Codec.Content.Said(new Plain(Sender.ANONYMOUS))));
        assertThat(Codec.decode(topic("node/pi1/request/ping"), utf8("{}")))
                .isEqualTo(new Decoded.Value<>(new Codec.Content.Said(new Plain(Sender.ANONYMOUS))));
    }

    private static void assertSane(Decoded<Codec.Content> decoded, String what) {
        switch (decoded) {
            case Decoded.Malformed<Codec.Content> bad ->
                assertThat(bad.reason()).as(what).isNotBlank().hasSizeLessThan(600);
            case Decoded.Value<Codec.Content> good -> {
                if (good.value() instanceof Codec.Content.Said said) {
                    assertThat(said.message().payload()).as(what).isNotEmpty();
                }
            }
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Some bytes changed, left out or put in. */
    private static byte[] scratched(Random random, byte[] payload) {
        List<Byte> bytes = new ArrayList<>();
        for (byte one : payload) {
            bytes.add(one);
        }
        for (int times = 1 + random.nextInt(4); times > 0 && !bytes.isEmpty(); times--) {
            int at = random.nextInt(bytes.size());
            switch (random.nextInt(3)) {
                case 0 -> bytes.set(at, (byte) random.nextInt());
                case 1 -> bytes.remove(at);
                default -> bytes.add(at, (byte) "{}[]\",:0-9eE.tfn\\u".charAt(random.nextInt(18)));
            }
        }
        byte[] result = new byte[bytes.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = bytes.get(i);
        }
        return result;
    }

    /** One field's value replaced by any value of any other example. */
    private static byte[] swapped(Random random, Golden source, List<Golden> goldens) {
        Golden other = goldens.get(random.nextInt(goldens.size()));
        if (!source.isJson()
                || !other.isJson()
                || source.tree().isEmpty()
                || other.tree().isEmpty()) {
            return scratched(random, source.payload());
        }
        ObjectNode tree = (ObjectNode) source.tree();
        List<String> names = new ArrayList<>();
        tree.fieldNames().forEachRemaining(names::add);
        List<JsonNode> values = new ArrayList<>();
        other.tree().elements().forEachRemaining(values::add);
        tree.set(names.get(random.nextInt(names.size())), values.get(random.nextInt(values.size())));
        return utf8(tree.toString());
    }

    private static void everyTextReplaced(JsonNode tree, String text, Consumer<JsonNode> check) {
        everyTextReplaced(tree, tree, text, check);
    }

    private static void everyTextReplaced(JsonNode root, JsonNode at, String text, Consumer<JsonNode> check) {
        if (at instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode before = object.get(name);
                if (before.isTextual()) {
                    object.put(name, text);
                    check.accept(root);
                    object.set(name, before);
                }
                everyTextReplaced(root, before, text, check);
            }
        }
        if (at instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode before = array.get(i);
                if (before.isTextual()) {
                    array.set(i, text);
                    check.accept(root);
                    array.set(i, before);
                }
                everyTextReplaced(root, before, text, check);
            }
        }
    }

    private static void replace(JsonNode tree, String path, String text) {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        if (dot < 0) {
            ((ObjectNode) tree).put(head, text);
        } else {
            replace(
                    tree.isArray() ? tree.path(Integer.parseInt(head)) : tree.path(head),
                    path.substring(dot + 1),
                    text);
        }
    }

    private static List<String> texts(JsonNode tree) {
        List<String> texts = new ArrayList<>();
        if (tree.isTextual()) {
            texts.add(tree.textValue());
        }
        tree.elements().forEachRemaining(inner -> texts.addAll(texts(inner)));
        return texts;
    }

    private static String reason(Topic topic, byte[] payload) {
        return switch (Codec.decode(topic, payload)) {
            case Decoded.Malformed<Codec.Content> bad -> bad.reason();
            case Decoded.Value<Codec.Content> good -> throw new AssertionError("read as " + good.value());
        };
    }

    private static Topic topic(String text) {
        return switch (TOPICS.parse("scatola/" + text)) {
            case Decoded.Value<Topic> good -> good.value();
            case Decoded.Malformed<Topic> bad -> throw new AssertionError(bad.reason());
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
