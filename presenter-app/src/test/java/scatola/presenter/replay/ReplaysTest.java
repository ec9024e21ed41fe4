package scatola.presenter.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scatola.bus.message.Phase;
import scatola.presenter.box.Told;
import scatola.presenter.replay.Replays.Admission;
import scatola.presenter.replay.Replays.Admission.Why;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.LibraryException;
import scatola.presenter.timeline.Recording;
import scatola.presenter.timeline.Shelf;

class ReplaysTest {
    private static final String GUEST =
            Told.guest("pi1", 1, 7, Phase.RUNNING, null).json().toString();

    private final Shelf shelf = new Shelf();
    private final Wire wire = new Wire();
    private final Replays replays = new Replays(shelf, wire, "scatola");

    @AfterEach
    void end() {
        replays.close();
    }

    @Test
    void aReplayKeepsTime() {
        for (int i = 1; i <= 200; i++) {
            said(0.01 * i);
        }
        Looking watcher = new Looking();
        Replay replay = admitted(shelf.record("clockwork", Told.T0, Told.at(2.1)), 1, null, true);
        replay.watch(watcher);

        assertThat(replay.obey(new Order.Play()).toCompletableFuture().join()).isEmpty();
        Awaitility.await().until(() -> watcher.seen.size() == 200);

        // measured from one entry to another: how late the machine was with the first does not count
        long[] late = IntStream.range(0, 200)
                .mapToLong(i -> watcher.when.get(i) - 10_000_000L * i)
                .toArray();
        long punctual = Arrays.stream(late).min().orElseThrow();
        long[] errors =
                Arrays.stream(late).map(each -> each - punctual).sorted().toArray();
        // on a machine that is busy with other tests the worst cases are not the replay's
        assertThat(errors[100]).as("median of %s ns", Arrays.toString(errors)).isLessThan(10_000_000);
    }

    @Test
    void severalWatchOneReplayAndEachMaySteerIt() {
        said(1, 2, 3);
        Replay replay = admitted(shelf.record("r", Told.T0, Told.at(4)), 1, null, true);
        Looking one = new Looking();
        Looking other = new Looking();
        replay.watch(one);
        replay.watch(other);

        assertThat(replay.obey(new Order.StepForward()).toCompletableFuture().join())
                .isEmpty();
        assertThat(replay.obey(new Order.Speed(99)).toCompletableFuture().join())
                .isEqualTo(Optional.of("speed 99: choose one from 0.25 to 16"));

        Awaitility.await().until(() -> one.seen.size() == 1 && other.seen.size() == 1);
        assertThat(one.progress).hasSizeGreaterThanOrEqualTo(2);
        replay.leave(one);
        replay.obey(new Order.StepForward()).toCompletableFuture().join();
        Awaitility.await().until(() -> other.seen.size() == 2);
        assertThat(one.seen).hasSize(1);
    }

    @Test
    void whoComesLaterIsShownThePresentMoment() {
        shelf.append(new Entry.Message(Told.at(1), "vm/doge1", Bytes.of(GUEST), 1, true));
        Replay replay = admitted(shelf.record("r", Told.T0, Told.at(4)), 1, null, true);
        replay.obey(new Order.Seek(2)).toCompletableFuture().join();

        Looking late = new Looking();
        replay.watch(late);

        Awaitility.await().until(() -> !late.progress.isEmpty());
        assertThat(late.world.guests()).hasSize(1);
        assertThat(late.progress.getFirst().at()).isEqualTo(Told.at(2));
    }

    @Test
    void twoReplaysAreIndependent() {
        said(1, 2, 3);
        Recording recording = shelf.record("r", Told.T0, Told.at(4));
        Replay one = admitted(recording, 1, null, true);
        Replay other = admitted(recording, 1, null, true);

        one.obey(new Order.Seek(2.5)).toCompletableFuture().join();

        assertThat(progress(one).at()).isEqualTo(Told.at(2.5));
        assertThat(progress(other).at()).isEqualTo(Told.at(0));
        assertThat(replays.all()).containsExactly(one, other);
    }

    @Test
    void thereAreOnlySoMany() {
        Recording recording = shelf.record("r", Told.T0, Told.at(4));
        for (int i = 0; i < Replays.MOST; i++) {
            admitted(recording, 1, null, true);
        }

        assertThat(refusal(recording, 1, null))
                .isEqualTo(new Admission.Refused(
                        Why.TOO_MANY,
                        "there are 8 replays already, and no more at a time: end one with DELETE /api/replays/1"));
        assertThat(replays.end(1)).isTrue();
        Awaitility.await().until(() -> replays.find(1).isEmpty());
        admitted(recording, 1, null, true);
        assertThat(replays.end(1)).isFalse();
    }

