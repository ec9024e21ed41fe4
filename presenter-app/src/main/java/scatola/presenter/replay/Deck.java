package scatola.presenter.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import scatola.presenter.box.World;
import scatola.presenter.replay.Progress.Phase;
import scatola.presenter.timeline.Chapter;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.LibraryException;
import scatola.presenter.timeline.Recording;

/**
 * Decides what of a recording is shown when. Time comes in with the calls, from a clock of nanoseconds that never goes
 * back. Whatever it was told before, it shows at a moment the world that {@link Library#worldAt} has for it.
 *
 * <p>One thread. All may throw {@link LibraryException}; the deck can still be used then, and can be told the same again.
 */
final class Deck {
    static final double SLOWEST = 0.25;
    static final double FASTEST = 16;
    /** How many entries {@link #advance} plays at most, so that who waits with an order need not wait for long. */
    static final int MOST_AT_ONCE = 64;

    /** How many entries the scout looks at, at most, each time it is asked. */
    private static final int MOST_LOOKED_AT = 20_000;
    /** An event that lies farther ahead than so many entries is gone to instead of being played to. */
    private static final int NEAR = 1000;
    /** Who asks for the chapter before means the one before the one that has just begun. */
    private static final Duration JUST_BEGUN = Duration.ofSeconds(1);

    private final Library library;
    private final @Nullable Duration idle;
    private final Stage stage;
    private final Scout scout;

    private Recording recording;
    private Instant end;
    private List<Chapter> chapters;
    private Map<Instant, List<Chapter>> chaptersAt;
    private double speed = 1;

    private Phase phase = Phase.PAUSED;
    /** Where it stands while it does not play. */
    private Instant position;
    /** All until then is in the world. */
    private Instant shown;

    private World world = World.empty();
    /** What comes after what is shown; null when it must be opened again. */
    private @Nullable Iterator<Entry> entries;
    /** The first of it, if it was looked at; null then if there is none. */
    private @Nullable Entry next;

    private boolean looked;
    /** While it plays. */
    private Tempo tempo = new Tempo(0, 0, 1);
    /** Until when that tempo holds, in ns from the beginning. */
    private long tempoUntil = Long.MAX_VALUE;

    /**
     * Shows nothing yet: {@link #open}.
     *
     * @param library where the recording is
     * @param recording what is played
     * @param idle how long a stretch without events takes at most, at speed 1; null for as long as it took
     * @param stage where it is shown
     */
    Deck(Library library, Recording recording, @Nullable Duration idle, Stage stage) {
        this.library = library;
        this.idle = idle;
        this.stage = stage;
        this.scout = new Scout(library, MOST_LOOKED_AT);
        this.recording = recording;
        this.end = end(library, recording);
        this.chapters = List.copyOf(library.chapters(recording));
        this.chaptersAt = byMoment(chapters);
        this.position = recording.from();
        this.shown = position;
    }

    /** Shows the first moment, and stands still there. */
    void open() {
        land(recording.from());
    }

    /**
     * @param order what is wanted
     * @param now the present
     * @return null if it is done, else why not, and nothing has changed
     */
    @Nullable
    String obey(Order order, long now) {
        return switch (order) {
            case Order.Play play -> play(now);
            case Order.Pause pause -> pause(now);
            case Order.Speed wanted -> speed(wanted.value(), now);
            case Order.Seek seek -> seek(seek.seconds(), now);
            case Order.ToChapter to -> chapter(to.number(), now);
            case Order.ToTitle to -> chapter(to.title(), now);
            case Order.NextChapter to -> nextChapter(now);
            case Order.PreviousChapter to -> previousChapter(now);
            case Order.StepForward step -> stepForward(now);
            case Order.StepBack step -> stepBack(now);
        };
    }

    /**
     * Shows what is due, but only so much at once.
     *
     * @param now the present
     */
    void advance(long now) {
        for (int played = 0; played < MOST_AT_ONCE && phase == Phase.PLAYING; played++) {
            Entry entry = next();
            long at = offset(entry == null ? end : entry.at());
            long until = Math.min(at, tempoUntil);
            long due = tempo.due(until);
            if (due > now) {
                return;
            }
            if (until == at && entry == null) {
                phase = Phase.ENDED;
                position = end;
            } else {
                if (until == at && entry != null) {
                    show(entry);
                }
                if (until == tempoUntil) {
                    keepTime(until, due);
                }
            }
        }
    }

