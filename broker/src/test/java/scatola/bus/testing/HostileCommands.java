package scatola.bus.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import scatola.bus.Decoded;
import scatola.bus.Golden;
import scatola.bus.Ipv4Cidr;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.message.Codec;

/**
 * Commands as somebody hostile, or a broken program, would send them: at random, and the contract's examples with
 * something wrong in them, on every topic that takes commands. All are for the guests doge1 and doge2 and the node pi1.
 * The same seed gives the same ones. Not safe for several threads.
 */
public final class HostileCommands {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Topics TOPICS = new Topics("scatola");

    /** Attributes of which the contract has no example. */
    private static final List<Seed> MORE = List.of(
            seed("scatola/link/doge1/stage/set/ip", "10.1.1.2/24"),
            seed("scatola/link/doge1/stage/set/delay_ms", "100"),
            seed("scatola/link/doge1/stage/set/loss_pct", "20"),
            seed("scatola/link/doge1/stage/set/bandwidth_kbit", "1000"),
            seed("scatola/vm/doge1/console/in", "uname -a\n"));

    private static final List<String> NASTY = List.of(
            "$(touch /tmp/pwned)",
            "`reboot`;reboot|reboot&&reboot>/dev/null",
            "'\"\\\n\r\t",
            "../../../../etc/passwd",
            "%s%n%x",
            "\u0000",
            "-display",
            "scatola/vm/+/#",
            "\u202e\ufeff\u0301",
            "😀".repeat(200));

    /** What no field takes, or not this one; not all of it is JSON. */
    private static final List<String> TOKENS = List.of(
            "NaN",
            "-Infinity",
            "1e999",
            "-1e999",
            "9".repeat(39),
            "9".repeat(400),
            "-1",
            "0.5",
            "1e3",
            "0x10",
            "01",
            "true",
            "null",
            "[]",
            "[[],[]]",
            "{}",
            "{\"state\":\"ON\"}",
            "\"\"",
            "\"\\ud800\"",
            "undefined");

    private final Random random;
    private final List<Seed> seeds = new ArrayList<>(MORE);

    private record Seed(String topic, String text) {}

    /**
     * A command.
     *
     * @param topic where to send it
     * @param payload what to send; not copied
     * @param sound whether the contract takes it: what comes of it is another question
     * @param answered whether the contract answers it
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Hostile(String topic, byte[] payload, boolean sound, boolean answered) {
        @Override
        public String toString() {
            String text = new String(payload, UTF_8);
            return topic + " " + text.substring(0, Math.min(200, text.length()));
        }
    }

    /** @param seed of the randomness */
    public HostileCommands(long seed) {
        random = new Random(seed);
        for (Golden golden : Golden.all()) {
            if (golden.topic() instanceof Topic.Command) {
                seeds.add(seed(
                        TOPICS.text(golden.topic()).replace("/pi2/", "/pi1/"), new String(golden.payload(), UTF_8)));
            }
        }
    }

    /**
     * @param count how many
     * @return the next ones
     */
    public List<Hostile> next(int count) {
        List<Hostile> next = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Seed seed = any(seeds);
            byte[] payload = spoiled(seed.text());
            Topic topic = topic(seed.topic());
            next.add(new Hostile(seed.topic(), payload, isSound(topic, payload), topic instanceof Topic.Command));
        }
        return next;
    }

    private byte[] spoiled(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return switch (random.nextInt(16)) {
            case 0 -> random(random.nextInt(300));
            case 1 -> new byte[0];
            case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 3 -> flipped(bytes);
            case 4 -> joined(bytes, any(seeds).text().getBytes(UTF_8));
            case 5 -> broken(bytes);
            case 6 -> nested(text);
            case 7 -> text.replaceFirst("\\{", "{\"by\":\"a\",\"by\":\"b\",").getBytes(UTF_8);
            case 8 -> any(NASTY).getBytes(UTF_8);
            case 9 -> random.nextInt(10) == 0 ? "x".repeat(70_000).getBytes(UTF_8) : bytes;
            case 10, 11 ->
                with(text, JsonNodeFactory.instance.textNode(any(NASTY)).toString());
            default -> with(text, any(TOKENS));
        };
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] flipped(byte[] bytes) {
        byte[] flipped = bytes.clone();
        for (int i = random.nextInt(4); i >= 0 && flipped.length > 0; i--) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    /** With bytes in it that are no UTF-8: half a character, a surrogate, one that never occurs. */
    private byte[] broken(byte[] bytes) {
        byte[][] wrong = {{(byte) 0xc3, 0x28}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xff}};
        int at = random.nextInt(bytes.length + 1);
        return joined(
                joined(Arrays.copyOf(bytes, at), wrong[random.nextInt(wrong.length)]),
                Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private byte[] nested(String text) {
        int depth = 1 + random.nextInt(5000);
        String inner = random.nextBoolean() ? text : "";
        return (random.nextBoolean() ? "[" : "{\"a\":")
                .repeat(depth)
                .concat(inner)
                .getBytes(UTF_8);
    }

    /** With one field's value replaced, or all of what is no object. */
    private byte[] with(String text, String value) {
        JsonNode tree = text.startsWith("{") ? tree(text) : null;
        if (!(tree instanceof ObjectNode object) || object.isEmpty()) {
            return value.getBytes(UTF_8);
        }
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        object.put(any(names), "@");
        return object.toString().replace("\"@\"", value).getBytes(UTF_8);
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static byte[] joined(byte[] one, byte[] other) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + text, e);
        }
    }

    private static Seed seed(String topic, String text) {
        return new Seed(topic, text.strip());
    }

    private static Topic topic(String text) {
        return switch (TOPICS.parse(text)) {
            case Decoded.Value<Topic> good -> good.value();
            case Decoded.Malformed<Topic> bad -> throw new IllegalStateException(text + ": " + bad.reason());
        };
    }

    private static boolean isSound(Topic topic, byte[] payload) {
        return Codec.decode(topic, payload) instanceof Decoded.Value<Codec.Content> good
                && (!(good.value() instanceof Codec.Content.Text text) || isAttribute(text.text()));
    }

    /** Whether it can be the value of any attribute; each takes less. */
    private static boolean isAttribute(String text) {
        try {
            return text.matches("ON|OFF|TOGGLE") || Double.isFinite(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return isAddress(text);
        }
    }

    private static boolean isAddress(String text) {
        try {
            Ipv4Cidr.of(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
