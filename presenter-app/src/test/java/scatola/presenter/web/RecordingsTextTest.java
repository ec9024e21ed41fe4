package scatola.presenter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordingsTextTest {
    @Test
    void recordingsAreATable() {
        List<RecordingForm> recordings =
                List.of(recording(12, "Friday demo", null, "me"), recording(3, "up", "2026-05-01T19:31:02.5Z", null));

        assertThat(RecordingsText.of(recordings, ZoneOffset.ofHours(2))).isEqualTo("""
                ID  BEGAN                LENGTH            KEPT  BY  NAME
                12  2026-05-01 20:30:00  1:01:02, goes on  yes   me  Friday demo
                3   2026-05-01 20:30:00  1:01:02           no    -   up
                """);
        assertThat(RecordingsText.of(List.of(), ZoneOffset.UTC)).isEqualTo("nothing was recorded yet\n");
    }

    @Test
    void filesAreNamedSoThatAnySystemTakesThem() {
        assertThat(RecordingFilesResource.fileName("Friday: the \"good\" one/é", 3))
                .isEqualTo("Friday-the-good-one");
        assertThat(RecordingFilesResource.fileName("日本", 3)).isEqualTo("recording-3");
    }

    private static RecordingForm recording(long id, String name, @Nullable String to, @Nullable String by) {
        return new RecordingForm(
                id,
                name,
                "2026-05-01T18:30:00.123456Z",
                to,
                new BigDecimal("3662.376544"),
                to == null,
                by != null,
                false,
                by,
                null,
                null,
                null);
    }
}
