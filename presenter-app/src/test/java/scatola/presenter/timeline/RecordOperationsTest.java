package scatola.presenter.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.message.RecordRequest;
import scatola.bus.message.Response;
import scatola.bus.message.Sender;

class RecordOperationsTest {
    private static final Sender ANNA = new Sender("7", "anna");

    @TempDir
    private Path folder;

    private final List<String> marks = new ArrayList<>();
    private SqliteArchive archive;
    private RecordOperations operations;
    private @Nullable LibraryException trouble;

    @BeforeEach
    void open() {
        archive = Archives.in(folder);
        operations = new RecordOperations(archive, (title, by) -> {
            if (trouble != null) {
                throw trouble;
            }
            marks.add("%s by %s".formatted(title, by));
        });
    }

    @AfterEach
    void close() {
        operations.close();
        archive.close();
    }

    @Test
    void aRecordingIsBegunAndEnded() {
        Response begun = answer(operations.start(new RecordRequest.Start("Friday", ANNA)));
        Response ended = answer(operations.stop(new RecordRequest.Stop(null, ANNA)));

        assertThat(begun.json().toString())
                .isEqualTo(ended.json().toString())
                .isEqualTo("{\"status\":\"ok\",\"transaction\":\"7\",\"data\":{\"recording\":1,\"name\":\"Friday\"}}");
        assertThat(archive.recordings()).singleElement().satisfies(recording -> {
            assertThat(recording.kept()).isTrue();
            assertThat(recording.by()).isEqualTo("anna");
            assertThat(recording.to()).isNotNull();
        });
    }

    @Test
    void aRecordingNeedsNoNameAndOneOfSeveralCanBeEnded() {
        operations.start(new RecordRequest.Start(null, Sender.ANONYMOUS));
        Response second = answer(operations.start(new RecordRequest.Start(null, Sender.ANONYMOUS)));

        answer(operations.stop(new RecordRequest.Stop(1L, ANNA)));

        assertThat(second.data().path("name").asText()).isNotBlank();
        assertThat(archive.recordings())
                .filteredOn(recording -> recording.to() == null)
                .singleElement()
                .satisfies(recording -> assertThat(recording.id()).isEqualTo(2));
    }

    @Test
    void whereNothingGoesOnNothingCanBeEnded() {
        Response refused = answer(operations.stop(new RecordRequest.Stop(null, ANNA)));
        Response missing = answer(operations.stop(new RecordRequest.Stop(9L, ANNA)));

        assertThat(refused.transaction()).isEqualTo("7");
        assertThat(refused.error()).contains("nothing is being recorded").contains("record/start");
        assertThat(missing.error()).contains("there is no recording 9");
    }

    @Test
    void aChapterIsSetByWhoSaysSoOrBySomebody() {
        Response set = answer(operations.mark(new RecordRequest.Mark("The cable", ANNA)));
        answer(operations.mark(new RecordRequest.Mark("Back", Sender.ANONYMOUS)));

        assertThat(set.data().path("chapter").asText()).isEqualTo("The cable");
        assertThat(marks).containsExactly("The cable by anna", "Back by somebody");
    }

    @Test
    void aDatabaseThatFailsIsSaid() {
        trouble = new LibraryException("the disk is full: make room", null);
        Response unset = answer(operations.mark(new RecordRequest.Mark("The cable", ANNA)));
        archive.close();
        Response unbegun = answer(operations.start(new RecordRequest.Start("Friday", ANNA)));

        assertThat(unset.error()).isEqualTo("the disk is full: make room");
        assertThat(unbegun.error()).contains("timeline");
        assertThat(unbegun.transaction()).isEqualTo("7");
    }

    private static Response answer(CompletionStage<Response> coming) {
        return coming.toCompletableFuture().join();
    }
}
