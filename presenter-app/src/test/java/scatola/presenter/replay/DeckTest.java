package scatola.presenter.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scatola.presenter.box.Told;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Chapter;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.LibraryException;
import scatola.presenter.timeline.Recording;
import scatola.presenter.timeline.Shelf;

class DeckTest {
    private static final long SECOND = 1_000_000_000;

    private final Shelf shelf = new Shelf();
    private final Watching stage = new Watching();
    private long now = 77 * SECOND;

    @Test
    void eachEntryIsShownAtItsTime() {
        said(1, 2, 3.5);
        Deck deck = play(10, null);

        pass(0.999, deck);
        assertThat(stage.seen).isEmpty();
        pass(0.001, deck);
        assertThat(stage.seen).hasSize(1);
        pass(2.499, deck);
        assertThat(stage.seen).hasSize(2);
        pass(0.001, deck);
        assertThat(stage.seen).hasSize(3);
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(3.5));
    }

    @Test
    void itWaitsUntilTheNextEntryIsDueAndForNothingElse() {
        said(1, 2);
        Deck deck = play(10, null);

        assertThat(deck.due()).isEqualTo(now + SECOND);
        pass(1, deck);
        assertThat(deck.due()).isEqualTo(now + SECOND);
        pass(1, deck);
        assertThat(deck.due()).isEqualTo(now + 8 * SECOND);
        deck.obey(new Order.Pause(), now);
        assertThat(deck.due()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void speedCountsFromTheMomentOfItsChange() {
        said(1, 2, 4, 8);
        Deck deck = play(10, null);

        pass(1, deck);
        assertThat(deck.obey(new Order.Speed(4), now)).isNull();
        pass(0.25, deck);
        assertThat(stage.seen).hasSize(2);
        assertThat(deck.obey(new Order.Speed(0.25), now)).isNull();
        pass(7.9, deck);
        assertThat(stage.seen).hasSize(2);
        pass(0.1, deck);
        assertThat(stage.seen).hasSize(3);
        assertThat(deck.progress(now).pace()).isEqualTo(0.25);
    }

    @Test
    void otherSpeedsAreRefusedWithTheirRange() {
        Deck deck = play(10, null);

        assertThat(deck.obey(new Order.Speed(0.2), now)).isEqualTo("speed 0.2: choose one from 0.25 to 16");
        assertThat(deck.obey(new Order.Speed(17), now)).isEqualTo("speed 17: choose one from 0.25 to 16");
        assertThat(deck.obey(new Order.Speed(Double.NaN), now)).isNotNull();
        assertThat(deck.obey(new Order.Speed(-1), now)).isNotNull();
        assertThat(deck.progress(now).speed()).isEqualTo(1);
        assertThat(deck.obey(new Order.Speed(16), now)).isNull();
        assertThat(deck.obey(new Order.Speed(0.25), now)).isNull();
    }

    @Test
    void nothingPassesWhileItIsPaused() {
        said(1, 2);
        Deck deck = play(10, null);

        pass(1.5, deck);
        deck.obey(new Order.Pause(), now);
        pass(100, deck);
        assertThat(stage.seen).hasSize(1);
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(1.5));
        deck.obey(new Order.Play(), now);
        pass(0.499, deck);
        assertThat(stage.seen).hasSize(1);
        pass(0.001, deck);
        assertThat(stage.seen).hasSize(2);
    }

    @Test
    void itEndsAtTheRecordingsEndAndThenBeginsAgain() {
        said(1);
        Deck deck = play(3, null);

        pass(2.999, deck);
        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.PLAYING);
        pass(0.001, deck);
        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.ENDED);
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(3));
        assertThat(deck.progress(now).pace()).isZero();
        assertThat(deck.due()).isEqualTo(Long.MAX_VALUE);

        deck.obey(new Order.Play(), now);
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(0));
        pass(1, deck);
        assertThat(stage.seen).hasSize(2);
    }

    @Test
    void aRecordingThatGoesOnIsPlayedToThePresentAndLaterOn() {
        said(1, 2);
        Deck deck = open(shelf.record("goes on", Told.T0, null), null);
        deck.obey(new Order.Play(), now);

        pass(2, deck);
        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.ENDED);
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(2));

        said(5);
        assertThat(deck.obey(new Order.Play(), now)).isNull();
        pass(2.999, deck);
        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.PLAYING);
        pass(0.001, deck);
        assertThat(stage.seen).hasSize(3);
        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.ENDED);
    }

    @Test
    void aRecordingThatIsStoppedMeanwhileIsPlayedToItsEnd() {
        said(1);
        Recording recording = shelf.record("goes on", Told.T0, null);
        Deck deck = open(recording, null);
        deck.obey(new Order.Play(), now);
        said(2, 4);
        shelf.stop(recording.id(), Told.at(3));

        pass(10, deck);

        assertThat(stage.seen).hasSize(2);
        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.ENDED);
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(3));
    }

    @Test
    void aSeekGoesToTheMicrosecondThatIsNamed() {
        Deck deck = play(3, null);

        assertThat(deck.obey(new Order.Seek(1.005), now)).isNull();

        assertThat(deck.progress(now).at()).isEqualTo(Told.T0.plusMillis(1005));
    }

    @Test
    void whatIsAppendedWhileItPlaysIsPlayedTooWithItsChapters() {
        said(1, 2);
        Deck deck = open(shelf.record("goes on", Told.T0, null), null);
        deck.obey(new Order.Play(), now);
        pass(1.5, deck);

        shelf.append(new Entry.Mark(Told.at(3), "later", "anna"));
        pass(1.5, deck);

        assertThat(stage.chapters).containsExactly(new Chapter(Told.at(3), "later", "anna"));
    }

    @Test
    void aSeekPastTheEndStandsAtTheEndAndOneBeforeTheBeginningThere() {
        said(1, 2);
        Deck deck = play(3, null);

        assertThat(deck.obey(new Order.Seek(1e300), now)).isNull();
        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.ENDED);
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(3));
        assertThat(deck.obey(new Order.Seek(-5), now)).isNull();
        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.PAUSED);
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(0));
        assertThat(deck.obey(new Order.Seek(Double.POSITIVE_INFINITY), now)).isNull();
        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.ENDED);
    }

    @Test
    void aSeekWhilePlayingGoesOnPlayingFromThere() {
        said(1, 2, 3);
        Deck deck = play(4, null);

        deck.obey(new Order.Seek(1.5), now);

        assertThat(stage.jumps).containsExactly(Told.at(0), Told.at(1.5));
        pass(0.5, deck);
        assertThat(stage.seen).hasSize(1);
    }

    @Test
    void chaptersAreGoneToByNumberTitleAndOrder() {
        mark(1, "one");
        mark(2, "two");
        mark(3, "three");
        Deck deck = open(shelf.record("chapters", Told.T0, Told.at(4)), null);

        assertThat(deck.obey(new Order.ToChapter(2), now)).isNull();
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(2));
        assertThat(stage.chapters).extracting(Chapter::title).containsExactly("two");
        assertThat(deck.obey(new Order.NextChapter(), now)).isNull();
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(3));
        assertThat(deck.obey(new Order.NextChapter(), now)).isEqualTo("no chapter after this moment: there are 1 to 3");
        assertThat(deck.obey(new Order.PreviousChapter(), now)).isNull();
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(2));
        assertThat(deck.obey(new Order.ToTitle(" ONE "), now)).isNull();
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(1));
        assertThat(deck.obey(new Order.PreviousChapter(), now))
                .isEqualTo("no chapter before this moment: there are 1 to 3");
        assertThat(deck.obey(new Order.ToChapter(0), now)).isEqualTo("no chapter 0: there are 1 to 3");
        assertThat(deck.obey(new Order.ToChapter(Long.MAX_VALUE), now)).isNotNull();
        assertThat(deck.obey(new Order.ToTitle("four"), now)).isEqualTo("no chapter of that title: there are 1 to 3");
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(1));
    }

    @Test
    void whilePlayingTheChapterThatHasJustBegunIsPassedOverOnTheWayBack() {
        mark(1, "one");
        mark(5, "two");
        Deck deck = play(9, null);

        pass(5.5, deck);
        deck.obey(new Order.PreviousChapter(), now);
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(1));
        pass(7, deck);
        deck.obey(new Order.PreviousChapter(), now);
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(5));
    }

    @Test
    void withoutChaptersItSaysSo() {
        Deck deck = play(9, null);

        assertThat(deck.obey(new Order.ToChapter(1), now))
                .isEqualTo("no chapter 1: this recording has none, seek to a time");
    }

    @Test
    void aStepGoesToTheNextEventAndNotToARefresh() {
        said(1);
        refresh(2);
        refresh(3);
        refresh(4);
        said(5);
        refresh(6);
        Deck deck = open(shelf.record("steps", Told.T0, Told.at(7)), null);

        assertThat(stepped(new Order.StepForward(), deck)).isEqualTo(Told.at(1));
        // the first time a state is said, it is new
        assertThat(stepped(new Order.StepForward(), deck)).isEqualTo(Told.at(2));
        assertThat(stepped(new Order.StepForward(), deck)).isEqualTo(Told.at(5));
        assertThat(stage.seen).hasSize(5);
        assertThat(deck.obey(new Order.StepForward(), now)).isEqualTo("no event after this moment");
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(5));
        assertThat(stepped(new Order.StepBack(), deck)).isEqualTo(Told.at(2));
        assertThat(stepped(new Order.StepBack(), deck)).isEqualTo(Told.at(1));
        assertThat(deck.obey(new Order.StepBack(), now)).isEqualTo("no event before this moment");
        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.PAUSED);
    }

    @Test
    void aStepWhilePlayingPauses() {
        said(1, 2, 3);
        Deck deck = play(4, null);

        pass(1.5, deck);
        assertThat(stepped(new Order.StepForward(), deck)).isEqualTo(Told.at(2));
        pass(10, deck);

        assertThat(stage.seen).hasSize(2);
    }

    @Test
    void anIdleStretchTakesItsTimeAtMost() {
        refresh(0);
        said(1);
        for (int second = 2; second < 101; second++) {
            refresh(second);
        }
        said(101);
        Deck deck = play(110, Duration.ofSeconds(2));

        pass(1, deck);
        assertThat(deck.progress(now).pace()).isEqualTo(50);
        pass(1, deck);
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(51));
        pass(0.999, deck);
        assertThat(stage.seen).hasSize(100);
        pass(0.001, deck);
        assertThat(stage.seen).hasSize(101);
        assertThat(deck.progress(now).pace()).isEqualTo(4.5);
        pass(1.999, deck);
        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.PLAYING);
        pass(0.001, deck);
        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.ENDED);
    }

    @Test
    void whatIsNotIdleForLongKeepsItsTime() {
        said(1, 2.5, 4.5);
        Deck deck = play(5, Duration.ofSeconds(2));

        pass(2.499, deck);
        assertThat(stage.seen).hasSize(1);
        pass(0.001, deck);
        assertThat(stage.seen).hasSize(2);
        pass(1.999, deck);
        assertThat(stage.seen).hasSize(2);
    }

    @Test
    void idleStretchesAreShortenedFurtherByTheSpeed() {
        said(1, 101);
        Deck deck = play(102, Duration.ofSeconds(2));
        deck.obey(new Order.Speed(4), now);

        pass(0.25, deck);
        assertThat(stage.seen).hasSize(1);
        pass(0.499, deck);
        assertThat(stage.seen).hasSize(1);
        pass(0.001, deck);
        assertThat(stage.seen).hasSize(2);
    }

    @Test
    void aRecordingThatGoesOnEndsAlsoAfterAnIdleStretch() {
        refresh(0);
        said(1);
        for (int second = 2; second < 50; second++) {
            refresh(second);
        }
        Deck deck = open(shelf.record("goes on", Told.T0, null), Duration.ofSeconds(2));
        deck.obey(new Order.Play(), now);

        pass(3, deck);

        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.ENDED);
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(49));
    }

    @Test
    void aFloodIsPlayedInPortions() {
        for (int i = 0; i < 1000; i++) {
            shelf.append(new Entry.Message(Told.T0.plusNanos(1000L * i), "test/t", Bytes.of("x"), 0, false));
        }
        Deck deck = play(1, null);

        deck.advance(now + SECOND);
        assertThat(stage.seen.size()).isBetween(Deck.MOST_AT_ONCE, Deck.MOST_AT_ONCE + 1);
        // it is behind: what it says of itself is what it shows
        Instant at = deck.progress(now + SECOND).at();
        assertThat(at).isEqualTo(stage.seen.getLast().at());
        assertThat(deck.due()).isLessThan(now + SECOND);
    }

    @Test
    void aBrokenLibraryIsToldAndMendedItGoesOn() {
        said(1, 2);
        Deck deck = play(3, null);
        pass(1, deck);

        shelf.broken(true);
        assertThatThrownBy(() -> deck.obey(new Order.Seek(0), now)).isInstanceOf(LibraryException.class);
        assertThat(deck.progress(now).at()).isEqualTo(Told.at(1));
        shelf.broken(false);

        assertThat(deck.obey(new Order.Seek(1.5), now)).isNull();
        pass(0.5, deck);
        assertThat(stage.seen.getLast().at()).isEqualTo(Told.at(2));
    }

    @Test
    void aDeletedRecordingIsNamed() {
        said(1);
        Deck deck = play(3, null);

        shelf.delete(1);

        assertThatThrownBy(() -> deck.obey(new Order.Seek(0), now))
                .hasMessage("the recording 'test' was deleted: choose another one");
    }

    private Deck play(double end, @Nullable Duration idle) {
        Deck deck = open(shelf.record("test", Told.T0, Told.at(end)), idle);
        deck.obey(new Order.Play(), now);
        return deck;
    }

    private Deck open(Recording recording, @Nullable Duration idle) {
        Deck deck = new Deck(shelf, recording, idle, stage);
        deck.open();
        stage.seen.clear();
        return deck;
    }

    private void pass(double seconds, Deck deck) {
        now += Math.round(seconds * SECOND);
        deck.advance(now);
    }

    private Instant stepped(Order order, Deck deck) {
        assertThat(deck.obey(order, now)).isNull();
        assertThat(deck.progress(now).phase()).isEqualTo(Progress.Phase.PAUSED);
        return deck.progress(now).at();
    }

    private void said(double... seconds) {
        for (double second : seconds) {
            shelf.append(new Entry.Message(Told.at(second), "vm/doge1/console/out", Bytes.of("hi\n"), 0, false));
        }
    }

    private void mark(double second, String title) {
        shelf.append(new Entry.Mark(Told.at(second), title, "anna"));
    }

    private void refresh(double second) {
        long seq = Math.round(second) + 1;
        shelf.append(new Entry.Message(
                Told.at(second),
                "node/pi1",
                Bytes.of(Told.nodeState(1, seq).json().toString()),
                1,
                true));
    }
}
