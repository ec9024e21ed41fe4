package scatola.presenter.tapefile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes an asciicast file, version 2. For one thread. */
final class CastWriter {
    /** What a serial console is taken to be: it doesn't tell. */
    private static final int COLUMNS = 80;

    private static final int ROWS = 24;

    private final OutputStream out;
    private final Instant start;
    private final WholeCharacters written = new WholeCharacters();
    private final WholeCharacters typed = new WholeCharacters();

    CastWriter(OutputStream out, Instant start) {
        this.out = out;
        this.start = start;
    }

    /** @param timeOfDay at the start */
    void header(Instant timeOfDay, String title) throws IOException {
        line(JsonNodeFactory.instance
                .objectNode()
                .put("version", 2)
                .put("width", COLUMNS)
                .put("height", ROWS)
                .put("timestamp", timeOfDay.getEpochSecond())
                .put("title", title));
    }

    /** @param isTyped whether somebody typed it, else it was written by the guest */
    void event(Instant at, boolean isTyped, byte[] bytes) throws IOException {
        text(at, isTyped, (isTyped ? typed : written).add(bytes));
    }

    /** Writes what is left of characters whose rest never came. */
    void end(Instant at) throws IOException {
        text(at, false, written.end());
        text(at, true, typed.end());
    }

    private void text(Instant at, boolean isTyped, String text) throws IOException {
        if (!text.isEmpty()) {
            line(JsonNodeFactory.instance
                    .arrayNode()
                    .add(Seconds.between(start, at))
                    .add(isTyped ? "i" : "o")
                    .add(text));
        }
    }

    private void line(JsonNode line) throws IOException {
        out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