    @Test
    void impossibleWishesAreRefusedAndNothingIsSaid() {
        shelf.append(new Entry.Message(Told.at(0), "vm/doge1", Bytes.of(GUEST), 1, true));
        Recording recording = shelf.record("r", Told.T0, Told.at(4));

        assertThat(refusal(recording, 17, null).why()).isEqualTo(Why.WISH);
        assertThat(refusal(recording, 1, "scatola/replay").why()).isEqualTo(Why.WISH);
        assertThat(refusal(recording, 1, "a b").why()).isEqualTo(Why.WISH);
        assertThat(wire.sent()).isEmpty();
        Replay first = admitted(recording, 1, "again", true);
        assertThat(refusal(recording, 1, "again/two").why()).isEqualTo(Why.CONFLICT);
        assertThat(wire.retained()).containsOnlyKeys("again/vm/doge1");

        replays.end(first.id());
        first.gone().toCompletableFuture().join();
        admitted(recording, 1, "again/two", true);
        assertThat(wire.retained()).containsOnlyKeys("again/two/vm/doge1");
    }

    @Test
    void aReplayThatNobodyUsesEnds() {
        Recording recording = shelf.record("r", Told.T0, Told.at(4));
        try (Replays impatient = new Replays(shelf, wire, "scatola", Duration.ofMillis(300))) {
            Replay unused =
                    ((Admission.Admitted) impatient.admit(recording, new Wish(1, null, null, 0, true))).replay();
            Replay watched =
                    ((Admission.Admitted) impatient.admit(recording, new Wish(1, null, null, 0, true))).replay();
            Looking watcher = new Looking();
            watched.watch(watcher);

            unused.gone().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
            assertThat(impatient.all()).containsExactly(watched);
            assertThat(unused.obey(new Order.Play()).toCompletableFuture().join())
                    .isEqualTo(Optional.of("replay 1 was used by nobody for 0 s"));
            watched.leave(watcher);
            watched.gone().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
            assertThat(watcher.over).isNull();
        }
    }

    @Test
    void oneThatIsPublishedAndPlaysIsUsed() {
        said(1.5);
        Recording recording = shelf.record("r", Told.T0, Told.at(2));
        try (Replays impatient = new Replays(shelf, wire, "scatola", Duration.ofMillis(300))) {
            Replay replay =
                    ((Admission.Admitted) impatient.admit(recording, new Wish(1, null, "again", 0, false))).replay();

            replay.gone().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();

            assertThat(wire.texts(message -> true)).containsExactly("again/vm/doge1/console/out hi\n");
        }
    }

    @Test
    void itsEndIsToldToItsWatchersAndClearsWhatItPublished() {
        shelf.append(new Entry.Message(Told.at(0), "vm/doge1", Bytes.of(GUEST), 1, true));
        Replay replay = admitted(shelf.record("r", Told.T0, Told.at(4)), 1, "again", true);
        Looking watcher = new Looking();
        replay.watch(watcher);
        assertThat(wire.retained()).hasSize(1);

        replays.close();

        assertThat(watcher.over).isEqualTo("the presenter app ends");
        assertThat(wire.retained()).isEmpty();
        assertThat(replay.progress().toCompletableFuture().join()).isEmpty();
        Looking late = new Looking();
        replay.watch(late);
        assertThat(late.over).isEqualTo("the presenter app ends");
        assertThat(refusal(shelf.record("r", Told.T0, Told.at(4)), 1, null).why())
                .isEqualTo(Why.TOO_MANY);
    }

    @Test
    void aBrokenLibraryStopsItUntilItIsMended() {
        said(0.1, 0.2, 0.3);
        Replay replay = admitted(shelf.record("r", Told.T0, Told.at(4)), 1, null, true);
        Looking watcher = new Looking();
        replay.watch(watcher);

        shelf.broken(true);
        replay.obey(new Order.Play()).toCompletableFuture().join();
        Awaitility.await().until(() -> !watcher.failures.isEmpty());
        assertThat(watcher.failures).containsExactly("the shelf is broken: mend it");
        assertThat(progress(replay).phase()).isEqualTo(Progress.Phase.PAUSED);
        assertThat(replay.obey(new Order.Seek(0)).toCompletableFuture().join())
                .isEqualTo(Optional.of("the shelf is broken: mend it"));
        assertThatThrownBy(() -> replays.admit(shelf.record("s", Told.T0, null), new Wish(1, null, null, 0, true)))
                .isInstanceOf(LibraryException.class);
        shelf.broken(false);

        replay.obey(new Order.Play()).toCompletableFuture().join();
        Awaitility.await().until(() -> watcher.seen.size() == 3);
        assertThat(replays.all()).containsExactly(replay);
    }

    private Replay admitted(Recording recording, double speed, @Nullable String root, boolean paused) {
        return ((Admission.Admitted) replays.admit(recording, new Wish(speed, null, root, 0, paused))).replay();
    }

    private Admission.Refused refusal(Recording recording, double speed, @Nullable String root) {
        return (Admission.Refused) replays.admit(recording, new Wish(speed, null, root, 0, true));
    }

    private static Progress progress(Replay replay) {
        return replay.progress().toCompletableFuture().join().orElseThrow();
    }

    private void said(double... seconds) {
        for (double second : seconds) {
            shelf.append(new Entry.Message(Told.at(second), "vm/doge1/console/out", Bytes.of("hi\n"), 0, false));
        }
    }
}
