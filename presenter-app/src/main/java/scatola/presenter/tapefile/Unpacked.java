package scatola.presenter.tapefile;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A stream that is unpacked if it begins as gzip does (RFC 1952, section 2.3.1). */
final class Unpacked {
    private static final int BUFFER_BYTES = 1 << 16;

    private Unpacked() {}

    /** What the stream itself throws comes as UncheckedIOException, so that it is told from what unpacking throws. */
    static InputStream of(InputStream in) throws IOException {
        PushbackInputStream raw = new PushbackInputStream(new Sharp(in), 2);
        byte[] magic = raw.readNBytes(2);
        raw.unread(magic);
        boolean packed = magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
        return packed ? new Lazy(raw) : raw;
    }

    /** Reads the gzip header when it is asked for the first bytes, so that a cut in it is a cut like any other. */
    private static final class Lazy extends InputStream {
        private final InputStream packed;
        private @Nullable GZIPInputStream unpacked;

        Lazy(InputStream packed) {
            this.packed = packed;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (unpacked == null) {
                unpacked = new GZIPInputStream(packed, BUFFER_BYTES);
            }
            return unpacked.read(bytes, offset, length);
        }
    }

    private static final class Sharp extends InputStream {
        private final InputStream in;

        Sharp(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() {
            try {
                return in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int available() {
            // asked for by GZIPInputStream, to see whether another member follows
            try {
                return in.available();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
