package scatola.presenter.web;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import scatola.bus.Quoted;

/** Recordings as a table for a terminal. */
final class RecordingsText {
    private static final DateTimeFormatter BEGAN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private RecordingsText() {}

    static String of(List<RecordingForm> recordings, ZoneId zone) {
        if (recordings.isEmpty()) {
            return "nothing was recorded yet\n";
        }
        Table table = new Table("ID", "BEGAN", "LENGTH", "KEPT", "BY", "NAME");
        for (RecordingForm recording : recordings) {
            table.row(
                    Long.toString(recording.id()),
                    BEGAN.format(Instant.parse(recording.from()).atZone(zone)),
                    length(recording),
                    recording.kept() ? "yes" : "no",
                    Quoted.of(Objects.requireNonNullElse(recording.by(), "-")),
                    Quoted.of(recording.name()));
        }
        return String.join("\n", table.lines()) + "\n";
    }

    private static String length(RecordingForm recording) {
        long seconds = recording.lengthS().longValue();
        String length = "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
        return recording.goingOn() ? length + ", goes on" : length;
    }
}
