package scatola.presenter.tapefile;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The checksum of a file: SHA-256 (FIPS 180-4) of all bytes before its last line. For one thread. */
final class Checksum {
    private final MessageDigest digest;

    Checksum() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void add(byte[] bytes) {
        digest.update(bytes);
    }

    void addLineFeed() {
        digest.update((byte) '\n');
    }

    /** As it stands in the last line. To be asked once, after everything. */
    String text() {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }
}
