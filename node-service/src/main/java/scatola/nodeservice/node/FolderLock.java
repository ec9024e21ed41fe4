package scatola.nodeservice.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Keeps a second node service out of a node's folder: both would own the same guests. Ends with its process. */
public final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    /**
     * Takes the folder, and closes it to other users: guests are some.
     *
     * @param folder the node's own; made if it is not there
     * @throws IllegalStateException if another service has it
     */
    public FolderLock(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock() == null) {
                channel.close();
                throw new IllegalStateException(
                        "another node service works in %s: end it, or give this one a folder of its own (SCATOLA_FOLDER)"
                                .formatted(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder %s can't be used".formatted(folder), e);
        }
    }

    private @Nullable FileLock lock() throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // this very process has it
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock could not be let go", e);
        }
    }
}
