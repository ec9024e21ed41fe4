package scatola.presenter.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scatola.bus.PresenterName;
import scatola.bus.message.BoxState;
import scatola.bus.message.Presence;
import scatola.bus.message.Presenter;

/** What becomes of shows and presenters, in words. Pure. */
final class BoxLines {
    private BoxLines() {}

    /**
     * @param then what the box did, or null if that is not known
     * @param now what it does, or null if that was cleared
     */
    static List<Note> show(Instant at, @Nullable BoxState then, @Nullable BoxState now) {
        String played = then == null ? null : then.show();
        String plays = now == null ? null : now.show();
        List<Note> notes = new ArrayList<>();
        if (played != null && !played.equals(plays)) {
            BoxState.Last last = now == null ? null : now.last();
            String how = last != null && last.show().equals(played)
                    ? switch (last.verdict()) {
                        case "passed" -> "is over, all was seen";
                        case "failed" -> "failed";
                        case "stopped" -> "was stopped";
                        default -> "is over: " + Phrases.quoted(last.verdict());
                    }
                    : "broke off";
            notes.add(note(at, "the show '%s' %s".formatted(Phrases.quoted(played), how), false));
        }
        if (plays != null) {
            boolean begins = !plays.equals(played);
            if (begins) {
                notes.add(note(at, "the show '%s' begins".formatted(Phrases.quoted(plays)), true));
            }
            step(at, begins ? null : then, Objects.requireNonNull(now), notes);
        }
        return notes;
    }

    private static void step(Instant at, @Nullable BoxState then, BoxState now, List<Note> notes) {
        if (now.step() == null || then != null && now.step().equals(then.step())) {
            return;
        }
        String say = now.say() == null ? "" : ": " + Phrases.quoted(now.say());
        String of = now.steps() == null ? "" : " of " + now.steps();
        notes.add(note(at, "step %d%s%s".formatted(now.step(), of, say), false));
    }

    private static Note note(Instant at, String text, boolean chapter) {
        return new Note(at, NoteKind.SHOW, null, null, null, text, chapter);
    }

    /**
     * @param name as it stands in the topic
     * @param then what was known, or null
     * @param now what is said, or null if that was cleared
     */
    static List<Note> presenter(Instant at, PresenterName name, @Nullable Presenter then, @Nullable Presenter now) {
        boolean was = then != null && then.state() == Presence.ONLINE;
        boolean is = now != null && now.state() == Presence.ONLINE;
        if (was == is) {
            return List.of();
        }
        Presenter who = Objects.requireNonNull(is ? now : then);
        String shown = Phrases.quoted(who.name());
        String text = is ? "%s is here, as %s".formatted(shown, Phrases.quoted(who.role())) : shown + " is gone";
        return List.of(new Note(at, NoteKind.PRESENTER, null, null, name.text(), text, false));
    }
}
