package scatola.presenter.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpliceTest {

    @ParameterizedTest
    @CsvSource({
        "abcdef, def, 3",
        "abcdef, defg, 3",
        "abcdef, xyz, 0",
        "abcdef, '', 0",
        "'', abc, 0",
        "abab, ababab, 4",
        "aaaa, aa, 2",
        "xab, abxab, 2",
        "abcdef, abcdef, 6",
        "f, abcdef, 0"
    })
    void whatTheEndOfThePastAndTheBeginningOfWhatWasHeardHaveInCommonIsKnown(String past, String heard, int known) {
        assertThat(Splice.overlap(bytes(past), bytes(heard))).isEqualTo(known);
    }

    @Test
    void whatIsCountedFitsEvenIfItRepeats() {
        List<Piece> heard =
                List.of(new Piece(bytes("aa"), 10L), new Piece(bytes("aa"), 12L), new Piece(bytes("aa"), 14L));

        assertThat(text(Splice.after(bytes("aaaaaaaa"), 12L, heard))).isEqualTo("aa");
        assertThat(text(Splice.after(bytes("aaaa"), 8L, heard))).isEqualTo("aaaaaa");
    }

    @Test
    void whatIsNotCountedIsCompared() {
        List<Piece> heard = List.of(new Piece(bytes("login: "), null), new Piece(bytes("root\n"), null));

        assertThat(text(Splice.after(bytes("boot\nlogin: "), null, heard))).isEqualTo("root\n");
    }

    /** Wherever the past was taken between two pieces, it and what follows are what was put out. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingIsLostOrDoubledWhereItIsCounted(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Piece> pieces = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            String piece = "ab".repeat(random.nextInt(1, 5));
            all.append(piece);
            pieces.add(new Piece(bytes(piece), (long) all.length()));
        }
        for (int taken = 1; taken < pieces.size(); taken++) {
            int subscribed = random.nextInt(taken + 1);
            long until = until(pieces, taken);
            byte[] past = Arrays.copyOf(bytes(all.toString()), (int) until);

            String whole = new String(past, US_ASCII)
                    + text(Splice.after(past, until, pieces.subList(subscribed, pieces.size())));

            assertThat(whole).as("seed %d", seed).isEqualTo(all.toString());
        }
    }

    private static long until(List<Piece> pieces, int taken) {
        @Nullable Long written = pieces.get(taken - 1).written();
        return written == null ? 0 : written;
    }

    private static String text(List<Piece> pieces) {
        return pieces.stream().map(piece -> new String(piece.bytes(), US_ASCII)).collect(Collectors.joining());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
