package scatola.bus.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;

/**
 * As whom a client comes to a broker that lets in nobody unknown, and how it knows that broker: by a certificate of one
 * CA, and of no other.
 *
 * @param user name at the broker
 * @param password its password; told to nobody but the broker
 * @param caFile where the CA stands, for people
 * @param cas the CA's certificates
 */
public record BusCredentials(String user, String password, Path caFile, List<Certificate> cas) {
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    /** @throws IllegalArgumentException if there is no CA */
    public BusCredentials {
        cas = List.copyOf(cas);
        if (cas.isEmpty()) {
            throw new IllegalArgumentException("there is no certificate in %s: name the CA's".formatted(caFile));
        }
    }

    /**
     * Reads a file as {@code ./scatola secure} makes them: lines {@code user=}, {@code password=} and {@code ca=}, a path
     * from that file or an absolute one.
     *
     * @param file of this user or root, and readable by nobody else
     * @return what it says
     * @throws IllegalArgumentException if it can't be used; the message says what to do, and nothing of the password
     */
    public static BusCredentials read(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        try {
            demandSecrecy(absolute);
            Map<String, String> fields = fields(absolute);
            Path ca = absolute.resolveSibling(field(absolute, fields, "ca")).normalize();
            return new BusCredentials(
                    field(absolute, fields, "user"), field(absolute, fields, "password"), ca, certificates(ca));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "there is no file %s, from SCATOLA_CREDENTIALS: ./scatola secure makes one for each user"
                            .formatted(e.getFile()),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s, from SCATOLA_CREDENTIALS, can't be read: %s".formatted(absolute, e), e);
        }
    }

    /** @return what trusts the CA, and nobody else */
    public TrustManagerFactory trust() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < cas.size(); i++) {
                store.setCertificateEntry("ca-" + i, cas.get(i));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the CA in %s can't be trusted".formatted(caFile), e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "user %s, ca %s".formatted(user, caFile);
    }

    private static void demandSecrecy(Path file) throws IOException {
        Object owner = Files.getAttribute(file, "unix:uid");
        if (!owner.equals(0) && !owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            throw new IllegalArgumentException(
                    "%s, from SCATOLA_CREDENTIALS, belongs to somebody else: chown it to who runs this"
                            .formatted(file));
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
        open.retainAll(Files.getPosixFilePermissions(file));
        if (!open.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s, from SCATOLA_CREDENTIALS, is open to others: chmod 600 %s".formatted(file, file));
        }
    }

    private static Map<String, String> fields(Path file) throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String line : new String(Files.readAllBytes(file), UTF_8).lines().toList()) {
            int end = line.indexOf('=');
            if (end > 0 && !line.startsWith("#")) {
                fields.put(
                        line.substring(0, end).strip(), line.substring(end + 1).strip());
            }
        }
        return fields;
    }

    private static String field(Path file, Map<String, String> fields, String name) {
        String value = fields.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s, from SCATOLA_CREDENTIALS, does not say %s: write a line %s=…".formatted(file, name, name));
        }
        return value;
    }

    private static List<Certificate> certificates(Path file) throws IOException {
        try {
            return List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "%s holds no certificate of a CA that can be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
