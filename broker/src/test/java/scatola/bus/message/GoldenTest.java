package scatola.bus.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scatola.bus.Decoded;
import scatola.bus.Golden;
import scatola.bus.Topic;
import scatola.bus.testing.Conforms;

class GoldenTest {
    /** 2 and 2.0 are the same number in JSON. */
    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    static Stream<Golden> goldens() {
        return Golden.all().stream();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    @Conforms("topics-examples")
    void anExampleIsReadAsItsRecord(Golden golden) {
        Codec.Content content = decoded(golden);

        switch (content) {
            case Codec.Content.Said said -> assertThat(said.message()).isEqualTo(Expected.MESSAGES.get(golden.path()));
            case Codec.Content.Text text -> assertThat(text.text()).isEqualTo(Expected.TEXTS.get(golden.path()));
            case Codec.Content.Raw raw -> assertThat(raw.bytes()).isEqualTo(golden.payload());
            case Codec.Content.Cleared cleared -> throw new AssertionError(golden + " is empty");
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void anExampleIsWrittenAgainAsItWas(Golden golden) {
        if (decoded(golden) instanceof Codec.Content.Said said) {
            JsonNode written = said.message().json();

            assertThat(written.equals(BY_VALUE, golden.tree()))
                    .withFailMessage(() -> "read %s%nwritten %s".formatted(golden.tree(), written))
                    .isTrue();
        }
    }

    @Test
    void everyExpectedRecordHasItsExample() {
        Set<String> expected = new TreeSet<>(Expected.MESSAGES.keySet());
        expected.addAll(Expected.TEXTS.keySet());

        assertThat(goldens().map(Golden::path)).containsAll(expected);
    }

    @Test
    void everyKindOfMessageHasAnExample() {
        Set<Class<?>> shown =
                Expected.MESSAGES.values().stream().map(Object::getClass).collect(Collectors.toSet());

        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(leaves(Message.class).toList());
    }

    @Test
    void everyTopicHasAnExample() {
        Set<Class<?>> shown = goldens().map(golden -> golden.topic().getClass()).collect(Collectors.toSet());

        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(leaves(Topic.class).toList());
    }

    static Codec.Content decoded(Golden golden) {
        return switch (Codec.decode(golden.topic(), golden.payload())) {
            case Decoded.Value<Codec.Content> good -> good.value();
            case Decoded.Malformed<Codec.Content> bad -> throw new AssertionError(golden + ": " + bad.reason());
        };
    }

    /** All records below a sealed interface. */
    static Stream<Class<?>> leaves(Class<?> type) {
        Class<?>[] below = type.getPermittedSubclasses();
        return below == null ? Stream.of(type) : Arrays.stream(below).flatMap(GoldenTest::leaves);
    }
}
