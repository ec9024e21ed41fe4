package scatola.presenter.web;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import scatola.bus.Quoted;
import scatola.bus.VmName;
import scatola.presenter.timeline.NoteKind;
import scatola.presenter.timeline.NoteQuery;

/**
 * What of the timeline is asked for, as it stands in the address. Everything may be left out, or left empty.
 *
 * @param from the first moment: {@code 14:03}, {@code -10m}, {@code 2026-05-01T14:03:20Z}
 * @param to the end, not part of it, as {@code from}
 * @param recording in which recording, by its number
 * @param kind about what: kinds of notes, several of them with commas
 * @param drawn {@code true} for only those that begin a chapter or have a sign
 * @param vm about which guest
 * @param text what stands in the note, capitals or not
 * @param after what the page before said to go on behind
 * @param limit how many at most
 */
public record TimelineAsked(
        @RestQuery @Nullable String from,
        @RestQuery @Nullable String to,
        @RestQuery @Nullable String recording,
        @RestQuery @Nullable List<String> kind,
        @RestQuery @Nullable String drawn,
        @RestQuery @Nullable String vm,
        @RestQuery @Nullable String text,
        @RestQuery @Nullable String after,
        @RestQuery @Nullable String limit) {
    /** How many notes a page has at most. */
    static final int MOST = 1000;

    /** How many it has at most unless more are asked for. */
    static final int FEW = 100;

    private static final int LONGEST_TEXT = 200;

    /** Leaves out what is empty. */
    public TimelineAsked {
        from = given(from);
        to = given(to);
        recording = given(recording);
        kind = kind == null ? List.of() : List.copyOf(kind);
        drawn = given(drawn);
        vm = given(vm);
        text = given(text);
        after = given(after);
        limit = given(limit);
    }

    /**
     * @param otherwise how many at most if it is not said
     * @param now the present
     * @param zone of times that name none
     * @throws Problem 400 with what to send instead
     */
    NoteQuery query(int otherwise, Instant now, ZoneId zone) {
        Instant first = from != null ? AskedTime.of("from", from, now, zone) : null;
        Instant end = to != null ? AskedTime.of("to", to, now, zone) : null;
        if (first != null && end != null && end.isBefore(first)) {
            throw Problem.of(400, "to is before from: send the earlier one as from");
        }
        if (text != null && text.length() > LONGEST_TEXT) {
            throw Problem.of(400, "text is too long: send at most %d characters".formatted(LONGEST_TEXT));
        }
        return new NoteQuery(
                recording != null
                        ? number("recording", recording, Long.MAX_VALUE, "the number of a recording, 1 or more")
                        : null,
                first,
                end,
                kinds(),
                drawn != null && yes(drawn),
                vm != null ? vm(vm) : null,
                text,
                after,
                limit != null
                        ? (int) number("limit", limit, MOST, "a number from 1 to %d".formatted(MOST))
                        : otherwise);
    }

    private Set<NoteKind> kinds() {
        Set<NoteKind> kinds = EnumSet.noneOf(NoteKind.class);
        for (String list : Objects.requireNonNull(kind)) {
            for (String name : list.split(",", -1)) {
                if (!name.isBlank()) {
                    kinds.add(kind(name.strip().toLowerCase(Locale.ROOT)));
                }
            }
        }
        return kinds;
    }

    private static boolean yes(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.of(400, "drawn: '%s' is neither true nor false".formatted(Quoted.of(text)));
        };
    }

    private static NoteKind kind(String name) {
        return Arrays.stream(NoteKind.values())
                .filter(kind -> kind.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        400,
                        "kind: '%s' is none: send some of %s"
                                .formatted(
                                        Quoted.of(name),
                                        Arrays.stream(NoteKind.values())
                                                .map(NoteKind::toString)
                                                .collect(Collectors.joining(", ")))));
    }

    private static String vm(String name) {
        try {
            return new VmName(name).text();
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "vm: " + e.getMessage());
        }
    }

    private static long number(String name, String text, long most, String what) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw Problem.of(400, "%s: '%s' is not %s".formatted(name, Quoted.of(text), what));
    }

    private static @Nullable String given(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }
}
