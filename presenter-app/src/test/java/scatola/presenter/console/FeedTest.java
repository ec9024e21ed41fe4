package scatola.presenter.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedTest {
    private static final Duration PACE = Duration.ofMillis(Feed.PACE_MS);
    private static final Pattern SKIPPED = Pattern.compile("\\{\"type\":\"skipped\",\"bytes\":(\\d+)}");

    private final FakeTime time = new FakeTime();
    private final FakeLine line = new FakeLine();
    private final Feed feed = new Feed(line, time);

    @Test
    void whatComesAfterAPauseGoesAtOnce() {
        feed.bytes(bytes("a"));
        time.pass(PACE);
        feed.bytes(bytes("b"));

        assertThat(line.sent).containsExactly(">a", ">b");
    }

    @Test
    void whatComesInQuickSuccessionIsJoined() {
        for (String each : List.of("a", "b", "c", "d")) {
            feed.bytes(bytes(each));
            time.pass(PACE.dividedBy(8));
        }
        assertThat(line.sent).containsExactly(">a");

        time.pass(PACE);

        assertThat(line.sent).containsExactly(">a", ">bcd");
    }

    @Test
    void framesAreNoLongerThanTheyMayBe() {
        feed.bytes(new byte[Feed.FRAME + 1]);
        time.pass(PACE);

        assertThat(line.sent).hasSize(2);
        assertThat(line.sent.getFirst()).hasSize(1 + Feed.FRAME);
    }

    @Test
    void wordsKeepTheirPlaceAmongTheBytes() {
        feed.bytes(bytes("a"));
        feed.bytes(bytes("b"));
        feed.text("gone");
        feed.bytes(bytes("c"));
        time.pass(PACE.multipliedBy(3));

        assertThat(line.sent).containsExactly(">a", ">b", "gone", ">c");
    }

    @Test
    void ofWhoReadsTooSlowlyTheOldestIsDroppedAndToldInItsPlace() {
        line.stopReading();
        feed.bytes(bytes("first"));
        feed.bytes(bytes("old"));
        feed.bytes(filled('x', Feed.MOST_BYTES - 3));
        feed.text("gone");
        feed.bytes(bytes("new"));
        line.readAll();
        time.pass(PACE.multipliedBy(10));

        assertThat(line.sent.subList(0, 2)).containsExactly(">first", "{\"type\":\"skipped\",\"bytes\":3}");
        assertThat(line.sent.subList(line.sent.size() - 2, line.sent.size())).containsExactly("gone", ">new");
        assertThat(line.bytes()).hasSize(5 + Feed.MOST_BYTES);
    }

    @Test
    void thePastTakesThePlaceOfWhatWaits() {
        line.stopReading();
        feed.bytes(bytes("a"));
        feed.bytes(bytes("b"));
        feed.text("reset");
        feed.past("scrollback", bytes("past"));
        feed.bytes(bytes("c"));
        line.readAll();
        time.pass(PACE);

        assertThat(line.sent).containsExactly(">a", "reset", "scrollback", ">past", ">c");
    }

    @Test
    void anEmptyPastIsOnlyAnnounced() {
        feed.past("scrollback", new byte[0]);
        feed.text("gone");

        assertThat(line.sent).containsExactly("scrollback", "gone");
    }

    @Test
    void whoReadsNoWordsEitherIsCut() {
        line.stopReading();
        for (int i = 0; i < 50; i++) {
            feed.refuse("no");
        }
        assertThat(line.cut).isNull();
        for (int i = 0; i < 100; i++) {
            feed.text("word");
        }

        assertThat(line.cut).isNotNull();
    }

    @Test
    void aLineThatBreaksGetsNothingMore() {
        line.stopReading();
        feed.bytes(bytes("a"));
        feed.bytes(bytes("b"));

        line.breaks();
        feed.bytes(bytes("c"));
        time.pass(PACE.multipliedBy(2));

        assertThat(line.sent).containsExactly(">a");
    }

    /** However it comes and is read: what is received and what is said to be missing is what was sent, in order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingIsLostWithoutAWord(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 4000; i++) {
            switch (random.nextInt(12)) {
                case 0 -> line.stopReading();
                case 1 -> line.readAll();
                case 2 -> feed.text("word");
                case 3, 4 -> time.pass(Duration.ofMillis(random.nextInt(20)));
                case 5 -> line.read();
                default -> {
                    byte[] piece = new byte[random.nextInt(random.nextInt(10) == 0 ? 40_000 : 500)];
                    random.nextBytes(piece);
                    all.writeBytes(piece);
                    feed.bytes(piece);
                }
            }
            if (line.cut != null) {
                line.readAll();
                break;
            }
        }
        line.readAll();
        time.pass(Duration.ofSeconds(1));

        if (line.cut == null) {
            assertThat(withGaps(all.toByteArray())).as("seed %d", seed).isEqualTo(all.toByteArray());
        } else {
            assertThat(withGaps(all.toByteArray()))
                    .as("seed %d", seed)
                    .isEqualTo(Arrays.copyOf(all.toByteArray(), withGaps(all.toByteArray()).length));
        }
    }

    /** What was received, and where something was said to be missing, what was sent there. */
    private byte[] withGaps(byte[] sent) {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        for (String one : line.sent) {
            Matcher skipped = SKIPPED.matcher(one);
            if (one.startsWith(">")) {
                seen.writeBytes(bytes(one.substring(1)));
            } else if (skipped.matches()) {
                int from = seen.size();
                seen.write(sent, from, Integer.parseInt(skipped.group(1)));
            }
        }
        return seen.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static byte[] filled(char with, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }
}
