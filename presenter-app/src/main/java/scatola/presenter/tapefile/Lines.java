package scatola.presenter.tapefile;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, each of which is read only as far as it may be long. For one thread. */
final class Lines {
    /**
     * @param number from 1
     * @param bytes without the line feed; do not change them
     * @param isComplete whether there was a line feed
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Line(int number, byte[] bytes, boolean isComplete) {
        boolean isBlank() {
            for (byte each : bytes) {
                if (each != ' ' && each != '\t' && each != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private int place;
    private int filled;
    private long read;
    private int number;

    Lines(InputStream in) {
        this.in = in;
    }

    /** The next line, an incomplete last one too, or null if there is none. */
    @Nullable
    Line next() throws IOException, BadTapeFile {
        number++;
        begun.reset();
        while (true) {
            if (place == filled && !fill()) {
                return begun.size() == 0 ? null : new Line(number, begun.toByteArray(), false);
            }
            int end = place;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            if (begun.size() + end - place > TapeFile.MOST_LINE_BYTES) {
                throw new BadTapeFile(
                        "line %d is longer than %d bytes: this is no recording, or its line feeds were lost on the way"
                                .formatted(number, TapeFile.MOST_LINE_BYTES));
            }
            begun.write(buffer, place, end - place);
            place = end;
            if (place < filled) {
                place++;
                return new Line(number, begun.toByteArray(), true);
            }
        }
    }

    private boolean fill() throws IOException, BadTapeFile {
        place = 0;
        try {
            filled = Math.max(0, in.read(buffer));
        } catch (EOFException e) {
            // packed data that was cut
            filled = 0;
        } catch (ZipException e) {
            throw new BadTapeFile("line %d: the gzip data is damaged here (%s): fetch or export the file once more"
                    .formatted(number, e.getMessage()));
        }
        read += filled;
        if (read > TapeFile.MOST_BYTES) {
            throw new BadTapeFile("the file is longer than %d bytes at line %d: export shorter recordings"
                    .formatted(TapeFile.MOST_BYTES, number));
        }
        return filled > 0;
    }
}
