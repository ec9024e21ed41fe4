package scatola.presenter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskedTimeTest {
    private static final Instant NOW = Instant.parse("2026-05-01T18:30:00Z");
    private static final ZoneId ROME = ZoneId.of("Europe/Rome");

    @ParameterizedTest
    @CsvSource({
        "14:03,                     2026-05-01T12:03:00Z",
        "9:03,                      2026-05-01T07:03:00Z",
        "14:03:20,                  2026-05-01T12:03:20Z",
        "14:03:20.5,                2026-05-01T12:03:20.5Z",
        "23:59,                     2026-05-01T21:59:00Z",
        "-10m,                      2026-05-01T18:20:00Z",
        "-1h30m,                    2026-05-01T17:00:00Z",
        "-2d,                       2026-04-29T18:30:00Z",
        "-45s,                      2026-05-01T18:29:15Z",
        "2026-04-30,                2026-04-29T22:00:00Z",
        "2026-04-30T14:03,          2026-04-30T12:03:00Z",
        "2026-04-30T14:03:20,       2026-04-30T12:03:20Z",
        "2026-04-30T14:03:20.25Z,   2026-04-30T14:03:20.25Z",
        "2026-04-30T14:03Z,         2026-04-30T14:03:00Z",
        "2026-04-30T14:03:20+05:30, 2026-04-30T08:33:20Z",
        "2026-04-30T14:03:20-05:00, 2026-04-30T19:03:20Z",
        "2026-04-30T14:03:20 05:30, 2026-04-30T08:33:20Z",
    })
    void aTimeIsReadAsPeopleWriteIt(String text, Instant time) {
        assertThat(AskedTime.of("from", text, NOW, ROME)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "",
                "now",
                "25:00",
                "14:60",
                "14:03:61",
                "14.03",
                "-10",
                "-m",
                "-10x",
                "10m",
                "2026-02-30",
                "2026-04-30T",
                "2026-04-30T14:03+99:00",
                "+1000000000-01-01T00:00Z",
                "+300000-01-01T00:00:00",
                "1714588200"
            })
    void whatIsNoTimeIsRefusedWithWhatToSend(String text) {
        assertThatThrownBy(() -> AskedTime.of("from", text, NOW, ROME))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(400))
                .hasMessageStartingWith("from: '%s' is no time: send 14:03 ".formatted(text));
    }
}
