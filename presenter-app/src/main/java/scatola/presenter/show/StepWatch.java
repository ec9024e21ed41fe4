package scatola.presenter.show;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares what one step of a show expects with what is seen: messages and clock in, lines and a verdict out. The clock
 * of its deadlines starts with the last command. Not safe for several threads.
 */
final class StepWatch {
    /** What is known so far. */
    enum Verdict {
        PENDING,
        PASSED,
        FAILED
    }

    private final List<Looking> looking = new ArrayList<>();
    private final List<Ban> bans;
    private final List<Line> lines = new ArrayList<>();
    private Instant base;
    private boolean armed;
    private boolean failed;

    /**
     * @param step what to look for
     * @param began when
     * @param board what holds then
     */
    StepWatch(Step step, Instant began, Board board) {
        this.base = began;
        this.bans = step.bans();
        step.sights().forEach(sight -> looking.add(new Looking(sight)));
        board.all().forEach(said -> {
            looking.stream().filter(one -> !one.sight.happens()).forEach(one -> one.see(said, began));
            bans.stream().filter(ban -> !ban.happens()).forEach(ban -> check(ban, said));
        });
    }

    /** A command of the step goes out. */
    void commandSent(Instant at) {
        base = at;
    }

    /** All commands are out and answered: from now on deadlines count. */
    void arm() {
        armed = true;
    }

    void heard(Said said) {
        looking.forEach(one -> one.see(said, said.at()));
        bans.forEach(ban -> check(ban, said));
    }

    /** Decides what the present decides. */
    Verdict verdict(Instant now) {
        for (Looking one : looking) {
            if (armed && one.seenAt != null && !one.told) {
                one.told = true;
                Duration after = Duration.between(base, one.seenAt);
                lines.add(new Line.Seen(one.whatWasSeen(), after.isNegative() ? Duration.ZERO : after));
            }
        }
        if (armed
                && !failed
                && looking.stream()
                        .anyMatch(one -> one.seenAt == null && !now.isBefore(base.plus(one.sight.within())))) {
            failed = true;
            looking.stream()
                    .filter(one -> one.seenAt == null)
                    .forEach(one -> lines.add(new Line.Wrong(one.missing(Duration.between(base, now)))));
        }
        if (failed) {
            return Verdict.FAILED;
        }
        boolean allSeen = looking.stream().allMatch(one -> one.seenAt != null);
        return armed && allSeen && !now.isBefore(bansEnd()) ? Verdict.PASSED : Verdict.PENDING;
    }

    /** When the next verdict may differ without another message, or null if only a message can change it. */
    @Nullable
    Instant deadline() {
        if (!armed || failed) {
            return null;
        }
        return looking.stream()
                .filter(one -> one.seenAt == null)
                .map(one -> base.plus(one.sight.within()))
                .min(Instant::compareTo)
                .orElseGet(this::bansEnd);
    }

    /** What must still be seen, for people. */
    String awaited() {
        String missing = looking.stream()
                .filter(one -> one.seenAt == null)
                .map(Looking::awaited)
                .collect(Collectors.joining("; "));
        return missing.isEmpty()
                ? "the time in which this must not be seen: "
                        + bans.stream().map(ban -> ban.pattern().toString()).collect(Collectors.joining("; "))
                : missing;
    }

    /** The lines that came up since the last call. */
    List<Line> drain() {
        List<Line> drained = List.copyOf(lines);
        lines.clear();
        return drained;
    }

    private Instant bansEnd() {
        return bans.stream()
                .map(ban -> base.plus(ban.atLeast()))
                .max(Instant::compareTo)
                .orElse(base);
    }

    private void check(Ban ban, Said said) {
        if (!failed && ban.pattern().matches(said)) {
            failed = true;
            lines.add(new Line.Wrong("%s must not be seen, but was: %s"
                    .formatted(ban.pattern(), ban.pattern().actual(said.payload()))));
        }
    }

    /** One sight and how far it is. */
    private static final class Looking {
        private final Sight sight;
        private final Map<String, Said> holding = new HashMap<>();
        private int happened;
        private @Nullable Said lastMatch;
        private @Nullable Said lastOther;
        private @Nullable Instant seenAt;
        private boolean told;

        Looking(Sight sight) {
            this.sight = sight;
        }

        void see(Said said, Instant at) {
            if (seenAt != null || !sight.pattern().isAbout(said.topic())) {
                return;
            }
            if (!sight.pattern().matches(said)) {
                holding.remove(said.topic());
                lastOther = said;
                return;
            }
            lastMatch = said;
            happened++;
            holding.put(said.topic(), said);
            if (count() >= sight.times()) {
                seenAt = at;
            }
        }

        private int count() {
            return sight.happens() ? happened : holding.size();
        }

        String whatWasSeen() {
            String tell = sight.tell();
            Said last = lastMatch;
            if (tell != null && last != null) {
                return Telling.fill(tell, last.payload());
            }
            return sight.times() == 1
                    ? sight.pattern().toString()
                    : "%d × %s".formatted(sight.times(), sight.pattern());
        }

        String awaited() {
            return sight.times() == 1
                    ? sight.pattern().toString()
                    : "%s (seen %d of %d times)".formatted(sight.pattern(), count(), sight.times());
        }

        String missing(Duration waited) {
            String seen = sight.times() == 1 ? "not seen" : "seen %d of %d times".formatted(count(), sight.times());
            return "%s: %s in %s; %s".formatted(sight.pattern(), seen, Telling.seconds(waited), instead());
        }

        private String instead() {
            Said other = lastOther;
            if (other == null) {
                return count() > 0 ? "nothing else was said there" : "nothing was said there";
            }
            if (other.payload() instanceof Value.Nothing) {
                return "what was there is gone";
            }
            String actual = sight.pattern().actual(other.payload());
            return actual.isEmpty() ? "nothing was said there" : "there is " + actual;
        }
    }
}
