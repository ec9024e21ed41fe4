package scatola.presenter.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scatola.bus.TestId;
import scatola.bus.VmName;
import scatola.bus.message.Ended;
import scatola.bus.message.Sample;
import scatola.bus.message.TestKind;
import scatola.bus.message.TestResult;
import scatola.bus.message.Verdict;
import scatola.bus.message.VmState;
import scatola.presenter.box.World;

/** What becomes of traffic tests, in words: remembers those that go on. Not safe for several threads. */
final class TestLines {
    /** How many tests are remembered at most. */
    static final int MOST = 200;

    /** How many lines of text of one test are told. */
    static final int MOST_LINES = 20;

    /** How often one test's traffic may be lost and still begin chapters: a link that loses packets is no news. */
    static final int MOST_CHAPTERS = 3;

    private final Map<TestId, Course> courses = new LinkedHashMap<>();

    /** How a test goes. */
    private static final class Course {
        long replies;
        long timeouts;
        long lines;
        int losses;
        boolean lost;

        @Nullable
        Instant lastReply;
    }

    /**
     * @param id of the test
     * @param sample what it gave
     * @param goesOn whether it was heard of before and has no result
     * @param world to find the guest's node in
     */
    List<Note> sample(Instant at, TestId id, Sample sample, boolean goesOn, World world) {
        Course course = courses.get(id);
        Note begins = null;
        if (course == null) {
            course = new Course();
            courses.put(id, course);
            if (courses.size() > MOST) {
                courses.remove(courses.keySet().iterator().next());
            }
            begins = goesOn ? null : note(at, sample.head().from(), world, begins(id, sample), false);
        }
        return Stream.of(begins, next(at, id, course, sample, world))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Note next(Instant at, TestId id, Course course, Sample sample, World world) {
        VmName from = sample.head().from();
        return switch (sample) {
            case Sample.PingReply reply -> {
                boolean lost = course.lost;
                Instant last = course.lastReply;
                long timeouts = course.timeouts;
                course.replies++;
                course.lost = false;
                course.timeouts = 0;
                course.lastReply = at;
                yield lost
                        ? note(
                                        at,
                                        from,
                                        world,
                                        last == null
                                                ? "%s: replies come, after %s"
                                                        .formatted(id, Phrases.count(timeouts, "timeout", "timeouts"))
                                                : "%s: traffic is back after an outage of %s"
                                                        .formatted(id, Phrases.duration(Duration.between(last, at))),
                                        course.losses <= MOST_CHAPTERS)
                                .with(Sign.BACK)
                        : null;
            }
            case Sample.PingTimeout timeout -> {
                boolean first = !course.lost;
                course.lost = true;
                course.timeouts++;
                if (!first) {
                    yield null;
                }
                course.losses++;
                long replies = course.replies;
                course.replies = 0;
                Note lost = course.lastReply == null
                        ? note(at, from, world, "%s: no reply from %s".formatted(id, to(sample)), false)
                        : note(
                                at,
                                from,
                                world,
                                "%s: traffic is lost after %s"
                                        .formatted(id, Phrases.count(replies, "reply", "replies")),
                                course.losses <= MOST_CHAPTERS);
                yield lost.with(Sign.LOST);
            }
            case Sample.IperfInterval interval -> null;
            case Sample.Line line ->
                line.text() == null || line.kind() != TestKind.NETCAT
                        ? null
                        : arrived(at, id, course, line, line.text(), world);
        };
    }

    private static @Nullable Note arrived(
            Instant at, TestId id, Course course, Sample.Line line, String text, World world) {
        VmName from = line.head().from();
        long number = ++course.lines;
        return number > MOST_LINES + 1
                ? null
                : note(
                        at,
                        from,
                        world,
                        number <= MOST_LINES
                                ? "'%s' arrived at %s".formatted(Phrases.quoted(text), from)
                                : "%s: more text arrives at %s".formatted(id, from),
                        false);
    }

    private static String begins(TestId id, Sample sample) {
        VmName from = sample.head().from();
        String what = switch (sample) {
            case Sample.PingReply s -> "%s pings %s".formatted(from, to(sample));
            case Sample.PingTimeout s -> "%s pings %s".formatted(from, to(sample));
            case Sample.IperfInterval s -> "%s measures throughput to %s".formatted(from, to(sample));
            case Sample.Line s ->
                switch (s.kind()) {
                    case NETCAT -> "%s listens".formatted(from);
                    case EXEC -> "%s runs a program".formatted(from);
                    case IPERF, PING -> "%s serves a measurement".formatted(from);
                };
        };
        return "%s: %s".formatted(id, what);
    }

    /**
     * @param id of the test
     * @param then its result as it was known, or null
     * @param now its result, or null if that is gone
     */
    List<Note> result(Instant at, TestId id, @Nullable TestResult then, @Nullable TestResult now, World world) {
        if (now == null || then != null && isSame(then, now)) {
            return List.of();
        }
        Course course = courses.remove(id);
        String text = Stream.of(
                        "%s ended: %s".formatted(id, now.verdict()),
                        figures(now),
                        now.exitCode() == null ? "" : "exit code " + now.exitCode(),
                        now.text() == null || now.verdict() != Verdict.FAILED ? "" : Phrases.quoted(now.text()),
                        now.ended() == Ended.GUEST_GONE ? "%s is gone".formatted(now.from()) : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return List.of(note(at, now.from(), world, text, false).with(course != null && course.lost ? Sign.OVER : null));
    }

    /** Said again after a reconnect it has another stamp. */
    private static boolean isSame(TestResult then, TestResult now) {
        return then.equals(new TestResult(
                then.stamp(),
                now.kind(),
                now.from(),
                now.to(),
                now.verdict(),
                now.ended(),
                now.durationMs(),
                now.by(),
                now.text(),
                now.exitCode(),
                now.ping(),
                now.mbitPerS(),
                now.lines(),
                now.droppedLines()));
    }

    private static String figures(TestResult result) {
        TestResult.PingFigures ping = result.ping();
        if (ping != null) {
            String replies = "%d of %s".formatted(ping.received(), Phrases.count(ping.sent(), "reply", "replies"));
            return ping.outageMs() == null || ping.outageMs() == 0
                    ? replies
                    : "%s, longest outage %s".formatted(replies, Phrases.duration(Duration.ofMillis(ping.outageMs())));
        }
        if (result.mbitPerS() != null) {
            String target = result.to() == null ? "" : " to " + Phrases.quoted(result.to());
            return "%s Mbit/s from %s%s".formatted(Phrases.number(result.mbitPerS()), result.from(), target);
        }
        return result.lines() == null ? "" : Phrases.count(result.lines(), "line", "lines");
    }

    private static String to(Sample sample) {
        String to = sample.head().to();
        return to == null ? "nobody" : Phrases.quoted(to);
    }

    private static Note note(Instant at, VmName vm, World world, String text, boolean chapter) {
        VmState guest = world.guest(vm);
        return new Note(
                at,
                NoteKind.TEST,
                vm.text(),
                guest == null ? null : guest.node().text(),
                null,
                text,
                chapter);
    }
}
