package scatola.presenter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.bus.Topic;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Qos;
import scatola.bus.message.Phase;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;
import scatola.presenter.timeline.Recording;
import scatola.presenter.timeline.Runs;
import scatola.presenter.timeline.Shelf;

class PublicationTest {
    private static final String GUEST =
            Told.guest("pi1", 1, 7, Phase.RUNNING, null).json().toString();

    private final Wire wire = new Wire();
    private final Publication publication = new Publication("again/box", wire);
    private World world = World.empty();
    private Instant at = Told.T0;

    @Test
    void messagesAreSaidAsTheyWereRecorded() {
        said("vm/doge1", GUEST, 1, true);
        said("test/t", "{}", 0, false);
        said("elsewhere", "any", 2, true);

        assertThat(wire.sent())
                .extracting(Wire::line)
                .containsExactly(
                        "again/box/vm/doge1 %s (retained)".formatted(GUEST),
                        "again/box/test/t {}",
                        "again/box/elsewhere any (retained)");
        assertThat(wire.sent())
                .extracting(Outgoing::qos)
                .containsExactly(Qos.AT_LEAST_ONCE, Qos.AT_MOST_ONCE, Qos.AT_LEAST_ONCE);
    }

    @Test
    void whatHoldsIsRetainedAlsoWhenTheRecorderWasNotToldSo() {
        said("vm/doge1", GUEST, 1, false);
        said("vm/doge1/set/state", "ON", 1, false);
        said("test/t", "{}", 1, false);

        assertThat(wire.retained()).containsOnlyKeys("again/box/vm/doge1");
    }

    @Test
    void aJumpSaysOnlyWhatDiffersAndClearsWhatHoldsNoLonger() {
        said("vm/doge1", GUEST, 1, true);
        said("vm/doge2", GUEST, 1, true);
        World before = world;
        said("vm/doge2", "", 1, true);
        said("vm/doge3", GUEST, 1, true);
        said("elsewhere", "any", 0, true);
        wire.clear();

        publication.jumped(at, before);

        assertThat(wire.sent())
                .extracting(Wire::line)
                .containsExactly(
                        "again/box/elsewhere  (retained)",
                        "again/box/vm/doge2 %s (retained)".formatted(GUEST),
                        "again/box/vm/doge3  (retained)");
    }

    @Test
    void theSameStateInOtherWordsIsNotSaidAgain() {
        said("vm/doge1", GUEST.replace("{", "{ \"unknown\": 1, "), 1, true);
        wire.clear();

        publication.jumped(at, world);

        assertThat(wire.sent()).isEmpty();
    }

    @Test
    void samplesAreNotRetained() {
        said(
                "test/t",
                "{\"kind\":\"ping\",\"from\":\"doge1\",\"to\":\"10.1.1.2\",\"session\":17,"
                        + "\"ts\":\"2026-05-01T18:30:00.123Z\",\"seq\":3,\"bytes\":64,\"ttl\":64,\"ms\":1.9}",
                0,
                false);
        assertThat(world.tests()).hasSize(1);
        wire.clear();

        publication.jumped(at, world);

        assertThat(wire.sent()).isEmpty();
    }

    @Test
    void anOutageClears() {
        said("vm/doge1", GUEST, 1, true);

        happened(new Entry.Outage(later(), "the broker was restarted"));

        assertThat(wire.retained()).isEmpty();
    }

    @Test
    void nothingIsLeftAtTheEndAndNothingIsSaidAfterwards() {
        said("vm/doge1", GUEST, 1, true);
        said("elsewhere", "any", 0, true);

        assertThat(publication.end()).isCompleted();

        assertThat(wire.retained()).isEmpty();
        assertThat(publication.isGone()).isTrue();
        said("vm/doge1", GUEST, 1, true);
        publication.jumped(at, world);
        publication.connected();
        assertThat(wire.retained()).isEmpty();
    }

    @Test
    void aBrokerThatForgotIsToldAgain() {
        said("vm/doge1", GUEST, 1, true);
        wire.forget();

        publication.connected();

        assertThat(wire.retained()).containsOnlyKeys("again/box/vm/doge1");
    }

    @Test
    void whatWasClearedWhileTheBrokerWasAwayIsClearedLater() {
        said("vm/doge1", GUEST, 1, true);
        wire.away(true);
        assertThat(publication.end()).isCompleted();
        assertThat(publication.isGone()).isFalse();
        assertThat(wire.retained()).hasSize(1);

        wire.away(false);
        publication.connected();

        assertThat(wire.retained()).isEmpty();
        assertThat(publication.isGone()).isTrue();
    }

    @Test
    void toABrokerThatDoesNotKeepUpOnlyRetainedMessagesAreMadeUpFor() {
        wire.slow();
        for (int i = 0; i < 1000; i++) {
            said("vm/g" + i, GUEST, 1, true);
            said("test/t", Integer.toString(i), 0, false);
        }
        assertThat(wire.waiting()).isEqualTo(Publication.MOST_WAITING);
        assertThat(publication.leftOut()).isEqualTo(1000 - Publication.MOST_WAITING / 2);

        wire.catchUp();

        assertThat(wire.retained()).hasSize(1000);
        assertThat(wire.texts(message -> !message.retain())).hasSize(Publication.MOST_WAITING / 2);
        publication.end();
        assertThat(wire.retained()).isEmpty();
    }

    @Test
    void whatIsNoTopicIsLeftOut() {
        said("vm/#", "x", 1, true);
        said("a\u0000b", "x", 1, false);

        assertThat(publication.leftOut()).isEqualTo(2);
        assertThat(wire.sent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void afterAnyJumpThatWhichHoldsIsRetainedAndNothingElse(long seed) {
        Shelf shelf = new Shelf();
        List<Entry> run = Runs.random(seed, 300);
        run.forEach(shelf::append);
        Recording all = shelf.record("all", run.getFirst().at(), null);
        SplittableRandom random = new SplittableRandom(seed);
        Deck deck = new Deck(shelf, all, null, publication);
        deck.open();
        long now = 0;
        for (int i = 0; i < 100; i++) {
            deck.obey(new Order.Play(), now);
            now += random.nextLong(3_000_000_000L);
            deck.advance(now);
            deck.obey(new Order.Seek(random.nextDouble(120)), now);

            Map<String, String> expected = new TreeMap<>();
            for (World.Kept.Said said : deck.world().kept().said()) {
                if (!(said.topic() instanceof Topic.TestSample)) {
                    expected.put(
                            "again/box/" + Fold.below(said.topic()),
                            said.message().json().toString());
                }
            }
            assertThat(wire.retained()).as("seed %d, jump %d", seed, i).isEqualTo(expected);
        }
    }

    private void said(String topic, String payload, int qos, boolean retained) {
        happened(new Entry.Message(later(), topic, Bytes.of(payload), qos, retained));
    }

    private void happened(Entry entry) {
        World before = world;
        world = Fold.after(before, entry);
        publication.happened(entry, before, world, List.of());
    }

    private Instant later() {
        at = at.plusMillis(1);
        return at;
    }
}
