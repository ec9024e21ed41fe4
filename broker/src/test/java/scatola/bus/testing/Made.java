package scatola.bus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Documents that are made, in whole or in part, of something that tests know. They are held to it; with the system
 * property {@code docs.write} they are written instead.
 */
public final class Made {
    private static final String WRITE = "docs.write";

    private Made() {}

    /**
     * A part between the comments {@code <!-- made: NAME -->} and {@code <!-- end: NAME -->}, each a line of its own.
     *
     * @param document which
     * @param name of the part
     * @param expected what the part must be, ended by a line feed
     * @param command that writes it
     * @throws AssertionError if it is something else; says what it must be, and the command
     */
    public static void holdPart(Path document, String name, String expected, String command) {
        String text = read(document);
        String begin = "<!-- made: %s -->\n".formatted(name);
        int from = text.indexOf(begin);
        int to = text.indexOf("<!-- end: %s -->\n".formatted(name));
        assertThat(from >= 0 && to > from)
                .as("%s has the comments around %s", document, name)
                .isTrue();
        hold(document, text.substring(0, from + begin.length()) + expected + text.substring(to), command);
    }

    /**
     * @param document which
     * @param expected what it must be as a whole
     * @param command that writes it
     * @throws AssertionError if it is something else; says what it must be, and the command
     */
    public static void hold(Path document, String expected, String command) {
        if (Boolean.getBoolean(WRITE)) {
            try {
                Files.writeString(document, expected);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(read(document))
                .as("%s is out of date: write it anew with %s -D%s=true", document.getFileName(), command, WRITE)
                .isEqualTo(expected);
    }

    private static String read(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
