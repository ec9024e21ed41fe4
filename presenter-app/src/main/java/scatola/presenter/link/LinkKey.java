package scatola.presenter.link;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret with which tokens are signed: HMAC with SHA-256 (RFC 2104). Immutable. */
public final class LinkKey {
    /** As long as the hash (RFC 2104, section 3). */
    static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    /** Half of the hash, the least that is advised (RFC 2104, section 5): it keeps the QR code coarse. */
    private static final int SIGNATURE_BYTES = 16;

    private final SecretKeySpec secret;

    private LinkKey(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * @param secret 32 bytes that nobody can guess
     * @return the key
     * @throws IllegalArgumentException if there are more or fewer
     */
    static LinkKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("it has %d bytes, not %d".formatted(secret.length, BYTES));
        }
        return new LinkKey(secret);
    }

    /** @return 32 random bytes */
    static byte[] random() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /** Signs a text: 22 characters of base64 for addresses (RFC 4648, section 5). */
    String sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] hash = mac.doFinal(("scatola link " + text).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, SIGNATURE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
