package scatola.presenter.web;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scatola.presenter.timeline.Note;
import scatola.presenter.timeline.NoteKind;
import scatola.presenter.timeline.Noted;

/** Notes as a table for a terminal: a day's under its date, answers under what they answer. Pure. */
final class TimelineText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private TimelineText() {}

    /** What happened, and what it was answered. */
    private record Line(Noted noted, List<String> answers) {}

    /**
     * @param notes in order
     * @param more whether there are more behind them
     * @param zone of the times that are shown
     */
    static String of(List<Noted> notes, boolean more, ZoneId zone) {
        if (notes.isEmpty()) {
            return "nothing was noted then\n";
        }
        List<String> lines = new ArrayList<>();
        LocalDate day = null;
        Table table = null;
        for (Line line : lines(notes)) {
            ZonedDateTime at = line.noted().timeOfDay().atZone(zone);
            if (!at.toLocalDate().equals(day)) {
                flush(table, lines);
                day = at.toLocalDate();
                table = new Table(day.toString(), "", "WHO", "WHAT");
            }
            Note note = line.noted().note();
            Objects.requireNonNull(table).row(TIME.format(at), note.chapter() ? "*" : "", who(note), note.text());
            for (String answer : line.answers()) {
                table.row("", "", "", "→ " + answer);
            }
        }
        flush(table, lines);
        if (more) {
            lines.add("");
            lines.add("there is more: ask from %s on"
                    .formatted(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(notes.getLast()
                            .timeOfDay()
                            .atZone(zone)
                            .toLocalDateTime()
                            .withNano(0))));
        }
        return String.join("\n", lines) + "\n";
    }

    private static void flush(@Nullable Table table, List<String> lines) {
        if (table != null) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(table.lines());
        }
    }

    /** What states say of who changed them, the command above them has said. */
    private static String who(Note note) {
        return switch (note.kind()) {
            case COMMAND, ANSWER, MARK -> note.by() == null ? "" : note.by();
            case GUEST, LINK, NODE, TEST, ALERT, SHOW, PRESENTER, RECORDER -> "";
        };
    }

    private static List<Line> lines(List<Noted> notes) {
        List<Line> lines = new ArrayList<>();
        List<Line> open = new ArrayList<>();
        for (Noted noted : notes) {
            Note note = noted.note();
            Line asked = note.kind() == NoteKind.ANSWER ? asked(open, note) : null;
            if (asked != null) {
                asked.answers()
                        .add(note.text().substring(asked.noted().note().text().length() + 2));
                open.remove(asked);
            } else {
                Line line = new Line(noted, new ArrayList<>());
                lines.add(line);
                if (note.kind() == NoteKind.COMMAND) {
                    open.add(line);
                }
            }
        }
        return lines;
    }

    /** An answer's text begins with its command's. */
    private static @Nullable Line asked(List<Line> open, Note answer) {
        return open.stream()
                .filter(line -> answer.text().startsWith(line.noted().note().text() + ": ")
                        && Objects.equals(answer.by(), line.noted().note().by()))
                .findFirst()
                .orElse(null);
    }
}
