package scatola.presenter.attendance;

import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import scatola.bus.PresenterName;
import scatola.presenter.link.Role;

/**
 * Decides who is here. A presenter with a name is as long as one of their connections is, and {@link #GRACE} longer, so
 * that a reload of the page is no goodbye. Knows no clock and no thread.
 */
final class Attendance {
    /** How long somebody whose last connection has gone still counts as here. */
    static final Duration GRACE = Duration.ofSeconds(5);
    /** What the ids of all presenters at the page begin with: the app speaks for them. */
    static final String PREFIX = "web-";

    /** With the prefix before it and a number of up to three digits after it, it is still a name on the bus. */
    private static final int LONGEST_SLUG = 24;

    private final PresenterName app;
    private final Map<String, Seat> seats = new HashMap<>();
    private final Map<DisplayName, Person> people = new LinkedHashMap<>();

    /**
     * Somebody's last connection has gone.
     *
     * @param name whose
     * @param visit of how many until then
     */
    record Leaving(DisplayName name, long visit) {}

    private record Seat(Role role, @Nullable DisplayName name) {}

    private static final class Person {
        final Present present;
        final Set<String> connections = new HashSet<>();
        long visits;

        Person(Present present) {
            this.present = present;
        }
    }

    /** @param app what the app itself is called, and so nobody else */
    Attendance(PresenterName app) {
        this.app = app;
    }

    /**
     * A connection is there.
     *
     * @return the presenter who came with it, or null if nobody did who wasn't here
     */
    @Nullable
    Present arrive(String connection, Role role, @Nullable DisplayName name, Instant now) {
        DisplayName counted = role == Role.PRESENTER ? name : null;
        seats.put(connection, new Seat(role, counted));
        if (counted == null) {
            return null;
        }
        Person known = people.get(counted);
        Person person = known == null ? new Person(new Present(id(counted), counted, now)) : known;
        people.put(counted, person);
        person.connections.add(connection);
        person.visits++;
        return known == null ? person.present : null;
    }

    /**
     * A connection has gone.
     *
     * @return to be given to {@link #lapse} after {@link #GRACE} if it was a presenter's last, else null
     */
    @Nullable
    Leaving leave(String connection) {
        Seat seat = seats.remove(connection);
        Person person = seat == null || seat.name() == null ? null : people.get(seat.name());
        if (person == null) {
            return null;
        }
        person.connections.remove(connection);
        return person.connections.isEmpty() ? new Leaving(person.present.name(), person.visits) : null;
    }

    /** @return who is not here any more, or null if they have come back since */
    @Nullable
    Present lapse(Leaving leaving) {
        Person person = people.get(leaving.name());
        if (person == null || person.visits != leaving.visit() || !person.connections.isEmpty()) {
            return null;
        }
        people.remove(leaving.name());
        return person.present;
    }

    /** @return who is here, in the order of their coming */
    List<Present> present() {
        return people.values().stream().map(person -> person.present).toList();
    }

    /** @return whether that one is here, or is the app itself */
    boolean isHere(PresenterName id) {
        return id.equals(app)
                || people.values().stream()
                        .anyMatch(person -> person.present.id().equals(id));
    }

    Headcount count() {
        int onlookers = 0;
        int nameless = 0;
        for (Seat seat : seats.values()) {
            if (seat.role() == Role.ONLOOKER) {
                onlookers++;
            } else if (seat.name() == null) {
                nameless++;
            }
        }
        return new Headcount(people.size() + nameless, onlookers);
    }

    private PresenterName id(DisplayName name) {
        String slug = PREFIX + slug(name.text());
        PresenterName id = new PresenterName(slug);
        for (int i = 2; isHere(id); i++) {
            id = new PresenterName("%s-%d".formatted(slug, i));
        }
        return id;
    }

    /** What of a name can stand in a topic: small letters without accents, and digits. */
    private static String slug(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        String cut =
                plain.substring(0, Math.min(plain.length(), LONGEST_SLUG + 1)).replaceAll("^-|-$", "");
        String slug = cut.substring(0, Math.min(cut.length(), LONGEST_SLUG)).replaceAll("-$", "");
        return slug.isEmpty() ? "presenter" : slug;
    }
}
