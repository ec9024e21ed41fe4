package scatola.presenter.tapefile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.Quoted;
import scatola.bus.Topics;
import scatola.bus.message.Title;

/** Reads a file's first line. */
final class HeaderReader {
    private static final String WHAT_TO_DO =
            "take a file that GET /api/recordings/ID/export gave, or write one as docs/timeline.md tells";

    private HeaderReader() {}

    static Header read(JsonLines lines) throws IOException, BadTapeFile {
        JsonLines.Next next;
        try {
            next = lines.next();
        } catch (BadTapeFile e) {
            throw new BadTapeFile("this is no recording: %s; %s".formatted(e.reason(), WHAT_TO_DO));
        }
        return switch (next) {
            case JsonLines.Next.Nothing nothing -> throw new BadTapeFile("the file is empty: " + WHAT_TO_DO);
            case JsonLines.Next.Broken broken ->
                throw new BadTapeFile("this is no recording: line %d, its only one, is no JSON that is whole; %s"
                        .formatted(broken.number(), WHAT_TO_DO));
            case JsonLines.Next.Value value -> read(value.number(), value.json());
        };
    }

    private static Header read(int number, JsonNode json) throws BadTapeFile {
        if (!(json instanceof ObjectNode)
                || !TapeFile.FORMAT.equals(json.path("format").textValue())) {
            throw new BadTapeFile("this is no recording: line %d is no header with \"format\":\"%s\"; %s"
                    .formatted(number, TapeFile.FORMAT, WHAT_TO_DO));
        }
        JsonNode version = json.path("version");
        if (!version.canConvertToInt() || !version.isIntegralNumber() || version.intValue() != TapeFile.VERSION) {
            throw BadTapeFile.inLine(
                    number,
                    "the file has version %s, and this app reads version %d: import it with a newer app, or export it with an older one"
                            .formatted(Quoted.of(version.toString()), TapeFile.VERSION));
        }
        return switch (Fields.decode(json, HeaderReader::header)) {
            case Decoded.Value<Header> header -> header.value();
            case Decoded.Malformed<Header> bad -> throw BadTapeFile.inLine(number, bad.reason());
        };
    }

    private static Header header(Fields fields) {
        return new Header(
                fields.as("box", box -> new Topics(box).root()),
                fields.as("name", name -> Title.checked("name", name)),
                fields.as("start", HeaderReader::start),
                length(fields));
    }

    private static @Nullable Duration length(Fields fields) {
        JsonNode value = fields.object().get("length_s");
        if (value == null || value.isNull()) {
            return null;
        }
        Duration length = Seconds.read(value);
        if (length == null || length.isNegative()) {
            throw new IllegalArgumentException(
                    "length_s must be seconds, like 12.345678, but is " + Quoted.of(value.toString()));
        }
        return length;
    }

    private static OffsetDateTime start(String text) {
        try {
            OffsetDateTime start = OffsetDateTime.parse(text);
            if (start.getYear() >= 1971 && start.getYear() <= 9998) {
                return start;
            }
        } catch (DateTimeParseException e) {
            throw notATime(text);
        }
        throw notATime(text);
    }

    private static IllegalArgumentException notATime(String text) {
        return new IllegalArgumentException(
                "'%s' is no time from 1971 on: write it like 2026-05-01T20:30:00.123456+02:00"
                        .formatted(Quoted.of(text)));
    }
}
