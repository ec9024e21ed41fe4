package scatola.presenter.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file with the links that are out, so that what was taken back stays so after a restart: a line for each, {@code ID
 * ROLE MADE UNTIL}. It lets nobody in, since it has no tokens. Safe for several threads.
 */
public final class LinkFile {
    private static final Pattern LINE = Pattern.compile("([A-Za-z0-9_-]{8}) ([po]) ([0-9]{1,11}) ([0-9]{1,11})");

    private final Path file;

    /** @param file where; its folder is there */
    public LinkFile(Path file) {
        this.file = file;
    }

    /**
     * What the file says.
     *
     * @param links those that can be read
     * @param trouble what is wrong with the file, and what follows; empty if nothing is
     */
    public record Read(List<Link> links, Optional<String> trouble) {}

    /** @return the links of the last {@link #keep}, without their tokens */
    public Read read() {
        List<Link> links = new ArrayList<>();
        int wrong = 0;
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    Matcher form = LINE.matcher(line);
                    if (form.matches()) {
                        links.add(link(form));
                    } else {
                        wrong++;
                    }
                }
            }
        } catch (IOException e) {
            return new Read(
                    List.of(), Optional.of("all links are void, since %s can't be read: %s".formatted(file, e)));
        }
        return new Read(
                links,
                wrong == 0
                        ? Optional.empty()
                        : Optional.of(
                                "%d links are void, since their lines in %s can't be read".formatted(wrong, file)));
    }

    /**
     * Writes them down, whole or not at all.
     *
     * @param links all that are out
     * @throws UncheckedIOException if the disk does not take it
     */
    public synchronized void keep(List<Link> links) {
        List<String> lines = links.stream()
                .map(link -> "%s %s %d %d"
                        .formatted(
                                link.id(),
                                link.role().letter(),
                                link.made().getEpochSecond(),
                                link.until().getEpochSecond()))
                .toList();
        try {
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file without a folder");
            Path draft = Files.createTempFile(folder, "link", ".list");
            Files.write(draft, lines);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the links that are out can't be written to %s: after a restart they are as they were"
                            .formatted(file),
                    e);
        }
    }

    private static Link link(Matcher form) {
        return new Link(
                form.group(1),
                "",
                Role.of(form.group(2)),
                Instant.ofEpochSecond(Long.parseLong(form.group(3))),
                Instant.ofEpochSecond(Long.parseLong(form.group(4))));
    }
}
