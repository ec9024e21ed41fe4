package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;
import scatola.presenter.show.Audience;
import scatola.presenter.show.Line;
import scatola.presenter.show.Outcome;
import scatola.presenter.show.Pace;
import scatola.presenter.show.Playbill;
import scatola.presenter.show.Repertoire;
import scatola.presenter.show.Script;
import scatola.presenter.show.Show;
import scatola.presenter.show.ShowFile;
import scatola.presenter.show.Theatre;

/** Shows played over a real broker, with nodes that only pretend. */
class ShowsIT {
    private final Mosquitto broker = Mosquitto.start();
    private final FakeBox nodes = new FakeBox(broker, "pi1", "pi2", "pi3");
    private final AppUnderTest box = new AppUnderTest(broker);
    private final TestClient person = TestClient.connect(broker, "scatola/box/state");

    @AfterEach
    void end() {
        person.close();
        box.close();
        nodes.close();
        broker.close();
    }

    @Test
    void theStoryIsPlayedAgainAndAgain() {
        box.knows("pi1", "pi2", "pi3");

        Watching first = watch(story());
        first.awaitOutcome(Outcome.PASSED);
        Watching second = watch(story());
        second.awaitOutcome(Outcome.PASSED);

        assertThat(first.text())
                .contains("      doge1 │ 64 bytes from 10.1.1.2: icmp_seq=0 time=0.42 ms")
                .contains("      doge2 │ Hi from rasp1!")
                .contains("      doge1 │ [18.0-20.0 s] 335 Mbit/s")
                .anyMatch(line -> line.startsWith("      doge1 │ Request timeout for icmp_seq "));
        assertThat(person.texts("scatola/box/state"))
                .anyMatch(state -> state.contains("\"step\":10,\"steps\":10"))
                .anyMatch(state -> state.contains("\"verdict\":\"passed\""));
    }

    @Test
    void aShowWhoseNodesAreNotThereFailsAndSaysWhy() {
        nodes.node("pi3").unplug();
        box.knows("pi1", "pi2");

        Watching show = watch(story());

        show.awaitOutcome(Outcome.FAILED);
        assertThat(show.text()).anyMatch(line -> line.contains("✗") && line.contains("pi3 is offline: plug it in"));
    }

    @Test
    void aShowThatIsStoppedEndsItsTests() {
        box.knows("pi1", "pi2", "pi3");
        Watching show = watch(story());
        show.awaitLine("icmp_seq=0");

        box.app.theatre().stop("stopped by anna");

        show.awaitOutcome(Outcome.STOPPED);
        assertThat(nodes.node("pi1").stopped()).containsExactly("story-ping");
        assertThat(show.text()).contains("      · stopped by anna");
    }

    @Test
    void aShowThatLosesTheBrokerFails() {
        box.knows("pi1", "pi2", "pi3");
        Watching show = watch(story());
        show.awaitLine("icmp_seq=0");

        broker.kill();

        show.awaitOutcome(Outcome.FAILED);
        assertThat(show.text()).anyMatch(line -> line.contains("the broker is gone"));
    }

    @Test
    void twoShowsAreNotPlayedAtOnce() {
        box.knows("pi1", "pi2", "pi3");
        watch(story());

        assertThat(box.app.theatre().play(rehearsed(story()), Audience.NOBODY))
                .isInstanceOfSatisfying(
                        Theatre.Admission.Refused.class,
                        refused -> assertThat(refused.reason()).contains("'The datacenter in a box' is being played"));
    }

    private Show story() {
        return box.app.repertoire().find("story") instanceof Repertoire.Found.There there
                        && there.file() instanceof ShowFile.Playable good
                ? good.show()
                : fail();
    }

    private static Show fail() {
        throw new AssertionError("the story can't be read");
    }

    private static Playbill rehearsed(Show show) {
        return new Playbill(show, "story", Pace.REHEARSED);
    }

    private Watching watch(Show show) {
        Watching watching = new Watching();
        assertThat(box.app.theatre().play(rehearsed(show), watching)).isInstanceOf(Theatre.Admission.Playing.class);
        return watching;
    }

    /** Somebody who watches and remembers. */
    private static final class Watching implements Audience {
        private final Script script = new Script(false);
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();

        @Override
        public void told(Line line) {
            lines.addAll(script.text(line));
        }

        @Override
        public void over(Outcome how) {
            outcome.set(how);
        }

        List<String> text() {
            return List.copyOf(lines);
        }

        void awaitLine(String part) {
            Awaitility.await("a line with " + part)
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> lines.stream().anyMatch(line -> line.contains(part)));
        }

        void awaitOutcome(Outcome expected) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> outcome.get() != null);
            assertThat(outcome.get()).as(String.join("\n", lines)).isEqualTo(expected);
        }
    }
}
