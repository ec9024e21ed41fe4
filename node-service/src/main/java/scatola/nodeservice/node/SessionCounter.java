package scatola.nodeservice.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The number of this start of the service: one more than the last one's, kept on disk. */
public final class SessionCounter {
    private static final Logger LOG = LoggerFactory.getLogger(SessionCounter.class);
    private static final String FILE = "session";

    private SessionCounter() {}

    /**
     * @param folder the node's own
     * @return this session's number, already on disk. A node that has lost its counter, or never had one, begins with the
     *     seconds since 1970 by its clock
     */
    public static long next(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            long next = last(file) + 1;
            Path fresh = folder.resolve(FILE + ".new");
            Files.writeString(fresh, next + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return next;
        } catch (IOException e) {
            throw new UncheckedIOException("the session counter %s can't be raised".formatted(file), e);
        }
    }

    private static long last(Path file) throws IOException {
        // higher than any counted one: readers would take the sessions of a Pi with a new card for old ones
        long seconds = System.currentTimeMillis() / 1000;
        if (!Files.exists(file)) {
            return seconds;
        }
        String text = Files.readString(file).strip();
        if (text.matches("\\d{1,18}")) {
            return Long.parseLong(text);
        }
        LOG.warn("{} is no number; counting on from {}", file, seconds);
        return seconds;
    }
}
