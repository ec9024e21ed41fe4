package scatola.presenter.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Quoted;
import scatola.bus.Topic;
import scatola.bus.message.Alert;
import scatola.bus.message.BoxState;
import scatola.bus.message.Codec;
import scatola.bus.message.LinkState;
import scatola.bus.message.Message;
import scatola.bus.message.NodeAvailability;
import scatola.bus.message.NodeEvent;
import scatola.bus.message.Presenter;
import scatola.bus.message.Response;
import scatola.bus.message.Sample;
import scatola.bus.message.TestResult;
import scatola.bus.message.UplinkState;
import scatola.bus.message.VmState;
import scatola.presenter.box.Node;
import scatola.presenter.box.World;

/**
 * Says what entries of a tape mean, for people: who asked for what, what they were answered, and what came of it. What
 * was so before, and is only said again, makes no note: neither refreshes, nor what a broker had kept from before the
 * recorder listened, nor what is the same after an outage.
 *
 * <p>One for each tape, told all entries in order; it remembers commands that are not answered yet and tests that go
 * on. Does no I/O. Not safe for several threads.
 */
final class Narrator {
    private final CommandLines commands = new CommandLines();
    private final TestLines tests = new TestLines();

    /** What held when the broker was lost and has not been said again since. */
    private final Map<Topic, Message> unheard = new HashMap<>();

    private Duration offset = Duration.ZERO;

    /**
     * @param before the world before the entry
     * @param entry what happened
     * @param after the world after it
     * @return what that means, in order; mostly nothing
     */
    List<Note> notes(World before, Entry entry, World after) {
        List<Note> notes = switch (entry) {
            case Entry.Message message -> heard(before, message, after);
            case Entry.Outage outage -> {
                before.kept().said().forEach(said -> unheard.put(said.topic(), said.message()));
                yield about(outage, "the broker is gone: " + Phrases.quoted(outage.reason())).stream()
                        .map(note -> note.with(Sign.LOST))
                        .toList();
            }
            case Entry.Gap gap ->
                about(
                        gap,
                        "nothing could be kept for %s, what was said meanwhile may be missing: %s"
                                .formatted(
                                        Phrases.duration(Duration.between(gap.since(), gap.at())),
                                        Phrases.quoted(gap.reason())));
            case Entry.ClockSet set -> clock(set);
            case Entry.Mark mark ->
                List.of(new Note(mark.at(), NoteKind.MARK, null, null, mark.by(), Phrases.quoted(mark.title()), true));
        };
        return notes.stream().map(Narrator::fit).toList();
    }

    private List<Note> clock(Entry.ClockSet set) {
        Duration by = set.offset().minus(offset);
        offset = set.offset();
        return by.toMillis() == 0
                ? List.of()
                : about(
                        set,
                        "the machine's clock was set %s by %s"
                                .formatted(by.isNegative() ? "back" : "forward", Phrases.duration(by.abs())));
    }

    private static List<Note> about(Entry entry, String text) {
        return List.of(new Note(entry.at(), NoteKind.RECORDER, null, null, null, text, false));
    }

    private List<Note> heard(World before, Entry.Message message, World after) {
        return switch (Fold.topic(message.topic())) {
            case Decoded.Malformed<Topic> bad when message.retained() -> List.of();
            case Decoded.Malformed<Topic> bad -> unknown(message);
            case Decoded.Value<Topic> good
            when World.holds(good.value()) -> changed(good.value(), before, message, after);
            case Decoded.Value<Topic> good when message.retained() -> List.of();
            case Decoded.Value<Topic> good -> happened(good.value(), message, before);
        };
    }

    private List<Note> unknown(Entry.Message message) {
        List<Note> asked = commands.asked(message.at(), message.topic(), message.payload());
        return asked.isEmpty() ? commands.answered(message.at(), message.topic(), message.payload()) : asked;
    }

    /** What happens and holds nowhere; what a broker kept of it from before has long happened. */
    private List<Note> happened(Topic topic, Entry.Message message, World world) {
        Instant at = message.at();
        return switch (topic) {
            case Topic.Command command -> commands.asked(at, command, message.payload(), world);
            case Topic.NodeEvent event ->
                said(topic, message) instanceof NodeEvent said ? GuestLines.event(at, event.node(), said) : List.of();
            // typed letter by letter
            case Topic.ConsoleIn console -> List.of();
            case Topic.ConsoleOut console -> List.of();
            default ->
                said(topic, message) instanceof Response response
                        ? commands.answered(at, message.topic(), response)
                        : List.of();
        };
    }

    private static @Nullable Message said(Topic topic, Entry.Message message) {
        return Codec.decode(topic, message.payload().toArray()) instanceof Decoded.Value<Codec.Content> good
                        && good.value() instanceof Codec.Content.Said said
                ? said.message()
                : null;
    }

    /** What holds, and may have changed. */
    private List<Note> changed(Topic topic, World before, Entry.Message message, World after) {
        Message held = message(before, topic);
        Message now = message(after, topic);
        Message then = held == null && !unheard.isEmpty() ? unheard.remove(topic) : held;
        if (Objects.equals(now, then) || then == null && message.retained()) {
            return List.of();
        }
        Instant at = message.at();
        return switch (topic) {
            case Topic.VmState t -> GuestLines.guest(at, t.vm(), as(VmState.class, then), as(VmState.class, now));
            case Topic.LinkState t -> GuestLines.link(at, t, as(LinkState.class, then), as(LinkState.class, now));
            case Topic.NodeAvailability t -> {
                Node node = before.node(t.node());
                yield NodeLines.availability(
                        at,
                        t.node(),
                        as(NodeAvailability.class, then),
                        node == null ? null : node.since(),
                        as(NodeAvailability.class, now));
            }
            case Topic.UplinkState t ->
                NodeLines.cable(at, t.node(), as(UplinkState.class, then), as(UplinkState.class, now));
            case Topic.NodeAlert t -> NodeLines.alert(at, t, as(Alert.class, then), as(Alert.class, now));
            case Topic.TestSample t -> {
                Sample sample = as(Sample.class, now);
                boolean goesOn = held != null && before.said(new Topic.TestResult(t.test())) == null;
                yield sample == null ? List.of() : tests.sample(at, t.test(), sample, goesOn, after);
            }
            case Topic.TestResult t ->
                tests.result(at, t.test(), as(TestResult.class, then), as(TestResult.class, now), after);
            case Topic.BoxState t -> BoxLines.show(at, as(BoxState.class, then), as(BoxState.class, now));
            case Topic.Presenter t ->
                BoxLines.presenter(at, t.presenter(), as(Presenter.class, then), as(Presenter.class, now));
            // refreshed by the second, and of no news to people
            default -> List.of();
        };
    }

    private static @Nullable Message message(World world, Topic topic) {
        World.Kept.Said said = world.said(topic);
        return said == null ? null : said.message();
    }

    private static <M extends Message> @Nullable M as(Class<M> type, @Nullable Message message) {
        return type.isInstance(message) ? type.cast(message) : null;
    }

    /** Names, too, are other people's words. */
    private static Note fit(Note note) {
        return note.by() == null
                ? note
                : new Note(
                        note.at(),
                        note.kind(),
                        note.vm(),
                        note.node(),
                        Quoted.of(note.by()),
                        note.text(),
                        note.chapter(),
                        note.sign());
    }
}
