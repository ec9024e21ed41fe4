package scatola.presenter.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The file with the key of links, so that they outlive a restart. Whoever deletes it makes all links void from the next
 * start on.
 */
public final class KeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private KeyFile() {}

    /**
     * A key to work with.
     *
     * @param key from the file, or a fresh one that nobody keeps
     * @param trouble what is wrong with the file and what to do about it; empty if nothing is
     */
    public record Opened(LinkKey key, Optional<String> trouble) {}

    /**
     * Takes the key out of the file; where there is no file, one is made that only its owner may read.
     *
     * @param file where
     * @return always a key
     */
    public static Opened open(Path file) {
        try {
            return Files.exists(file) ? read(file) : made(file);
        } catch (IOException | IllegalArgumentException e) {
            return new Opened(
                    LinkKey.of(LinkKey.random()),
                    Optional.of(
                            "links end when this app does, since the key in %s can't be used (%s): delete it, and a new one is made at the next start"
                                    .formatted(file, e)));
        }
    }

    private static Opened read(Path file) throws IOException {
        if (Files.size(file) != LinkKey.BYTES) {
            throw new IllegalArgumentException("it has %d bytes, not %d".formatted(Files.size(file), LinkKey.BYTES));
        }
        LinkKey key = LinkKey.of(Files.readAllBytes(file));
        if (OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            return new Opened(key, Optional.empty());
        }
        Files.setPosixFilePermissions(file, OWNER_ONLY);
        return new Opened(
                key,
                Optional.of(
                        "others on this machine could read %s, and so make links; they can't any more: if one may have, delete it and start again"
                                .formatted(file)));
    }

    private static Opened made(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file without a folder");
        Files.createDirectories(folder);
        byte[] secret = LinkKey.random();
        // whole or not at all, even if the machine goes now
        Path draft = Files.createTempFile(folder, "link", ".key", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.write(draft, secret);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return new Opened(LinkKey.of(secret), Optional.empty());
    }
}