    /**
     * @return until when {@link #advance} has nothing to do, by the clock, in ns; {@link Long#MAX_VALUE} if only an order
     *     gives it something to do
     */
    long due() {
        if (phase != Phase.PLAYING) {
            return Long.MAX_VALUE;
        }
        if (!looked) {
            return tempo.clock();
        }
        return tempo.due(Math.min(offset(next == null ? end : next.at()), tempoUntil));
    }

    /**
     * @param now the present
     * @return how far it is
     */
    Progress progress(long now) {
        return new Progress(
                phase, position(now), speed, phase == Phase.PLAYING ? tempo.rate() : 0, idle, recording, end, chapters);
    }

    /** @return the world that is shown */
    World world() {
        return world;
    }

    private @Nullable String play(long now) {
        if (phase == Phase.PLAYING) {
            return null;
        }
        if (phase == Phase.ENDED) {
            entries = null;
            looked = false;
            if (next() == null) {
                land(recording.from());
            }
        }
        keepTime(offset(position), now);
        phase = Phase.PLAYING;
        return null;
    }

    private @Nullable String pause(long now) {
        if (phase == Phase.PLAYING) {
            position = position(now);
            phase = Phase.PAUSED;
        }
        return null;
    }

    private @Nullable String speed(double wanted, long now) {
        String refusal = refusal(wanted);
        if (refusal != null) {
            return refusal;
        }
        speed = wanted;
        if (phase == Phase.PLAYING) {
            keepTime(offset(position(now)), now);
        }
        return null;
    }

    /**
     * @param speed any number
     * @return why nothing is played at that speed, or null if it is
     */
    static @Nullable String refusal(double speed) {
        return speed >= SLOWEST && speed <= FASTEST
                ? null
                : "speed %s: choose one from %s to %s".formatted(number(speed), number(SLOWEST), number(FASTEST));
    }

    private @Nullable String seek(double seconds, long now) {
        refresh();
        double most = offset(end) / 1e9;
        return go(seconds >= most ? end : moment(1000 * Math.round(Math.max(0, seconds) * 1e6)), now);
    }

    private @Nullable String chapter(long number, long now) {
        refresh();
        if (number < 1 || number > chapters.size()) {
            return noChapter("no chapter %d".formatted(number));
        }
        return go(chapters.get((int) number - 1).at(), now);
    }

    private @Nullable String chapter(String title, long now) {
        refresh();
        for (Chapter chapter : chapters) {
            if (chapter.title().equalsIgnoreCase(title.strip())) {
                return go(chapter.at(), now);
            }
        }
        return noChapter("no chapter of that title");
    }

    private @Nullable String nextChapter(long now) {
        refresh();
        Instant here = position(now);
        for (Chapter chapter : chapters) {
            if (chapter.at().isAfter(here)) {
                return go(chapter.at(), now);
            }
        }
        return noChapter("no chapter after this moment");
    }

    private @Nullable String previousChapter(long now) {
        refresh();
        Instant here = position(now);
        if (phase == Phase.PLAYING) {
            here = here.minusNanos((long) (JUST_BEGUN.toNanos() * speed));
        }
        for (Chapter chapter : chapters.reversed()) {
            if (chapter.at().isBefore(here)) {
                return go(chapter.at(), now);
            }
        }
        return noChapter("no chapter before this moment");
    }

    private String noChapter(String what) {
        return switch (chapters.size()) {
            case 0 -> what + ": this recording has none, seek to a time";
            case 1 -> what + ": there is only chapter 1";
            default -> "%s: there are 1 to %d".formatted(what, chapters.size());
        };
    }

    private @Nullable String stepForward(long now) {
        Instant at = position(now);
        boolean near = true;
        while (true) {
            switch (scout.next(recording, at)) {
                case Scout.Sight.End end -> {
                    return "no event after this moment";
                }
                case Scout.Sight.Quiet quiet -> {
                    near = false;
                    at = quiet.at();
                }
                case Scout.Sight.Event event -> {
                    stepTo(event.at(), near && event.passed() <= NEAR);
                    return null;
                }
            }
        }
    }

    private void stepTo(Instant event, boolean near) {
        if (near) {
            for (Entry entry = next(); entry != null && !entry.at().isAfter(event); entry = next()) {
                show(entry);
            }
        } else {
            land(event);
        }
        position = event;
        phase = Phase.PAUSED;
    }

