package scatola.presenter.show;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Quoted;

/** The folder of shows: each file NAME.yaml is one. Read anew each time, so that a show can be written beside a box. */
public final class Repertoire {
    private static final Logger LOG = LoggerFactory.getLogger(Repertoire.class);
    private static final String NAME = "[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?";
    private static final String ENDING = ".yaml";

    private final Path folder;

    /**
     * @param folder where the shows are; need not be there yet
     */
    public Repertoire(Path folder) {
        this.folder = folder;
    }

    /** @return the names of all shows, sorted; empty if there is no folder */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .filter(name -> name.matches(NAME))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.warn("shows folder={} can't be read: {}", folder, e.toString());
            return List.of();
        }
    }

    /** What came of looking for a show. */
    public sealed interface Found {
        /**
         * There is one of that name.
         *
         * @param file what came of reading it
         */
        record There(ShowFile file) implements Found {}

        /**
         * There is none.
         *
         * @param reason which there are
         */
        record Missing(String reason) implements Found {}
    }

    /**
     * @param name of a show
     * @return the show, if there is one
     */
    public Found find(String name) {
        if (!name.matches(NAME)) {
            return missing(name);
        }
        Path file = folder.resolve(name + ENDING);
        try {
            long size = Files.size(file);
            if (size > ShowReader.MOST_CHARACTERS * 4L) {
                return unreadable("%s has %d bytes, which is too much for a show".formatted(file, size));
            }
            return new Found.There(ShowReader.read(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return missing(name);
        } catch (IOException e) {
            return unreadable("%s can't be read: %s".formatted(file, e));
        }
    }

    private static Found unreadable(String problem) {
        return new Found.There(new ShowFile.Unplayable(List.of(problem)));
    }

    private Found missing(String name) {
        List<String> names = names();
        return new Found.Missing("no show %s: %s"
                .formatted(
                        Quoted.of(name),
                        names.isEmpty()
                                ? "there is none in " + folder
                                : (names.size() == 1 ? "there is " : "there are ") + String.join(", ", names)));
    }
}
