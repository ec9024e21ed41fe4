package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.HOME;
import static scatola.it.Stage.OUTPUTS;
import static scatola.it.Stage.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scatola.it.box.Lab;
import scatola.it.box.Page;
import scatola.it.box.Page.Listener;

/** The story is lived, recorded, taken elsewhere, looked at there, and lived again. */
@ExtendWith(OnStage.class)
class TimelineIT {
    private static final Duration SHOW = Duration.ofMinutes(4);
    private static final String FORM = "application/x-ndjson";

    @Test
    @Timeout(600)
    void theStoryIsRecordedTakenElsewhereReplayedAndPerformedAgain(Stage stage, @TempDir Path folder)
            throws IOException {
        Page here = stage.lab().page();
        // so that the story makes its guests itself
        stage.bus().done("box/request/reset", "{}");
        List.of("doge1", "doge2", "doge3").forEach(vm -> stage.bus().awaitCleared("vm/" + vm, SOON));
        long story = here.post("/api/recordings/start", "{'name':'The story'}")
                .path("id")
                .asLong();
        stage.lab()
                .scatola(SHOW, "show", HOME.resolve("shows/story.yaml").toString(), "--rehearse")
                .orThrow();
        here.post("/api/recordings/%d/stop".formatted(story), "{}");

        Path file = export(here, story, folder.resolve("story.scatola.jsonl"));
        Lab elsewhere = new Lab(HOME, "other", OUTPUTS);
        try {
            elsewhere.up(1);
            Page there = elsewhere.page();
            long copy = there.upload("/api/recordings", FORM, file).path("id").asLong();
            Path again = export(there, copy, folder.resolve("copy.scatola.jsonl"));
            assertThat(again).hasSameTextualContentAs(file);
            assertThat(chapters(there, copy)).isNotEmpty().isEqualTo(chapters(here, story));
            assertThat(withoutArrivals(lastPicture(there, copy))).isEqualTo(withoutArrivals(lastPicture(here, story)));
        } finally {
            elsewhere.down();
        }
        assertThat(elsewhere.left()).isEmpty();

        String performance = "/api/performances/"
                + here.post("/api/recordings/%d/perform".formatted(story), "{'reset':true,'speed':4}")
                        .path("id")
                        .asText();
        try (Listener listener = here.listen(performance)) {
            JsonNode end = listener.await(
                            "the end of the performance",
                            0,
                            SHOW,
                            one -> List.of("passed", "failed", "stopped", "diverged")
                                    .contains(one.json().path("state").asText()))
                    .json();
            assertThat(end.path("state").asText()).as(end.toString()).isEqualTo("passed");
        }
        JsonNode ping =
                stage.bus().state("test/story-ping/result", SOON, any -> true).json();
        assertThat(ping.path("verdict").asText()).isEqualTo("recovered");
    }

    /** The world at the end, played to there as fast as can be; what comes by the clock is left out. */
    private static JsonNode lastPicture(Page page, long recording) {
        String replay = "/api/replays/"
                + page.post("/api/replays", "{'recording':%d,'speed':16,'idle_s':1}".formatted(recording))
                        .path("id")
                        .asText();
        try (Listener listener = page.listen(replay)) {
            listener.await("the first picture", 0, SOON, one -> one.is("picture"));
            listener.say("{'do':'play'}");
            listener.await(
                    "the end",
                    0,
                    SHOW,
                    one -> one.is("replay") && one.json().path("state").asText().equals("ended"));
            JsonNode played = new Picture(listener.messages(0)).box();
            int since = listener.now();
            listener.say("{'do':'seek','t':0}");
            listener.await("the beginning", since, SOON, one -> one.is("picture"));
            int beginning = listener.now();
            listener.say("{'do':'seek','t':100000}");
            JsonNode sought = listener.await("the end", beginning, SOON, one -> one.is("picture"))
                    .json()
                    .path("box");
            assertThat(played).as("played to the end and gone to the end").isEqualTo(sought);
            return sought;
        } finally {
            page.delete(replay);
        }
    }

    /** Arrivals are told by a tape's own clock, which is the time of day only to a tenth of a second. */
    private static JsonNode withoutArrivals(JsonNode picture) {
        for (String family : List.of("nodes", "tests")) {
            picture.path(family).forEach(one -> ((ObjectNode) one).remove(List.of("since", "last_heard")));
        }
        return picture;
    }

    private static Path export(Page page, long recording, Path file) throws IOException {
        try (InputStream in = page.stream("/api/recordings/%d/export".formatted(recording))) {
            Files.copy(in, file);
        }
        return file;
    }

    private static List<String> chapters(Page page, long recording) {
        return StreamSupport.stream(
                        page.get("/api/recordings/%d".formatted(recording))
                                .path("chapters")
                                .spliterator(),
                        false)
                .map(chapter -> "%.3f %s"
                        .formatted(
                                chapter.path("t").asDouble(),
                                chapter.path("title").asText()))
                .toList();
    }
}
