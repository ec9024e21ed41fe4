package scatola.presenter.timeline;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A payload as it came, of any bytes. Immutable; compared by content. */
public final class Bytes {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @param bytes copied
     * @return the same bytes
     */
    public static Bytes of(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    /**
     * @param text any text
     * @return its UTF-8 form
     */
    public static Bytes of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @return a copy */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** @return how many */
    public int size() {
        return bytes.length;
    }

    /** @return the text whose UTF-8 form this is, or empty if it is no UTF-8 */
    public Optional<String> utf8() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return utf8().orElseGet(() -> "%d bytes".formatted(bytes.length));
    }
}
