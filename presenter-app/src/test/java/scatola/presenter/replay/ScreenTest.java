package scatola.presenter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.bus.message.Phase;
import scatola.presenter.box.Told;
import scatola.presenter.picture.Line;
import scatola.presenter.picture.Onlooker;
import scatola.presenter.picture.Picture;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Recording;
import scatola.presenter.timeline.Runs;
import scatola.presenter.timeline.Shelf;

class ScreenTest {
    private static final String STATE = "{\"type\":\"replay\"}";
    private static final Line DEAF = text -> CompletableFuture.completedFuture(null);

    private final Shelf shelf = new Shelf();
    private final List<String> left = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final Screen screen = new Screen(Runnable::run, () -> STATE, left::add);

    /** A client that reads as long as it likes to. */
    private static final class Client implements Line {
        final List<String> read = new ArrayList<>();
        final Onlooker eyes = new Onlooker();
        boolean slow;

        @Nullable
        CompletableFuture<Void> stuck;

        @Override
        public CompletionStage<Void> send(String text) {
            read.add(text);
            eyes.told(text);
            CompletableFuture<Void> sent = new CompletableFuture<>();
            if (slow) {
                stuck = sent;
            } else {
                sent.complete(null);
            }
            return sent;
        }

        void readAgain() {
            slow = false;
            CompletableFuture<Void> last = stuck;
            if (last != null) {
                last.complete(null);
            }
        }

        List<String> types() {
            return read.stream()
                    .map(text -> Onlooker.read(text).path("type").asText())
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whoWatchesKnowsTheSameAsWhoAsksForThatMoment(long seed) {
        List<Entry> run = Runs.random(seed, 300);
        run.forEach(shelf::append);
        Recording recording = shelf.record("run", run.getFirst().at(), null);
        Deck deck = new Deck(shelf, recording, null, screen);
        Client client = new Client();
        screen.join("1", client, ended::add);
        deck.open();
        SplittableRandom random = new SplittableRandom(seed);
        long now = 0;
        for (int i = 0; i < 200; i++) {
            deck.obey(random.nextInt(4) == 0 ? new Order.Seek(random.nextDouble(100)) : new Order.Play(), now);
            now += random.nextLong(2_000_000_000L);
            deck.advance(now);
            Instant at = deck.progress(now).at();
            screen.passed(at);

            assertThat(client.eyes.box())
                    .as("seed %d, step %d", seed, i)
                    .isEqualTo(Onlooker.read(Picture.of(shelf.worldAt(recording, at), true, at)
                            .json()
                            .toString()));
        }
        assertThat(client.types()).contains("picture", "change");
    }

    @Test
    void aClientIsToldThePictureThenTheStateThenWhatHappens() {
        shelf.append(new Entry.Message(Told.at(1), "vm/doge1/set/state", Bytes.of("ON"), 1, false));
        shelf.append(new Entry.Mark(Told.at(2), "the end", "anna"));
        Deck deck = new Deck(shelf, shelf.record("r", Told.T0, Told.at(3)), null, screen);
        deck.open();
        Client client = new Client();
        screen.join("1", client, ended::add);

        deck.obey(new Order.Play(), 0);
        deck.advance(2_500_000_000L);

        assertThat(client.types()).containsExactly("picture", "replay", "event", "chapter");
        assertThat(client.read.get(2))
                .isEqualTo("{\"type\":\"event\",\"at\":\"2026-05-01T18:00:01Z\",\"topic\":\"vm/doge1/set/state\","
                        + "\"payload\":\"ON\"}");
        assertThat(client.read.get(3)).contains("\"title\":\"the end\"");
    }

    @Test
    void aSlowClientIsSkippedForwardToTheWholePicture() {
        int flood = 5000;
        for (int i = 0; i < flood; i++) {
            shelf.append(new Entry.Message(
                    Told.T0.plusMillis(i),
                    "vm/doge%d".formatted(i % 3),
                    Bytes.of(Told.guest("pi1", 1, i + 1, Phase.RUNNING, null)
                            .json()
                            .toString()),
                    1,
                    true));
        }
        Recording recording = shelf.record("flood", Told.T0, null);
        Deck deck = new Deck(shelf, recording, null, screen);
        deck.open();
        Client slow = new Client();
        Client quick = new Client();
        screen.join("slow", slow, ended::add);
        screen.join("quick", quick, ended::add);
        slow.slow = true;

        deck.obey(new Order.Play(), 0);
        for (int i = 0; i < flood; i++) {
            deck.advance(10_000_000_000L);
        }
        assertThat(quick.read).hasSizeGreaterThan(flood);
        int before = slow.read.size();
        assertThat(before).isEqualTo(3);
        slow.readAgain();

        assertThat(slow.types().subList(before, slow.read.size())).containsExactly("picture", "replay");
        ObjectNode picture = Onlooker.read(slow.read.get(before));
        assertThat(picture.path("skipped").asLong()).isEqualTo(flood - 2);
        assertThat(slow.eyes.box()).isEqualTo(quick.eyes.box());
    }

    @Test
    void aClientThatIsGoneIsLeft() {
        CompletableFuture<Void> broken = new CompletableFuture<>();
        screen.join("1", text -> broken, ended::add);

        broken.completeExceptionally(new IllegalStateException("gone"));

        assertThat(left).containsExactly("1");
        assertThat(screen.leave("1")).isTrue();
    }

    @Test
    void theEndIsToldToAll() {
        screen.join("1", DEAF, ended::add);
        screen.join("2", DEAF, ended::add);

        screen.over("enough");

        assertThat(ended).containsExactly("enough", "enough");
    }

    @Test
    void onlyWhoAskedIsToldWhyNot() {
        Client one = new Client();
        Client other = new Client();
        screen.join("1", one, ended::add);
        screen.join("2", other, ended::add);

        screen.refuse("1", "speed 99: choose one from 0.25 to 16");
        screen.refuse("3", "never mind");

        assertThat(one.read.getLast())
                .isEqualTo("{\"type\":\"error\",\"detail\":\"speed 99: choose one from 0.25 to 16\"}");
        assertThat(other.types()).containsExactly("picture", "replay");
        screen.failed("the disk broke");
        assertThat(other.types()).endsWith("error");
    }

    @Test
    void aNodeThatFallsSilentIsLost() {
        Client client = new Client();
        screen.join("1", client, ended::add);
        screen.jumped(Told.T0, Told.worldOf(Told.online("pi1", 1, 1, Told.T0)));
        assertThat(client.eyes.box().at("/nodes/pi1/standing").asText()).isEqualTo("online");

        screen.passed(Told.at(20));

        assertThat(client.eyes.box().at("/nodes/pi1/standing").asText()).isEqualTo("lost");
    }
}
