package scatola.presenter.timeline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.message.Codec;
import scatola.bus.message.Sample;

/** Finds the samples of traffic tests, through a connection of the caller's. Without state. */
final class SampleSearch {
    private SampleSearch() {}

    /** @return those from a moment on and before another, in order; of more than the limit the newest */
    static List<Sampled> find(Connection connection, long tape, long from, long to, int limit) throws SQLException {
        List<Sampled> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT e.at_us, t.text, e.payload FROM event e JOIN topic t ON t.id = e.topic"
                        + " WHERE e.tape = ? AND e.at_us >= ? AND e.at_us < ?"
                        + " AND t.text GLOB 'test/*' AND t.text NOT GLOB 'test/*/*' ORDER BY e.at_us DESC LIMIT ?")) {
            select.setLong(1, tape);
            select.setLong(2, from);
            select.setLong(3, to);
            select.setInt(4, limit);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Sampled sampled = sampled(rows.getLong(1), rows.getString(2), rows.getBytes(3));
                    if (sampled != null) {
                        found.add(sampled);
                    }
                }
            }
        }
        return List.copyOf(found.reversed());
    }

    /** @return null for what is none: anyone may say anything on the bus */
    private static @Nullable Sampled sampled(long at, String topic, byte[] payload) {
        return Fold.topic(topic) instanceof Decoded.Value<Topic> known
                        && known.value() instanceof Topic.TestSample of
                        && Codec.decode(of, payload) instanceof Decoded.Value<Codec.Content> read
                        && read.value() instanceof Codec.Content.Said said
                        && said.message() instanceof Sample sample
                ? new Sampled(Micros.instant(at), of.test(), sample)
                : null;
    }
}
