package scatola.presenter.button;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.Topics;

/** The file of rules on its disk, read again when it has changed. Not safe for several threads. */
final class ButtonFile {
    private final Path path;
    private final boolean expected;
    private final Topics topics;
    private @Nullable Mark seen;

    /** What tells one state of a file from another; of one that isn't there, all is null. */
    private record Mark(
            @Nullable FileTime modified,
            long size,
            @Nullable Object key) {}

    /**
     * @param path where it is
     * @param expected whether somebody named it, and so its absence is a problem
     * @param topics below which root the box is
     */
    ButtonFile(Path path, boolean expected, Topics topics) {
        this.path = path.toAbsolutePath().normalize();
        this.expected = expected;
        this.topics = topics;
    }

    Path path() {
        return path;
    }

    /** What stands in it, or null if it is as it was when it was read last. */
    @Nullable
    RuleFile readIfChanged() {
        Mark now = mark();
        if (now.equals(seen)) {
            return null;
        }
        // before it is read: what is written meanwhile is a change again
        seen = now;
        return now.modified() == null ? absent() : read();
    }

    private RuleFile absent() {
        return expected
                ? new RuleFile.Unusable(
                        List.of("there is no such file: copy buttons.example.yaml to there, or unset SCATOLA_BUTTONS"))
                : new RuleFile.Usable(List.of());
    }

    private RuleFile read() {
        try {
            long size = Files.size(path);
            return size > RuleReader.MOST_CHARACTERS * 4L
                    ? new RuleFile.Unusable(List.of("it has %d bytes, which is too much".formatted(size)))
                    : RuleReader.read(Files.readString(path), topics);
        } catch (IOException e) {
            return new RuleFile.Unusable(List.of("it can't be read, as a file of UTF-8 text: " + e));
        }
    }

    private Mark mark() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return new Mark(now.lastModifiedTime(), now.size(), now.fileKey());
        } catch (NoSuchFileException e) {
            return new Mark(null, 0, null);
        } catch (IOException e) {
            // reading it tells why
            return new Mark(FileTime.fromMillis(0), -1, null);
        }
    }
}