    private @Nullable String stepBack(long now) {
        Instant event = scout.previous(recording, position(now));
        if (event == null) {
            return "no event before this moment";
        }
        land(event);
        phase = Phase.PAUSED;
        return null;
    }

    /** Goes to a moment, and does there what it did before. */
    private @Nullable String go(Instant at, long now) {
        land(at);
        if (!at.isBefore(end)) {
            phase = Phase.ENDED;
        } else if (phase == Phase.ENDED) {
            phase = Phase.PAUSED;
        } else if (phase == Phase.PLAYING) {
            keepTime(offset(at), now);
        }
        return null;
    }

    /** Shows the world just before a moment, then what happened at that moment. */
    private void land(Instant at) {
        Instant before = at.minus(Scout.TICK);
        World then = library.worldAt(recording, before);
        Iterator<Entry> following = library.entries(recording, at);
        Entry first = following.hasNext() ? following.next() : null;
        boolean now = first != null && first.at().equals(at);
        world = then;
        entries = following;
        next = first;
        looked = true;
        shown = now ? before : at;
        position = at;
        stage.jumped(shown, then);
        if (now && first != null) {
            show(first);
        }
    }

    private void show(Entry entry) {
        World before = world;
        World after = Fold.after(before, entry);
        world = after;
        shown = entry.at();
        next = null;
        looked = false;
        stage.happened(entry, before, after, chaptersAt.getOrDefault(entry.at(), List.of()));
    }

    /** What comes after what is shown, or null if nothing does. */
    private @Nullable Entry next() {
        if (looked) {
            return next;
        }
        try {
            Iterator<Entry> following = entries;
            if (following == null) {
                following = library.entries(recording, shown.plus(Scout.TICK));
            }
            if (!following.hasNext() && recording.to() == null) {
                refresh();
                following = library.entries(recording, shown.plus(Scout.TICK));
            }
            Entry first = following.hasNext() ? following.next() : null;
            if (first != null && first.at().isAfter(end)) {
                // so that its chapters are known, and its end if it was stopped meanwhile
                refresh();
                Instant to = recording.to();
                if (to != null && !first.at().isBefore(to)) {
                    following = Collections.emptyIterator();
                    first = null;
                }
            }
            next = first;
            entries = following;
            looked = true;
            return next;
        } catch (LibraryException e) {
            entries = null;
            throw e;
        }
    }

    /** From that moment of the recording and of the clock on, plays as fast as is wanted there. */
    private void keepTime(long from, long clock) {
        double rate = speed;
        long until = Long.MAX_VALUE;
        if (idle != null) {
            long quietUntil = switch (scout.next(recording, moment(from))) {
                case Scout.Sight.Event event -> offset(event.at());
                case Scout.Sight.Quiet quiet -> offset(quiet.at());
                case Scout.Sight.End nothing -> offset(end);
            };
            long quiet = quietUntil - from;
            if (quiet > 0) {
                until = quietUntil;
                rate = speed * Math.max(1, (double) quiet / idle.toNanos());
            }
        }
        tempo = new Tempo(clock, from, rate);
        tempoUntil = until;
    }

    /** A recording that goes on has another end each time it is looked at, and other chapters. */
    private void refresh() {
        Recording now = library.find(recording.id())
                .orElseThrow(() -> new LibraryException(
                        "the recording '%s' was deleted: choose another one".formatted(recording.name()), null));
        Instant then = end(library, now);
        List<Chapter> known = List.copyOf(library.chapters(now));
        recording = now;
        end = then;
        chapters = known;
        chaptersAt = byMoment(known);
    }

    private static Map<Instant, List<Chapter>> byMoment(List<Chapter> chapters) {
        return chapters.stream().collect(Collectors.groupingBy(Chapter::at));
    }

    private Instant position(long now) {
        if (phase != Phase.PLAYING) {
            return position;
        }
        long earliest = Math.max(offset(shown), offset(position));
        long latest = !looked ? earliest : next == null ? offset(end) : offset(next.at()) - Scout.TICK.toNanos();
        long at = Math.min(Math.max(tempo.positionAt(now), earliest), Math.max(earliest, latest));
        return moment(at - Math.floorMod(at, Scout.TICK.toNanos()));
    }

    private long offset(Instant at) {
        return Duration.between(recording.from(), at).toNanos();
    }

    private Instant moment(long offset) {
        return recording.from().plusNanos(offset);
    }

    private static Instant end(Library library, Recording recording) {
        Instant end = library.end(recording);
        return end.isBefore(recording.from()) ? recording.from() : end;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
