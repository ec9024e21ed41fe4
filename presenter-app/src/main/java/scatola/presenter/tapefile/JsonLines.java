package scatola.presenter.tapefile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import scatola.bus.Quoted;

/** The lines of a stream as JSON (RFC 8259), blank ones left out, with the checksum of what was before. For one thread. */
final class JsonLines {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxNumberLength(40)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** What stands next. */
    sealed interface Next {
        /**
         * @param number of the line, from 1
         * @param json what it says
         * @param length its bytes
         */
        record Value(int number, JsonNode json, int length) implements Next {}

        /**
         * The file ends in the midst of a line.
         *
         * @param number of the line, from 1
         */
        record Broken(int number) implements Next {}

        /** The file ends. */
        record Nothing() implements Next {}
    }

    private final Lines lines;
    private final Checksum checksum = new Checksum();
    private Lines.@Nullable Line last;

    JsonLines(InputStream in) {
        lines = new Lines(in);
    }

    Next next() throws IOException, BadTapeFile {
        while (true) {
            if (last != null) {
                checksum.add(last.bytes());
                checksum.addLineFeed();
            }
            last = lines.next();
            if (last == null) {
                return new Next.Nothing();
            }
            if (!last.isBlank()) {
                return value(last);
            }
        }
    }

    /** Of all lines before the last one that was given. */
    String checksum() {
        return checksum.text();
    }

    private static Next value(Lines.Line line) throws BadTapeFile {
        try {
            // as text first: given bytes, Jackson would take UTF-16 and UTF-32 as well
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.bytes()))
                    .toString();
            return new Next.Value(line.number(), JSON.readTree(text), line.bytes().length);
        } catch (CharacterCodingException e) {
            return broken(line, "it is no UTF-8 text: payloads of other bytes are written {\"base64\":\"…\"}");
        } catch (JacksonException e) {
            return broken(line, "it is no JSON (%s)".formatted(Quoted.of(e.getOriginalMessage())));
        }
    }

    private static Next broken(Lines.Line line, String reason) throws BadTapeFile {
        if (line.isComplete()) {
            throw BadTapeFile.inLine(line.number(), reason);
        }
        return new Next.Broken(line.number());
    }
}
