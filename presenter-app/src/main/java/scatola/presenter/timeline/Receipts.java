package scatola.presenter.timeline;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Which messages of quality of service 1 were taken last. The broker delivers again what it has no acknowledgement for
 * (MQTT 3.1.1, section 4.4), also to the next process of this app; what is remembered here is written with the messages
 * themselves, so it is known without fail. Not safe for several threads.
 */
final class Receipts {
    /** Less than the 65,535 packet identifiers, so that one that comes round is no longer remembered. */
    private static final int REMEMBERED = 32_768;

    private static final int BYTES_OF_ONE = Short.BYTES + Long.BYTES;

    private final long[] hashes = new long[1 << 16];
    private final long[] places = new long[1 << 16];
    private final Deque<Batch> batches = new ArrayDeque<>();
    private final List<Receipt> fresh = new ArrayList<>();
    private long place = REMEMBERED;
    private long nextBatch = 1;
    private boolean cleared;

    private record Batch(long id, int messages) {}

    private record Receipt(int packet, long hash) {}

    static Receipts of(Connection connection) throws SQLException {
        Receipts receipts = new Receipts();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, messages, packets FROM receipt ORDER BY id")) {
            while (rows.next()) {
                receipts.batches.add(new Batch(rows.getLong(1), rows.getInt(2)));
                receipts.nextBatch = rows.getLong(1) + 1;
                ByteBuffer bytes = ByteBuffer.wrap(rows.getBytes(3));
                while (bytes.remaining() >= BYTES_OF_ONE) {
                    receipts.note(bytes.getShort() & 0xffff, bytes.getLong());
                }
            }
        }
        return receipts;
    }

    /** Whether this very message was taken before under that packet identifier. */
    boolean knows(int packet, String topic, byte[] payload) {
        return place - places[packet] < REMEMBERED && hashes[packet] == hash(topic, payload);
    }

    void take(int packet, String topic, byte[] payload) {
        long hash = hash(topic, payload);
        note(packet, hash);
        fresh.add(new Receipt(packet, hash));
    }

    /** In a new session packet identifiers mean something else. */
    void forget() {
        place += REMEMBERED;
        fresh.clear();
        cleared = true;
    }

    boolean areNew() {
        return cleared || !fresh.isEmpty();
    }

    /** Writes what is new; it counts as new until {@link #written}. */
    void write(Connection connection) throws SQLException {
        if (cleared) {
            RecordingTable.update(connection, "DELETE FROM receipt");
        }
        if (fresh.isEmpty()) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(fresh.size() * BYTES_OF_ONE);
        fresh.forEach(receipt -> bytes.putShort((short) receipt.packet()).putLong(receipt.hash()));
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO receipt (id, messages, packets) VALUES (?, ?, ?)")) {
            insert.setLong(1, nextBatch);
            insert.setInt(2, fresh.size());
            insert.setBytes(3, bytes.array());
            insert.executeUpdate();
        }
        RecordingTable.update(connection, "DELETE FROM receipt WHERE id < ?", oldest());
    }

    /** What was new is in the database. */
    void written() {
        if (cleared) {
            batches.clear();
            cleared = false;
        }
        if (!fresh.isEmpty()) {
            long oldest = oldest();
            batches.removeIf(batch -> batch.id() < oldest);
            batches.add(new Batch(nextBatch++, fresh.size()));
            fresh.clear();
        }
    }

    /** The first batch that is still needed. */
    private long oldest() {
        long needed = (long) REMEMBERED - fresh.size();
        long oldest = nextBatch;
        for (var older = batches.descendingIterator(); needed > 0 && older.hasNext(); ) {
            Batch batch = older.next();
            oldest = batch.id();
            needed -= batch.messages();
        }
        return oldest;
    }

    private void note(int packet, long hash) {
        hashes[packet] = hash;
        places[packet] = ++place;
    }

    /** FNV-1a, 64 bits. */
    private static long hash(String topic, byte[] payload) {
        return hash(hash(0xcbf29ce484222325L, topic.getBytes(StandardCharsets.UTF_8)) * 0x100000001b3L, payload);
    }

    private static long hash(long start, byte[] bytes) {
        long hash = start;
        for (byte each : bytes) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
