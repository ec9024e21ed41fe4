package scatola.presenter.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scatola.bus.VmName;

class GuestConsoleTest {
    private static final String RESET = "{\"type\":\"reset\"}";
    private static final String LOST = "{\"type\":\"lost\"}";
    private static final String BACK = "{\"type\":\"back\"}";
    private static final String GONE = "{\"type\":\"gone\"}";

    private final FakeTime time = new FakeTime();
    private final FakeLine line = new FakeLine();
    private final FakeWire wire = new FakeWire();
    private byte[] recorded = new byte[0];
    private GuestConsole console = console(true);

    @Test
    void thePastComesFirstAndThenWhatFollowsIt() {
        join("one", line);
        console.connected();
        heard("lo", 12L);
        console.told(bytes("boot\nhello"), 12L);
        heard("!", 13L);

        assertThat(line.sent).containsExactly(scrollback(10), ">boot\nhello", ">!");
    }

    @Test
    void whatTheNodeSaysBehindItsAnswerThoughItIsInItComesOnce() {
        join("one", line);
        console.connected();
        console.told(bytes("hello"), 5L);
        heard("lo", 5L);
        heard("!", 6L);

        assertThat(line.sent).containsExactly(scrollback(5), ">hello", ">!");
    }

    @Test
    void whoComesLaterIsToldWhatTheFirstKnowsAndNobodyIsAskedAgain() {
        join("one", line);
        console.connected();
        console.told(bytes("hello"), 5L);
        heard("!", 6L);
        FakeLine later = new FakeLine();
        join("other", later);
        heard("?", 7L);
        time.pass(Duration.ofSeconds(1));

        assertThat(later.sent).containsExactly(scrollback(6), ">hello!", ">?");
        assertThat(line.sent).endsWith(">?");
        assertThat(wire.asked).isEqualTo(1);
    }

    @Test
    void onlyTheLastLeavesItAlone() {
        join("one", line);
        join("other", new FakeLine());

        assertThat(console.leave("one")).isFalse();
        assertThat(console.leave("other")).isTrue();
    }

    @Test
    void whatTheNodeDropsInAFloodIsTold() {
        known("x", 1L);
        heard("abc", 14L);

        assertThat(line.sent).endsWith("{\"type\":\"skipped\",\"bytes\":10}", ">abc");
    }

    @Test
    void whatIsMissingAfterASilenceIsFetched() {
        known("x", 1L);
        time.pass(Duration.ofSeconds(20));
        heard("back", 1000L);
        assertThat(wire.asked).isEqualTo(2);
        console.told(bytes("x, then the cable was out, back"), 1000L);

        assertThat(line.sent).endsWith(RESET, scrollback(31), ">x, then the cable was out, back");
    }

    @Test
    void anotherMachineCountsAnew() {
        known("login: ", 700L);
        console.guest(false);
        console.guest(true);
        heard("BIOS", 4L);
        heard("!", 5L);
        time.pass(Duration.ofSeconds(1));

        assertThat(line.sent).endsWith(GONE, BACK, ">BIOS", ">!");
    }

    @Test
    void theLossOfTheBrokerIsToldAndAfterItsReturnThePastComesAgain() {
        known("hello", 5L);
        console.lost();
        assertThat(console.noTyping()).contains("the broker is away");
        console.connected();
        assertThat(line.sent).endsWith(LOST);
        console.told(bytes("hello, world"), 12L);

        assertThat(line.sent).endsWith(LOST, BACK, RESET, scrollback(12), ">hello, world");
        assertThat(console.noTyping()).isNull();
    }

    @Test
    void whoComesWhileTheBrokerIsAwayIsToldSo() {
        console = console(false);
        join("one", line);
        console.connected();
        console.told(bytes("hello"), 5L);

        assertThat(line.sent).containsExactly(LOST, BACK, scrollback(5), ">hello");
    }

    @Test
    void aBrokerThatDoesNotLetItInIsAsGoodAsLost() {
        join("one", line);
        time.pass(GuestConsole.PATIENCE);

        assertThat(line.sent).containsExactly(LOST);
    }

    @Test
    void whereTheNodeIsSilentWhatWasRecordedIsToldAndThatItIs() {
        recorded = bytes("recorded");
        join("one", line);
        console.connected();
        console.guest(true);
        heard("ded?", null);
        time.pass(GuestConsole.PATIENCE);

        assertThat(line.sent)
                .containsExactly(
                        "{\"type\":\"scrollback\",\"bytes\":8,\"detail\":\"its node does not answer; this is what was recorded\"}",
                        ">recorded",
                        ">?");
    }

    @Test
    void aNodeThatIsBackLaterThanTheBrokerIsAskedAgain() {
        known("hello", 5L);
        console.lost();
        console.connected();
        console.refused("there is no guest doge1");
        console.guest(true);
        assertThat(wire.asked).isEqualTo(3);
        console.told(bytes("hello!"), 6L);

        assertThat(line.sent).endsWith(LOST, BACK, RESET, scrollback(6), ">hello!");
    }

    @Test
    void aNodeThatIsBackMuchLaterTellsThePastAfterAll() {
        recorded = bytes("recorded");
        join("one", line);
        console.connected();
        console.guest(true);
        time.pass(GuestConsole.PATIENCE);
        console.guest(true);
        console.told(bytes("from the node"), 13L);

        assertThat(line.sent).endsWith(RESET, scrollback(13), ">from the node");
    }

    @Test
    void aLateAnswerIsNoNews() {
        join("one", line);
        console.connected();
        time.pass(GuestConsole.PATIENCE);
        int told = line.sent.size();
        console.told(bytes("late"), 4L);

        assertThat(line.sent).hasSize(told);
    }

    @Test
    void aGuestThatDoesNotRunIsGoneAndCanNotBeTypedTo() {
        join("one", line);
        console.connected();
        console.guest(false);
        console.refused("doge1 does not run");

        assertThat(line.sent)
                .containsExactly(
                        "{\"type\":\"scrollback\",\"bytes\":0,\"detail\":\"doge1 does not run; this is what was recorded\"}",
                        GONE);
        assertThat(console.noTyping()).contains("boot it first");
        console.guest(true);
        assertThat(line.sent).endsWith(BACK);
    }

    private GuestConsole console(boolean brokerIsThere) {
        return new GuestConsole(
                new VmName("doge1"), (vm, ear) -> wire, brokerIsThere, vm -> recorded, Runnable::run, time);
    }

    /** Somebody looks, and knows the past. */
    private void known(String past, long written) {
        join("one", line);
        console.connected();
        console.told(bytes(past), written);
        time.pass(Duration.ofMillis(100));
        heard("", written);
    }

    private void join(String id, FakeLine to) {
        console.join(id, new Feed(to, time));
    }

    private void heard(String text, @Nullable Long written) {
        console.heard(new Piece(bytes(text), written));
        time.pass(Duration.ofMillis(Feed.PACE_MS));
    }

    private static String scrollback(int bytes) {
        return "{\"type\":\"scrollback\",\"bytes\":%d}".formatted(bytes);
    }

    private static byte[] bytes(String text) {
        return Objects.requireNonNull(text).getBytes(US_ASCII);
    }

    private static final class FakeWire implements Wire {
        int asked;

        @Override
        public void ask() {
            asked++;
        }

        @Override
        public void close() {}
    }
}
