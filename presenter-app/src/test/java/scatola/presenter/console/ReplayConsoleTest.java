package scatola.presenter.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scatola.bus.VmName;
import scatola.bus.message.Phase;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;
import scatola.presenter.timeline.Recording;
import scatola.presenter.timeline.Shelf;

class ReplayConsoleTest {
    private static final String RESET = "{\"type\":\"reset\"}";

    private final Shelf shelf = new Shelf();
    private final FakeTime time = new FakeTime();
    private final FakeLine line = new FakeLine();
    private final List<Runnable> reading = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private World world = World.empty();

    @SuppressWarnings("NullAway.Init")
    private Recording recording;

    @SuppressWarnings("NullAway.Init")
    private ReplayConsole console;

    @BeforeEach
    void record() {
        said(0, "vm/doge1/console/out", "before");
        said(2, "vm/doge1", Told.guest("pi1", 1, 7, Phase.RUNNING, null).json().toString());
        said(3, "vm/doge1/console/out", "login: ");
        said(4, "vm/doge2/console/out", "other");
        said(5, "vm/doge1/console/out", "root\n");
        recording = shelf.record("r", Told.at(1), Told.at(9));
        console = console("doge1");
        world = shelf.worldAt(recording, Told.at(3));
    }

    @Test
    void thePastOfTheRecordingComesFirstAndThenWhatIsPlayed() {
        console.begin();
        jump(4);
        play(new Entry.Message(Told.at(5), "vm/doge1/console/out", Bytes.of("root\n"), 0, false));

        assertThat(line.sent)
                .containsExactly(
                        "{\"type\":\"console\",\"vm\":\"doge1\",\"typing\":false,\"live\":false}",
                        "{\"type\":\"scrollback\",\"bytes\":7}",
                        ">login: ",
                        ">root\n");
    }

    @Test
    void aJumpBeginsAgain() {
        jump(6);
        jump(4);

        assertThat(line.sent)
                .containsExactly(
                        "{\"type\":\"scrollback\",\"bytes\":12}",
                        ">login: root\n",
                        RESET,
                        "{\"type\":\"scrollback\",\"bytes\":7}",
                        ">login: ");
    }

    @Test
    void whatIsPlayedWhileThePastIsReadComesAfterIt() {
        console.jumped(Told.at(3), world);
        play(new Entry.Message(Told.at(5), "vm/doge1/console/out", Bytes.of("root\n"), 0, false));
        assertThat(line.sent).isEmpty();
        read();

        assertThat(line.sent).containsExactly("{\"type\":\"scrollback\",\"bytes\":7}", ">login: ", ">root\n");
    }

    @Test
    void ofManyJumpsInARowOnlyTheLastIsShown() {
        console.jumped(Told.at(6), world);
        console.jumped(Told.at(5), world);
        console.jumped(Told.at(4), world);
        assertThat(reading).hasSize(1);
        read();

        assertThat(line.sent).containsExactly("{\"type\":\"scrollback\",\"bytes\":7}", ">login: ");
    }

    @Test
    void theGuestsEndAndReturnAreTold() {
        jump(4);
        play(new Entry.Message(
                Told.at(6),
                "vm/doge1",
                Bytes.of(Told.guest("pi1", 1, 8, Phase.OFF, null).json().toString()),
                1,
                true));
        assertThat(line.sent).endsWith("{\"type\":\"gone\"}");

        world = shelf.worldAt(recording, Told.at(3));
        jump(4);

        assertThat(line.sent).endsWith(">login: ", "{\"type\":\"back\"}");
    }

    @Test
    void nothingCanBeTyped() {
        console.type();

        assertThat(line.sent)
                .containsExactly("{\"type\":\"error\",\"detail\":\"this is a replay: nothing can be typed into it\"}");
    }

    @Test
    void whoseConsoleIsNotInTheRecordingIsSaid() {
        assertThat(console.missing()).isNull();
        assertThat(console("doge9").missing()).contains("doge9 has put out nothing in this recording");
    }

    @Test
    void aRecordingThatCanNotBeReadIsSaid() {
        shelf.broken(true);
        console.jumped(Told.at(4), world);
        read();

        assertThat(line.sent)
                .containsExactly(
                        "{\"type\":\"error\",\"detail\":\"the shelf is broken: mend it\"}",
                        "{\"type\":\"scrollback\",\"bytes\":0,\"detail\":\"it can't be read just now\"}");
    }

    @Test
    void itsEndIsTold() {
        console.over("replay 1 was ended");

        assertThat(ended).containsExactly("replay 1 was ended");
    }

    private ReplayConsole console(String vm) {
        return new ReplayConsole(shelf, recording, new VmName(vm), line, time, reading::add, ended::add);
    }

    private void jump(double second) {
        console.jumped(Told.at(second), world);
        read();
    }

    private void play(Entry entry) {
        World before = world;
        world = Fold.after(before, entry);
        console.happened(entry, before, world, List.of());
        time.pass(Duration.ofMillis(Feed.PACE_MS));
    }

    private void read() {
        while (!reading.isEmpty()) {
            reading.removeFirst().run();
        }
    }

    private void said(double second, String topic, String text) {
        shelf.append(new Entry.Message(
                Told.at(second), topic, Bytes.of(text.getBytes(ISO_8859_1)), 0, !topic.contains("console")));
    }
}
