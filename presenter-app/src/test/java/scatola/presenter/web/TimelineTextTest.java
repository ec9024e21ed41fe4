package scatola.presenter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scatola.presenter.timeline.Note;
import scatola.presenter.timeline.NoteKind;
import scatola.presenter.timeline.Noted;

class TimelineTextTest {
    private static final ZoneId ROME = ZoneId.of("Europe/Rome");

    private final List<Noted> notes = new ArrayList<>();

    @Test
    void answersStandUnderTheirCommandsAndDaysUnderTheirDate() {
        note("2026-05-01T21:59:58Z", NoteKind.COMMAND, "anna", "pull pi2's cable for 20 s", false);
        note("2026-05-01T21:59:58.1Z", NoteKind.COMMAND, null, "boot doge1", false);
        note("2026-05-01T21:59:58.2Z", NoteKind.ANSWER, "anna", "pull pi2's cable for 20 s: ok after 90 ms", false);
        note("2026-05-01T21:59:59.9Z", NoteKind.NODE, null, "pi2 is offline", true);
        note("2026-05-01T22:00:03Z", NoteKind.ANSWER, null, "boot doge1: refused after 5 s: no room", false);
        note("2026-05-01T22:00:04Z", NoteKind.GUEST, "anna", "doge3 is up after 1.8 s", true);
        note("2026-05-01T22:00:05Z", NoteKind.MARK, "the red button", "Now", true);

        assertThat(TimelineText.of(notes, false, ROME)).isEqualTo("""
                2026-05-01     WHO   WHAT
                23:59:58       anna  pull pi2's cable for 20 s
                                     → ok after 90 ms
                23:59:58             boot doge1
                                     → refused after 5 s: no room
                23:59:59    *        pi2 is offline

                2026-05-02     WHO             WHAT
                00:00:04    *                  doge3 is up after 1.8 s
                00:00:05    *  the red button  Now
                """);
    }

    @Test
    void anAnswerGoesToTheFirstOfTheSameCommands() {
        note("2026-05-01T18:00:00Z", NoteKind.COMMAND, "anna", "boot doge1", false);
        note("2026-05-01T18:00:00Z", NoteKind.COMMAND, "bert", "boot doge1", false);
        note("2026-05-01T18:00:01Z", NoteKind.ANSWER, "bert", "boot doge1: refused after 1 s: it runs", false);
        note("2026-05-01T18:00:02Z", NoteKind.ANSWER, "anna", "boot doge1: ok after 2 s", false);
        note("2026-05-01T18:00:03Z", NoteKind.ANSWER, "anna", "boot doge1: ok after 3 s", false);

        assertThat(TimelineText.of(notes, false, ROME)).isEqualTo("""
                2026-05-01    WHO   WHAT
                20:00:00      anna  boot doge1
                                    → ok after 2 s
                20:00:00      bert  boot doge1
                                    → refused after 1 s: it runs
                20:00:03      anna  boot doge1: ok after 3 s
                """);
    }

    @Test
    void whatIsLeftOutIsSaid() {
        note("2026-05-01T18:00:00.7Z", NoteKind.NODE, null, "pi2 is offline", true);

        assertThat(TimelineText.of(notes, true, ROME)).endsWith("\n\nthere is more: ask from 2026-05-01T20:00:00 on\n");
        assertThat(TimelineText.of(List.of(), false, ROME)).isEqualTo("nothing was noted then\n");
    }

    private void note(String at, NoteKind kind, @Nullable String by, String text, boolean chapter) {
        Instant time = Instant.parse(at);
        notes.add(new Noted(new Note(time, kind, null, null, by, text, chapter, null), time, "1-0"));
    }
}
