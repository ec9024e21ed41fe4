package scatola.presenter.picture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import scatola.presenter.picture.Piece.Section;

/** What differs in a later picture. Immutable. */
public final class Change {
    private final SortedMap<Piece, JsonNode> set;
    private final SortedSet<Piece> gone;

    private Change(SortedMap<Piece, JsonNode> set, SortedSet<Piece> gone) {
        this.set = set;
        this.gone = gone;
    }

    /** What differs among those pieces. */
    static Change between(Map<Piece, JsonNode> before, Map<Piece, JsonNode> after, Collection<Piece> pieces) {
        SortedMap<Piece, JsonNode> set = new TreeMap<>();
        SortedSet<Piece> gone = new TreeSet<>();
        for (Piece piece : pieces) {
            @Nullable JsonNode was = before.get(piece);
            @Nullable JsonNode is = after.get(piece);
            if (is == null && was != null) {
                gone.add(piece);
            } else if (is != null && !Objects.equals(was, is)) {
                set.put(piece, is);
            }
        }
        return new Change(Collections.unmodifiableSortedMap(set), Collections.unmodifiableSortedSet(gone));
    }

    /** @return whether nothing differs */
    public boolean isEmpty() {
        return set.isEmpty() && gone.isEmpty();
    }

    /**
     * @return {@code {"set":{…},"gone":{…}}}: what is in {@code set} takes the place of what the picture has there, each
     *     guest, node and so on as a whole; {@code gone} lists by section which are no more. Made anew at each call, but
     *     shares its parts with the picture: not to be changed
     */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode changed = json.putObject("set");
        set.forEach((piece, value) -> put(changed, piece, value));
        ObjectNode missing = json.putObject("gone");
        gone.forEach(piece -> missing.withArray(piece.section().field()).add(piece.name()));
        return json;
    }

    static void put(ObjectNode picture, Piece piece, JsonNode value) {
        Section section = piece.section();
        if (section.isNamed()) {
            picture.withObject("/" + section.field()).set(piece.name(), value);
        } else {
            picture.set(section.field(), value);
        }
    }

    @Override
    public String toString() {
        return json().toString();
    }
}
