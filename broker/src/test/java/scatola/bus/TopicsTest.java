package scatola.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.bus.testing.Conforms;

class TopicsTest {
    private static final Topics TOPICS = new Topics("scatola");
    private static final List<String> OPERATIONS = List.of("ping", "vm/create", "a/b_c/d-e/f0", "loss_pct");

    /** Every kind of topic with several values in each place. */
    static Stream<Topic> topics() {
        return leaves(Topic.class).flatMap(TopicsTest::examples);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void whatIsWrittenIsReadAgain(Topic topic) {
        assertThat(TOPICS.parse(TOPICS.text(topic))).isEqualTo(new Decoded.Value<>(topic));
    }

    @ParameterizedTest
    @MethodSource("topics")
    @Conforms("topics-root")
    void aBoxWithAnotherRootSeesNothingOfIt(Topic topic) {
        Topics other = new Topics("scatola/two");

        assertThat(other.parse(TOPICS.text(topic))).isInstanceOf(Decoded.Malformed.class);
        assertThat(other.parse(other.text(topic))).isEqualTo(new Decoded.Value<>(topic));
    }

    @Test
    void everyCommandIsAnsweredBesideIt() {
        assertThat(topics().filter(Topic.Command.class::isInstance).map(Topic.Command.class::cast))
                .isNotEmpty()
                .allSatisfy(
                        command -> assertThat(TOPICS.text(command.response())).contains("/response/"));
        assertThat(TOPICS.text(new Topic.VmSetAttribute(new VmName("doge1"), "ip").response()))
                .isEqualTo("scatola/vm/doge1/response/set");
        assertThat(TOPICS.text(new Topic.LinkSet(new VmName("doge1"), new NetworkName("lan")).response()))
                .isEqualTo("scatola/link/doge1/lan/response/set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "scatola",
                "scatola/",
                "scatola//",
                "scatola/node",
                "scatola/node/",
                "scatola/node/pi1/",
                "scatola/node/pi1/availability/",
                "scatola/node/pi1/availability/x",
                "scatola/node/pi1/alert",
                "scatola/node/pi1/alert/Not-An-Id",
                "scatola/node/pi1/request",
                "scatola/node/pi1/request/",
                "scatola/node/pi1/request/vm/",
                "scatola/node/pi1/request/a/b/c/d/e",
                "scatola/node/+",
                "scatola/node/#",
                "scatola/node/PI1",
                "scatola/vm/doge1/set/",
                "scatola/vm/doge1/set/$(reboot)",
                "scatola/vm/doge1/console",
                "scatola/vm/doge1/console/err",
                "scatola/vm/doge1/console/out/x",
                "scatola/link/doge1",
                "scatola/link/doge1/",
                "scatola/link/doge1/lan/response",
                "scatola/link/doge1/lan/response/set/x",
                "scatola/uplink/pi1/",
                "scatola/uplink/pi1/set/x",
                "scatola/test/t/",
                "scatola/test/t/results",
                "scatola/box",
                "scatola/box/",
                "scatola/box/state/x",
                "scatola/presenter/a/b",
                "scatola/elsewhere/x",
                "scatolaa/vm/doge1",
                "Scatola/vm/doge1",
                " scatola/vm/doge1",
                "scatola/vm/doge1 ",
                "$SYS/broker/uptime"
            })
    void whatIsNoTopicOfTheBoxIsRefusedWithAReason(String text) {
        assertThat(TOPICS.parse(text))
                .isInstanceOfSatisfying(
                        Decoded.Malformed.class, bad -> assertThat(bad.reason()).isNotBlank());
    }

    @Test
    void garbageIsReadAsATopicThatWritesItselfOrRefused() {
        long seed = Long.getLong("scatola.seed", System.nanoTime());
        System.out.println("TopicsTest seed " + seed + " (-Dscatola.seed=" + seed + " repeats it)");
        Random random = new Random(seed);
        List<String> texts = topics().map(TOPICS::text).toList();

        for (int i = 0; i < 100_000; i++) {
            String text = i % 2 == 0 ? garbage(random) : mutated(random, texts.get(random.nextInt(texts.size())));
            switch (TOPICS.parse(text)) {
                case Decoded.Value<Topic> good ->
                    assertThat(TOPICS.text(good.value())).as("seed %d", seed).isEqualTo(text);
                case Decoded.Malformed<Topic> bad ->
                    assertThat(bad.reason()).as("seed %d", seed).isNotBlank().hasSizeLessThan(400);
            }
        }
    }

    @Test
    void aVeryLongTopicIsRefused() {
        assertThat(TOPICS.parse("scatola/vm/" + "a/".repeat(32_000))).isInstanceOf(Decoded.Malformed.class);
        assertThat(TOPICS.parse("scatola/box/request/" + "a".repeat(65_000))).isInstanceOf(Decoded.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/", "/a", "a//b", "a b", "+", "#", "a/#", "$(reboot)", "a\n"})
    void whatCannotBeginATopicIsNoRoot(String root) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Topics(root)).withMessageContaining("no root");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a/",
                "+",
                "#",
                "Ping",
                "a b",
                "a/b/c/d/e",
                "1",
                "a\n",
                "x23456789012345678901234567890123"
            })
    void anOperationThatCannotStandInATopicIsNotMade(String operation) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Topic.VmRequest(new VmName("doge1"), operation))
                .withMessageContaining("is no operation");
    }

    @Test
    void filtersAreBelowTheRoot() {
        assertThat(new Topics("a/b").filter("vm/+/set")).isEqualTo("a/b/vm/+/set");
        assertThat(new Topics("a/b").root()).isEqualTo("a/b");
    }

    private static String garbage(Random random) {
        String alphabet = "abz019-_/+#$ .\u0000\n\ud83d\ude00è\"<;|scatola/vmnodelinkbox";
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "scatola/" : "");
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String mutated(Random random, String text) {
        int at = random.nextInt(text.length());
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + text.substring(at + 1);
            case 1 -> text.substring(0, at) + (char) random.nextInt(0x300) + text.substring(at);
            case 2 -> text.substring(0, at);
            default -> text + "/" + text.substring(at);
        };
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        Class<?>[] below = type.getPermittedSubclasses();
        return below == null ? Stream.of(type) : Arrays.stream(below).flatMap(TopicsTest::leaves);
    }

    private static Stream<Topic> examples(Class<?> type) {
        List<Topic> examples = new ArrayList<>();
        for (int turn = 0; turn < OPERATIONS.size(); turn++) {
            try {
                RecordComponent[] components = type.getRecordComponents();
                Object[] values = new Object[components.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = value(components[i].getType(), turn);
                }
                Class<?>[] types =
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
                examples.add((Topic) type.getDeclaredConstructor(types).newInstance(values));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(type.getName(), e);
            }
        }
        return examples.stream().distinct();
    }

    private static Object value(Class<?> type, int turn) throws ReflectiveOperationException {
        String name = List.of("a", "pi1", "set", "x".repeat(32)).get(turn);
        return type == String.class
                ? OPERATIONS.get(turn)
                : type.getDeclaredConstructor(String.class).newInstance(name);
    }

    @Test
    @Conforms("client-ids-fixed")
    void clientIdsAreFixed() {
        assertThat(TOPICS.clientId(new NodeName("pi1"))).isEqualTo("scatola-node-pi1");
        assertThat(TOPICS.clientId(new PresenterName("laptop"))).isEqualTo("scatola-presenter-laptop");
        assertThat(new Topics("two/boxes").clientId(new NodeName("pi1"))).isEqualTo("two-boxes-node-pi1");
    }
}
