package scatola.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scatola.bus.testing.Conforms;

class NamesTest {
    private static final List<Function<String, Object>> TYPES = List.of(
            VmName::new,
            NodeName::new,
            NetworkName::new,
            ImageName::new,
            PresenterName::new,
            TestId::new,
            AlertId::new);

    private static final List<String> GOOD = List.of(
            "a", "0", "pi1", "doge-1", "a--b", "x".repeat(32), "0123456789-abcdefghijklmnopqrstu", "retained-command");

    private static final List<String> BAD = List.of(
            "",
            "-",
            "-a",
            "a-",
            "x".repeat(33),
            "Pi1",
            "pi 1",
            "pi_1",
            "pi.1",
            "pi/1",
            "pi1\n",
            "\npi1",
            "pi1\u0000",
            "+",
            "#",
            "$SYS",
            "..",
            "../etc",
            "a;reboot",
            "$(reboot)",
            "`id`",
            "a|b",
            "a&b",
            "<script>",
            "\"",
            "'",
            "pï1",
            "٣",
            "ｐi1",
            "pi1\u202e",
            "\ud83d\ude00",
            "\ud83d");

    static Stream<Arguments> goodNames() {
        return TYPES.stream().flatMap(type -> GOOD.stream().map(text -> Arguments.of(type, text)));
    }

    static Stream<Arguments> badNames() {
        return TYPES.stream().flatMap(type -> BAD.stream().map(text -> Arguments.of(type, text)));
    }

    @ParameterizedTest
    @MethodSource("goodNames")
    void aNameIsWrittenAsItWasRead(Function<String, Object> type, String text) {
        assertThat(type.apply(text)).hasToString(text);
    }

    @ParameterizedTest
    @MethodSource("badNames")
    @Conforms("topics-names")
    void whatIsNoNameIsRefusedWithWhatToUse(Function<String, Object> type, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> type.apply(text))
                .withMessageContaining("use 1 to 32 of a-z, 0-9 and -");
    }

    @Test
    void namesAreOrderedByTheirText() {
        assertThat(Stream.of("pi2", "pi10", "pi1").map(NodeName::new).sorted())
                .extracting(NodeName::text)
                .containsExactly("pi1", "pi10", "pi2");
    }
}
