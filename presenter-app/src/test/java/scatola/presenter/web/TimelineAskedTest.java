package scatola.presenter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scatola.presenter.timeline.NoteKind;
import scatola.presenter.timeline.NoteQuery;

class TimelineAskedTest {
    private static final Instant NOW = Instant.parse("2026-05-01T18:30:00Z");

    @Test
    void everythingMayBeLeftOut() {
        assertThat(query(new TimelineAsked(null, null, null, null, null, null, null, null, null)))
                .isEqualTo(NoteQuery.all(7));
        assertThat(query(new TimelineAsked("", "", "", List.of(""), "", "", "", "", "")))
                .isEqualTo(NoteQuery.all(7));
    }

    @Test
    void everythingCanBeAskedFor() {
        assertThat(query(new TimelineAsked(
                        "-1h",
                        "18:00",
                        "5",
                        List.of("command,ANSWER", "guest"),
                        "true",
                        "doge1",
                        "10.1.1.2",
                        "17-0",
                        "1000")))
                .isEqualTo(new NoteQuery(
                        5L,
                        Instant.parse("2026-05-01T17:30:00Z"),
                        Instant.parse("2026-05-01T18:00:00Z"),
                        Set.of(NoteKind.COMMAND, NoteKind.ANSWER, NoteKind.GUEST),
                        true,
                        "doge1",
                        "10.1.1.2",
                        "17-0",
                        1000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "soon  |       |       |      |        |      | from: 'soon' is no time: send 14:03",
                "      | soon  |       |      |        |      | to: 'soon' is no time: send 14:03",
                "14:03 | 14:02 |       |      |        |      | to is before from: send the earlier one as from",
                "      |       | 0     |      |        |      | recording: '0' is not the number of a recording",
                "      |       | first |      |        |      | recording: 'first' is not the number of a recording",
                "      |       |       | gest |        |      | kind: 'gest' is none: send some of command, answer, guest",
                "      |       |       |      | Doge 1 |      | vm: 'Doge 1' is no guest name",
                "      |       |       |      |        | 0    | limit: '0' is not a number from 1 to 1000",
                "      |       |       |      |        | 1001 | limit: '1001' is not a number from 1 to 1000",
                "      |       |       |      |        | 99999999999999999999 | limit: '99999999999999999999' is not",
            })
    void whatCanNotBeAskedForIsRefusedWithWhatToSend(
            @Nullable String from,
            @Nullable String to,
            @Nullable String recording,
            @Nullable String kind,
            @Nullable String vm,
            @Nullable String limit,
            String reason) {
        List<String> kinds = kind == null ? null : List.of("command", kind);

        assertThatThrownBy(() -> query(new TimelineAsked(from, to, recording, kinds, null, vm, null, null, limit)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(400))
                .hasMessageStartingWith(reason);
    }

    @Test
    void aTextHasABound() {
        String text = "x".repeat(201);

        assertThatThrownBy(() -> query(new TimelineAsked(null, null, null, null, null, null, text, null, null)))
                .hasMessage("text is too long: send at most 200 characters");
    }

    @Test
    void drawnIsTrueOrFalse() {
        assertThatThrownBy(() -> query(new TimelineAsked(null, null, null, null, "yes", null, null, null, null)))
                .hasMessage("drawn: 'yes' is neither true nor false");
    }

    private static NoteQuery query(TimelineAsked asked) {
        return asked.query(7, NOW, ZoneOffset.UTC);
    }
}
