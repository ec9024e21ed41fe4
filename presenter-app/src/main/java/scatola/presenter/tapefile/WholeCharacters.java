package scatola.presenter.tapefile;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text out of bytes that come bit by bit: a character that is cut in two comes with its second half. What is no UTF-8
 * becomes U+FFFD. For one thread.
 */
final class WholeCharacters {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] rest = new byte[0];

    String add(byte[] more) {
        return decode(more, false);
    }

    /** The end of it: what is left is no character any more. */
    String end() {
        return decode(new byte[0], true);
    }

    private String decode(byte[] more, boolean isEnd) {
        ByteBuffer bytes = ByteBuffer.allocate(rest.length + more.length)
                .put(rest)
                .put(more)
                .flip();
        // a byte never becomes more than one char, and what was left none until now
        CharBuffer chars = CharBuffer.allocate(bytes.remaining() + 1);
        decoder.decode(bytes, chars, isEnd);
        if (isEnd) {
            decoder.flush(chars);
            decoder.reset();
        }
        rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return chars.flip().toString();
    }
}
