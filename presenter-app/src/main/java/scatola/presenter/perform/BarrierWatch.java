package scatola.presenter.perform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import scatola.bus.TestId;

/** Looks for the facts of one step's barrier. Not safe for several threads. */
final class BarrierWatch {
    private final List<Looking> all;
    private final Sightings sightings;
    private final Map<TestId, TestId> live;

    private static final class Looking {
        private final Expectation expectation;
        private final int from;
        private @Nullable String seen;

        Looking(Expectation expectation, int from) {
            this.expectation = expectation;
            this.from = from;
        }
    }

    /**
     * How far one fact is.
     *
     * @param expectation the fact
     * @param trait of what in the live box
     * @param actual how it is, or null if nothing was heard of it
     * @param seen whether it was seen
     */
    record Look(
            Expectation expectation, Trait trait, @Nullable String actual, boolean seen) {}

    /**
     * @param barrier what to look for
     * @param sightings what has been seen until now
     * @param live which live test is which recorded one; may grow
     */
    BarrierWatch(List<Expectation> barrier, Sightings sightings, Map<TestId, TestId> live) {
        this.sightings = sightings;
        this.live = live;
        this.all = barrier.stream()
                .map(one -> new Looking(one, sightings.end(one.fact().trait())))
                .toList();
    }

    /** Looks at what has been seen. */
    void look() {
        Set<Trait> waiting = new HashSet<>();
        for (Looking one : all) {
            Trait trait = one.expectation.fact().trait();
            // of one test the facts come in their order
            if (one.seen == null && !waiting.contains(trait) && isSeen(one)) {
                one.seen = one.expectation.fact().value();
            }
            if (one.seen == null) {
                waiting.add(trait);
            }
        }
    }

    /**
     * Something happened just now, perhaps again: a ping tells every second how it goes.
     *
     * @param said facts of live tests
     */
    void happened(List<Fact> said) {
        Set<Trait> waiting = new HashSet<>();
        for (Looking one : all) {
            Fact fact = liveFact(one);
            if (one.seen == null && waiting.add(fact.trait()) && said.contains(fact) && sightings.holds(fact)) {
                one.seen = fact.value();
            }
        }
        look();
    }

    boolean isReached() {
        return all.stream().allMatch(one -> one.seen != null);
    }

    List<Look> looks() {
        List<Look> looks = new ArrayList<>();
        for (Looking one : all) {
            Trait trait = liveFact(one).trait();
            String seen = one.seen;
            looks.add(new Look(one.expectation, trait, seen == null ? sightings.now(trait) : seen, seen != null));
        }
        return looks;
    }

    private boolean isSeen(Looking one) {
        Fact fact = liveFact(one);
        return switch (one.expectation.how()) {
            case HOLDS -> sightings.holds(fact);
            case RETURNS -> sightings.happens(fact, one.from);
            case HAPPENS -> sightings.happens(fact, 0);
        };
    }

    private Fact liveFact(Looking one) {
        Fact fact = one.expectation.fact();
        TestId test = fact.trait().isOfTest() ? live.get(fact.trait().test()) : null;
        return test == null ? fact : new Fact(fact.trait().of(test), fact.value());
    }
}
