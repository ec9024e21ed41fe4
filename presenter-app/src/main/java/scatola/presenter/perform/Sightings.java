package scatola.presenter.perform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import scatola.presenter.box.World;

/**
 * What has been seen since a performance began: of each trait every value that it had, in order, and up to which one
 * the recording has been found again. The live box may be ahead of the recording, since commands that went out together
 * then go out one after the other now. Not safe for several threads.
 */
final class Sightings {
    /** Of more the oldest are forgotten. */
    private static final int MOST_TRAITS = 10_000;

    private static final int MOST_VALUES = 1000;

    private static final class Track {
        private final List<String> values = new ArrayList<>();
        /** How many values were forgotten. */
        private int forgotten;
        /** The place of the value that was found last. */
        private int found = -1;

        @Nullable
        String now() {
            return values.isEmpty() ? null : values.getLast();
        }

        int end() {
            return forgotten + values.size();
        }

        void add(String value) {
            if (value.equals(now())) {
                return;
            }
            values.add(value);
            if (values.size() > MOST_VALUES) {
                values.removeFirst();
                forgotten++;
            }
        }

        boolean find(String value, int from) {
            for (int place = Math.max(from, forgotten); place < end(); place++) {
                if (values.get(place - forgotten).equals(value)) {
                    found = place;
                    return true;
                }
            }
            return false;
        }
    }

    private final Map<Trait, Track> tracks = new LinkedHashMap<>();

    /**
     * @param world what holds when the performance begins
     */
    Sightings(World world) {
        Facts.all(world).forEach(this::saw);
    }

    void saw(Fact fact) {
        track(fact.trait()).add(fact.value());
        if (fact.value().equals(Facts.GONE)) {
            tracks.forEach((trait, track) -> {
                if (trait.about().equals(fact.trait().about())) {
                    track.add(Facts.GONE);
                }
            });
        }
    }

    /** Much may have gone unheard; this is what holds now. */
    void holds(World world) {
        Set<String> there = new HashSet<>();
        Facts.all(world).forEach(fact -> {
            there.add(fact.trait().about());
            saw(fact);
        });
        tracks.forEach((trait, track) -> {
            if (!trait.isOfTest() && !there.contains(trait.about())) {
                String without = Facts.unheard(trait);
                track.add(without == null ? Facts.GONE : without);
            }
        });
    }

    /** A test begins: what an earlier one of that id did is over. */
    void forget(String about) {
        tracks.keySet().removeIf(trait -> trait.about().equals(about));
    }

    /** How it is now, or null if nothing was heard of it. */
    @Nullable
    String now(Trait trait) {
        Track track = tracks.get(trait);
        String now = track == null ? null : track.now();
        return now == null ? Facts.unheard(trait) : now;
    }

    /** How many values it has had: what comes later has a place from there on. */
    int end(Trait trait) {
        Track track = tracks.get(trait);
        return track == null ? 0 : track.end();
    }

    /** Whether it is so now, or was since the last value that was found. */
    boolean holds(Fact fact) {
        if (fact.value().equals(now(fact.trait()))) {
            Track track = track(fact.trait());
            track.found = track.end() - 1;
            return true;
        }
        return happens(fact, 0);
    }

    /** Whether it came to be so after the last value that was found, and not before that place. */
    boolean happens(Fact fact, int from) {
        Track track = track(fact.trait());
        return track.find(fact.value(), Math.max(from, track.found + 1));
    }

    private Track track(Trait trait) {
        Track track = tracks.computeIfAbsent(trait, one -> new Track());
        if (tracks.size() > MOST_TRAITS) {
            tracks.remove(tracks.keySet().iterator().next());
        }
        return track;
    }
}
