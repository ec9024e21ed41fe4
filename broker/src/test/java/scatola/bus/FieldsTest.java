package scatola.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.bus.testing.Conforms;

class FieldsTest {
    private enum Colour {
        RED,
        GREEN
    }

    @Test
    void everyKindOfFieldIsRead() {
        assertThat(value("{\"f\":\"x\"}", f -> f.text("f"))).isEqualTo("x");
        assertThat(value("{\"f\":7}", f -> f.integer("f", 1, 9))).isEqualTo(7L);
        assertThat(value("{\"f\":9223372036854775807}", f -> f.integer("f", 0, Long.MAX_VALUE)))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(value("{\"f\":2.5}", f -> f.number("f", 0, 9))).isEqualTo(2.5);
        assertThat(value("{\"f\":2}", f -> f.number("f", 0, 9))).isEqualTo(2.0);
        assertThat(value("{\"f\":true}", f -> f.flag("f", false))).isEqualTo(true);
        assertThat(value("{\"f\":\"pi1\"}", f -> f.as("f", NodeName::new))).isEqualTo(new NodeName("pi1"));
        assertThat(value("{\"f\":\"RED\"}", f -> f.oneOf("f", Colour.values()))).isEqualTo(Colour.RED);
        assertThat(value("{\"f\":\"2026-05-01T18:30:00Z\"}", f -> f.instant("f")))
                .isEqualTo(Instant.parse("2026-05-01T18:30:00Z"));
        assertThat(value("{\"f\":[\"a\",\"b\"]}", f -> f.texts("f", 2))).isEqualTo(List.of("a", "b"));
        assertThat(value("{\"f\":{\"g\":1}}", f -> f.object("f", g -> g.integer("g", 0, 9))))
                .isEqualTo(1L);
        assertThat(value("{\"f\":[{\"g\":1},{\"g\":2}]}", f -> f.objects("f", 2, g -> g.integer("g", 0, 9))))
                .isEqualTo(List.of(1L, 2L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"f\":null}", " { \"g\" : 1 } "})
    void anAbsentFieldIsNullOrItsDefault(String json) {
        assertThat(value(json, Fields::object)).isNotNull();
        assertThat(value(json, f -> f.textOrNull("f"))).isEqualTo("nothing");
        assertThat(value(json, f -> f.integerOrNull("f", 0, 1))).isEqualTo("nothing");
        assertThat(value(json, f -> f.numberOrNull("f", 0, 1))).isEqualTo("nothing");
        assertThat(value(json, f -> f.instantOrNull("f"))).isEqualTo("nothing");
        assertThat(value(json, f -> f.asOrNull("f", NodeName::new))).isEqualTo("nothing");
        assertThat(value(json, f -> f.oneOfOrNull("f", Colour.values()))).isEqualTo("nothing");
        assertThat(value(json, f -> f.objectOrNull("f", g -> g))).isEqualTo("nothing");
        assertThat(value(json, f -> f.texts("f", 9))).isEqualTo(List.of());
        assertThat(value(json, f -> f.objects("f", 9, g -> g))).isEqualTo(List.of());
        assertThat(value(json, f -> f.flag("f", true))).isEqualTo(true);
        assertThat(value(json, f -> f.has("f"))).isEqualTo(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"f\":null}"})
    void aFieldThatMustBeThereIsNamedWhereItIsNot(String json) {
        assertThat(reason(json, f -> f.text("f"))).isEqualTo("f is missing");
        assertThat(reason(json, f -> f.integer("f", 0, 1))).isEqualTo("f is missing");
        assertThat(reason(json, f -> f.number("f", 0, 1))).isEqualTo("f is missing");
        assertThat(reason(json, f -> f.instant("f"))).isEqualTo("f is missing");
        assertThat(reason(json, f -> f.as("f", NodeName::new))).isEqualTo("f is missing");
        assertThat(reason(json, f -> f.oneOf("f", Colour.values()))).isEqualTo("f is missing");
        assertThat(reason(json, f -> f.object("f", g -> g))).isEqualTo("f is missing");
        assertThat(reason(json, Fields::stamp)).isEqualTo("session is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2.5", "true", "\"x\"", "{}", "[]", "[1]", "1e400", "123456789012345678901234567890"})
    @Conforms("numbers-carry-their-unit")
    void aFieldOfAnotherTypeIsNamedWithWhatItMustBe(String value) {
        String json = "{\"f\":" + value + "}";
        boolean text = value.startsWith("\"");
        boolean list = value.startsWith("[");
        boolean object = value.startsWith("{");
        boolean truth = value.equals("true");
        boolean integer = value.equals("1");
        boolean number = integer || value.equals("2.5");

        assertRefused(!text, "f must be a text", json, f -> f.text("f"));
        assertRefused(!integer, "f must be a whole number from 0 to 9", json, f -> f.integer("f", 0, 9));
        assertRefused(!number, "f must be a number from 0 to 9", json, f -> f.number("f", 0, 9));
        assertRefused(!truth, "f must be true or false", json, f -> f.flag("f", false));
        assertRefused(!object, "f must be an object", json, f -> f.object("f", g -> "read"));
        assertRefused(!value.equals("[]"), "f", json, f -> f.texts("f", 9));
        assertRefused(!value.equals("[]"), "f", json, f -> f.objects("f", 9, g -> g));
        assertRefused(!list, "f must be a list of at most 9", json, f -> list ? "read" : f.texts("f", 9));
        assertRefused(true, "f must be one of RED, GREEN", json, f -> f.oneOf("f", Colour.values()));
        assertRefused(true, "f must be a t", json, f -> f.instant("f"));
    }

    @ParameterizedTest
    @CsvSource({"0", "10", "-1", "9223372036854775808", "-9223372036854775809", "7.0", "7e0"})
    void aNumberOutOfItsRangeIsRefusedWithTheRange(String number) {
        assertThat(reason("{\"f\":" + number + "}", f -> f.integer("f", 1, 9)))
                .startsWith("f must be a whole number from 1 to 9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "01", "+1", ".5", "1.", "0x10", "1e", "'x'", "undefined"})
    void whatIsNoJsonNumberIsNoJson(String number) {
        assertThat(reason("{\"f\":" + number + "}", f -> f.number("f", -9, 9))).contains("no JSON");
    }

    @ParameterizedTest
    @ValueSource(ints = {41, 1_000, 60_000})
    void aHugeNumberIsRefusedWithoutBeingCounted(int digits) {
        assertThat(reason("{\"f\":" + "9".repeat(digits) + "}", f -> f.number("f", 0, 9)))
                .contains("no JSON");
        assertThat(reason("{\"f\":1e" + "9".repeat(digits) + "}", f -> f.number("f", 0, 9)))
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "{\"f\"}",
                "{\"f\":}",
                "{\"f\":1",
                "{f:1}",
                "{'f':1}",
                "{\"f\":1,}",
                "{\"f\":1}}",
                "{\"f\":1} {\"f\":2}",
                "{\"f\":1} x",
                "{\"f\":1}//",
                "{\"f\":\"\u0007\"}",
                "{\"f\":\"\\x\"}",
                "{\"f\":\"\\u12\"}",
                "hello",
                "\ufeff{}"
            })
    void whatIsNoJsonIsSaidToBeNone(String json) {
        assertThat(reason(json, f -> "read")).contains("no JSON").contains("{\"state\":\"ON\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"x\"", "null", "true", " ", "\n\t", "[{\"state\":\"ON\"}]"})
    void jsonThatIsNoObjectIsRefused(String json) {
        assertThat(reason(json, f -> "read")).startsWith("a JSON object is expected here");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(reason("{\"f\":".repeat(10_000), f -> "read")).contains("no JSON");
        assertThat(reason("[".repeat(60_000), f -> "read")).contains("no JSON");
        assertThat(value("{\"f\":".repeat(15) + "{}" + "}".repeat(15), f -> "read"))
                .isEqualTo("read");
    }

    @Test
    void aNameThatStandsTwiceIsRefusedWhereverItStands() {
        assertThat(reason("{\"f\":1,\"f\":1}", f -> "read")).contains("Duplicate field 'f'");
        assertThat(reason("{\"g\":{\"f\":1,\"f\":2}}", f -> "read")).contains("Duplicate field 'f'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "ISO-8859-1"})
    void onlyUtf8IsRead(String charset) {
        byte[] payload = "{\"f\":\"è\"}".getBytes(Charset.forName(charset));

        assertThat(Fields.decode(payload, f -> f.text("f"))).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void brokenUtf8IsSaidToBeNone() {
        byte[] cut = {'{', '"', 'f', '"', ':', '"', (byte) 0xc3, '"', '}'};
        byte[] overlong = {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'};
        byte[] surrogate = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};

        for (byte[] payload : List.of(cut, overlong, surrogate, new byte[] {(byte) 0xff, (byte) 0xfe})) {
            assertThat(Fields.decode(payload, f -> "read"))
                    .isInstanceOfSatisfying(
                            Decoded.Malformed.class,
                            bad -> assertThat(bad.reason()).startsWith("the payload is no UTF-8 text"));
        }
    }

    @Test
    void halfACharacterIsRefused() {
        assertThat(reason("{\"f\":\"\\ud83d\"}", f -> f.text("f"))).contains("half a character");
        assertThat(reason("{\"f\":[\"\\ude00\\ud83d\"]}", f -> f.texts("f", 9))).contains("half a character");
        assertThat(value("{\"f\":\"\\ud83d\\ude00\"}", f -> f.text("f"))).isEqualTo("\ud83d\ude00");
    }

    @Test
    void aPayloadHasABound() {
        String most = "{\"f\":\"" + "x".repeat(Fields.MOST_BYTES - 8) + "\"}";

        assertThat(value(most, f -> f.text("f").length())).isEqualTo(Fields.MOST_BYTES - 8);
        assertThat(reason(most + " ", f -> "read")).isEqualTo("the payload has 65537 bytes: send at most 65536");
        assertThat(Fields.decode(new byte[1 << 20], f -> "read")).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void anAnswerHasABoundThatAConsolesTailFitsIn() {
        byte[] tail = new byte[64 * 1024];
        String base64 = java.util.Base64.getEncoder().encodeToString(tail);
        byte[] payload = utf8("{\"data\":{\"bytes\":65536,\"base64\":\"" + base64 + "\"}}");

        assertThat(Fields.decodeAnswer(payload, f -> "read")).isEqualTo(new Decoded.Value<>("read"));
        assertThat(Fields.decodeAnswer(new byte[Fields.MOST_ANSWER_BYTES + 1], f -> "read"))
                .isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void aFieldInsideAnotherIsNamedWithItsWay() {
        assertThat(reason("{\"a\":{\"b\":{\"c\":1}}}", f -> f.object("a", a -> a.object("b", b -> b.text("c")))))
                .startsWith("a.b.c must be a text");
        assertThat(reason("{\"a\":[{\"c\":\"x\"},{}]}", f -> f.objects("a", 9, a -> a.text("c"))))
                .isEqualTo("a[1].c is missing");
        assertThat(reason("{\"a\":[\"x\",1]}", f -> f.texts("a", 9))).startsWith("a[1] must be a text, but is 1");
        assertThat(reason("{\"a\":[1,2,3]}", f -> f.texts("a", 2)))
                .isEqualTo("a must be a list of at most 2, but is a list");
        assertThat(reason("{\"a\":\"-\"}", f -> f.as("a", NodeName::new))).startsWith("a: '-' is no node name");
    }

    @Test
    void aReasonIsShortWhateverTheValueIs() {
        assertThat(reason("{\"f\":\"" + "\u202e$(x)\\u0000".repeat(5_000) + "\"}", f -> f.integer("f", 0, 1)))
                .hasSizeLessThan(200)
                .doesNotContain("\u202e")
                .doesNotContain("\u0000");
    }

    @Test
    void theReadersOwnReasonsAreKept() {
        assertThat(reason("{}", f -> {
                    throw f.refuse("write something");
                }))
                .isEqualTo("write something");
        assertThat(reason("{}", f -> new NodeName("+"))).contains("is no node name");
        assertThat(Fields.decode(NullNode.instance, f -> "read")).isInstanceOf(Decoded.Malformed.class);
        assertThat(Fields.decode((com.fasterxml.jackson.databind.JsonNode) null, f -> "read"))
                .isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void namesAndTheObjectAreGivenAsTheyStand() {
        assertThat(value("{\"b\":1,\"a\":null}", Fields::names)).isEqualTo(List.of("b", "a"));
        assertThat(value(
                        "{\"b\":1}",
                        f -> f.object().put("c", 2).size() + f.names().size()))
                .isEqualTo(3);
    }

    private static void assertRefused(
            boolean expected, String reason, String json, Function<Fields, ? extends @Nullable Object> reader) {
        Decoded<Object> decoded = read(json, reader);
        assertThat(decoded instanceof Decoded.Malformed).as(json).isEqualTo(expected);
        if (decoded instanceof Decoded.Malformed<Object> bad) {
            assertThat(bad.reason()).startsWith(reason);
        }
    }

    private static Object value(String json, Function<Fields, ? extends @Nullable Object> reader) {
        return switch (read(json, reader)) {
            case Decoded.Value<Object> good -> good.value();
            case Decoded.Malformed<Object> bad -> throw new AssertionError(bad.reason());
        };
    }

    private static String reason(String json, Function<Fields, ? extends @Nullable Object> reader) {
        return switch (read(json, reader)) {
            case Decoded.Value<Object> good -> throw new AssertionError("read as " + good.value());
            case Decoded.Malformed<Object> bad -> bad.reason();
        };
    }

    private static Decoded<Object> read(String json, Function<Fields, ? extends @Nullable Object> reader) {
        return Fields.decode(utf8(json), f -> {
            Object value = reader.apply(f);
            return value == null ? "nothing" : value;
        });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
