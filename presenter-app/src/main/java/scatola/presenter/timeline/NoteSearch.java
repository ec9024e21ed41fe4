package scatola.presenter.timeline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds notes, through a connection of the caller's. Without state. */
final class NoteSearch {
    private static final Pattern PLACE = Pattern.compile("(\\d{1,18})-(\\d{1,9})");
    private static final String COLUMNS = "SELECT at_us, nth, kind, vm, node, by, text, chapter, sign FROM note ";

    /** Part of a tape during which the time of day stood at the same distance from the tape's clock. */
    private record Stretch(long from, long to, long offset) {}

    private record Found(Note note, int nth) {}

    private NoteSearch() {}

    /** @throws ArchiveRefusal if it names a recording that is not there, or a place that is none */
    static List<Noted> find(Connection connection, NoteQuery query) throws SQLException {
        Long id = query.recording();
        Recording in = id == null
                ? new Recording(0, "", Recording.LIVE, Micros.instant(0), null, true, null)
                : RecordingTable.find(connection, id).orElseThrow(() -> ArchiveRefusal.noSuchRecording(id));
        long[] after = place(query.after());
        List<Noted> page = new ArrayList<>();
        for (Stretch stretch : stretches(connection, in.tape())) {
            long from = Math.max(stretch.from(), Micros.of(in.from()));
            long to = Math.min(stretch.to(), in.to() == null ? Long.MAX_VALUE : Micros.of(in.to()));
            from = query.from() == null ? from : Math.max(from, Micros.of(query.from()) - stretch.offset());
            to = query.to() == null ? to : Math.min(to, Micros.of(query.to()) - stretch.offset());
            for (Found found : find(connection, in.tape(), from, to, after, query, query.limit() - page.size())) {
                long at = Micros.of(found.note().at());
                page.add(new Noted(found.note(), Micros.instant(at + stretch.offset()), at + "-" + found.nth()));
            }
        }
        return List.copyOf(page);
    }

    static List<Chapter> chapters(Connection connection, Recording recording) throws SQLException {
        List<Chapter> chapters = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                COLUMNS + "WHERE tape = ? AND at_us >= ? AND at_us < ? AND chapter ORDER BY at_us, nth")) {
            select.setLong(1, recording.tape());
            select.setLong(2, Micros.of(recording.from()));
            select.setLong(3, recording.to() == null ? Long.MAX_VALUE : Micros.of(recording.to()));
            for (Found found : found(select)) {
                Note note = found.note();
                chapters.add(new Chapter(note.at(), note.text(), note.kind() == NoteKind.MARK ? note.by() : null));
            }
        }
        return List.copyOf(chapters);
    }

    private static List<Found> find(
            Connection connection, long tape, long from, long to, long[] after, NoteQuery query, int limit)
            throws SQLException {
        if (limit < 1 || from >= to) {
            return List.of();
        }
        String sql = COLUMNS + "WHERE tape = ? AND at_us >= ? AND at_us < ? AND (at_us, nth) > (?, ?)";
        if (!query.kinds().isEmpty()) {
            sql += query.kinds().stream()
                    .map(kind -> "'%s'".formatted(kind))
                    .collect(Collectors.joining(", ", " AND kind IN (", ")"));
        }
        sql += query.drawn() ? " AND (chapter OR sign IS NOT NULL)" : "";
        sql += query.vm() == null ? "" : " AND vm = ?";
        sql += query.text() == null ? "" : " AND text LIKE ? ESCAPE '\\'";
        try (PreparedStatement select = connection.prepareStatement(sql + " ORDER BY at_us, nth LIMIT ?")) {
            int n = 0;
            select.setLong(++n, tape);
            select.setLong(++n, from);
            select.setLong(++n, to);
            select.setLong(++n, after[0]);
            select.setLong(++n, after[1]);
            if (query.vm() != null) {
                select.setString(++n, query.vm());
            }
            if (query.text() != null) {
                select.setString(++n, "%" + query.text().replaceAll("[\\\\%_]", "\\\\$0") + "%");
            }
            select.setInt(++n, limit);
            return found(select);
        }
    }

    private static List<Found> found(PreparedStatement select) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Instant at = Micros.instant(rows.getLong(1));
                found.add(new Found(
                        new Note(
                                at,
                                NoteKind.valueOf(Objects.requireNonNull(rows.getString(3))
                                        .toUpperCase(Locale.ROOT)),
                                rows.getString(4),
                                rows.getString(5),
                                rows.getString(6),
                                Objects.requireNonNull(rows.getString(7)),
                                rows.getBoolean(8),
                                sign(rows.getString(9))),
                        rows.getInt(2)));
            }
        }
        return found;
    }

    private static @Nullable Sign sign(@Nullable String text) {
        return text == null ? null : Sign.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static List<Stretch> stretches(Connection connection, long tape) throws SQLException {
        List<Stretch> stretches = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT at_us, offset_us FROM clock WHERE tape = ? ORDER BY at_us")) {
            select.setLong(1, tape);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    // before the first it is taken to have been the same
                    long from = stretches.isEmpty() ? Long.MIN_VALUE : rows.getLong(1);
                    if (!stretches.isEmpty()) {
                        Stretch before = stretches.removeLast();
                        stretches.add(new Stretch(before.from(), from, before.offset()));
                    }
                    stretches.add(new Stretch(from, Long.MAX_VALUE, rows.getLong(2)));
                }
            }
        }
        return stretches.isEmpty() ? List.of(new Stretch(Long.MIN_VALUE, Long.MAX_VALUE, 0)) : stretches;
    }

    private static long[] place(@Nullable String after) {
        if (after == null) {
            return new long[] {Long.MIN_VALUE, 0};
        }
        Matcher place = PLACE.matcher(after);
        if (!place.matches()) {
            throw ArchiveRefusal.because("'after' must be the place of a page's last line, as it was told with it");
        }
        return new long[] {Long.parseLong(place.group(1)), Long.parseLong(place.group(2))};
    }
}
