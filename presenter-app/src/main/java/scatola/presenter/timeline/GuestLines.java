package scatola.presenter.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scatola.bus.Ipv4Cidr;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.LinkState;
import scatola.bus.message.NodeEvent;
import scatola.bus.message.OnOff;
import scatola.bus.message.Phase;
import scatola.bus.message.VmState;

/** What becomes of guests and their cables, in words. Pure. */
final class GuestLines {
    private GuestLines() {}

    /**
     * @param vm which guest
     * @param then as it was, or null if it was not there
     * @param now as it is, or null if it is there no more
     */
    static List<Note> guest(Instant at, VmName vm, @Nullable VmState then, @Nullable VmState now) {
        if (now == null) {
            return then == null
                    ? List.of()
                    : List.of(note(at, vm, then.node(), null, vm + " is deleted", false)
                            .with(Sign.DOWN));
        }
        List<Note> notes = new ArrayList<>();
        if (then != null && !then.node().equals(now.node())) {
            String text = "%s moved from %s to %s".formatted(vm, then.node(), now.node());
            notes.add(note(at, vm, now.node(), now.by(), text, false));
        }
        if (then == null || then.phase() != now.phase()) {
            String text = phase(vm, then == null ? null : then.phase(), now);
            String by = now.phase() == Phase.FAILED ? null : now.by();
            notes.add(note(at, vm, now.node(), by, text, isChapter(then, now)).with(sign(then, now)));
        }
        return notes;
    }

    private static String phase(VmName vm, @Nullable Phase then, VmState now) {
        return switch (now.phase()) {
            case OFF ->
                then == null
                        ? "%s is made on %s".formatted(vm, now.node())
                        : "%s is off%s".formatted(vm, because(now.cause()));
            case STARTING ->
                then == Phase.PAUSED
                        ? vm + " goes on"
                        : then == Phase.RUNNING
                                ? vm + " starts again"
                                : "%s is starting on %s".formatted(vm, now.node());
            case RUNNING ->
                then == Phase.PAUSED
                        ? vm + " goes on"
                        : now.bootMs() == null
                                ? vm + " is up"
                                : "%s is up after %s".formatted(vm, Phrases.duration(Duration.ofMillis(now.bootMs())));
            case PAUSED -> vm + " is paused";
            case STOPPING -> vm + " powers down";
            case FAILED ->
                "%s %s%s"
                        .formatted(
                                vm,
                                then == Phase.RUNNING || then == Phase.PAUSED || then == Phase.STOPPING
                                        ? "died"
                                        : "did not boot",
                                because(now.cause()));
        };
    }

    private static boolean isChapter(@Nullable VmState then, VmState now) {
        return now.phase() == Phase.FAILED
                || now.phase() == Phase.RUNNING && (then == null || then.phase() != Phase.PAUSED);
    }

    private static @Nullable Sign sign(@Nullable VmState then, VmState now) {
        return switch (now.phase()) {
            case RUNNING -> Sign.UP;
            case PAUSED, FAILED -> Sign.DOWN;
            case OFF -> then == null ? null : Sign.DOWN;
            case STARTING -> then != null && then.phase() == Phase.PAUSED ? Sign.UP : null;
            case STOPPING -> null;
        };
    }

    private static String because(@Nullable String cause) {
        return cause == null ? "" : ": " + Phrases.quoted(cause);
    }

    /**
     * @param link which
     * @param then as it was, or null if it was not there
     * @param now as it is, or null if it is there no more
     */
    static List<Note> link(Instant at, Topic.LinkState link, @Nullable LinkState then, @Nullable LinkState now) {
        if (now == null) {
            return List.of();
        }
        boolean wasPlugged = then == null || then.state() == OnOff.ON;
        List<Note> notes = new ArrayList<>();
        if (wasPlugged && now.state() == OnOff.OFF) {
            notes.add(link(at, link, now, "%s is unplugged from %s".formatted(link.vm(), link.network()))
                    .with(Sign.PULLED));
        } else if (!wasPlugged && now.state() == OnOff.ON) {
            notes.add(link(at, link, now, "%s is plugged into %s".formatted(link.vm(), link.network()))
                    .with(Sign.PLUGGED));
        }
        if (then != null) {
            addressed(link, then.ip(), now.ip())
                    .ifPresent(text -> notes.add(link(at, link, now, text).with(Sign.MOVED)));
            impaired(link, then, now).ifPresent(text -> notes.add(link(at, link, now, text)));
        }
        return notes;
    }

    private static Note link(Instant at, Topic.LinkState link, LinkState now, String text) {
        return new Note(at, NoteKind.LINK, link.vm().text(), now.node().text(), now.by(), text, false);
    }

    private static Optional<String> addressed(Topic.LinkState link, @Nullable Ipv4Cidr then, @Nullable Ipv4Cidr now) {
        if (Objects.equals(then, now)) {
            return Optional.empty();
        }
        String whose = "%s's address on %s".formatted(link.vm(), link.network());
        return Optional.of(
                then == null
                        ? "%s is %s".formatted(whose, now)
                        : now == null
                                ? "%s is gone: it was %s".formatted(whose, then)
                                : "%s changed from %s to %s".formatted(whose, then, now));
    }

    private static Optional<String> impaired(Topic.LinkState link, LinkState then, LinkState now) {
        if (then.delayMs() == now.delayMs()
                && Double.compare(then.lossPct(), now.lossPct()) == 0
                && Objects.equals(then.bandwidthKbit(), now.bandwidthKbit())) {
            return Optional.empty();
        }
        String how = Stream.of(
                        now.delayMs() == 0 ? "" : "%d ms delay".formatted(now.delayMs()),
                        now.lossPct() == 0 ? "" : Phrases.number(now.lossPct()) + " % loss",
                        now.bandwidthKbit() == null ? "" : "at most %d kbit/s".formatted(now.bandwidthKbit()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return Optional.of(
                "%s's link to %s: %s".formatted(link.vm(), link.network(), how.isEmpty() ? "unimpaired" : how));
    }

    /** Something that happened and that no state tells. */
    static List<Note> event(Instant at, NodeName node, NodeEvent event) {
        String subject = event.vm() == null ? node.text() : event.vm().text();
        String more = event.text() == null || event.text().isEmpty() ? "" : ": " + Phrases.quoted(event.text());
        String text = switch (event.type()) {
            // their states tell
            case "guest_booted",
                    "guest_halted",
                    "guest_crashed",
                    "guest_failed",
                    "guest_killed",
                    "guest_paused",
                    "guest_resumed",
                    "guest_reset",
                    "guest_deleted" -> "";
            case "guest_unreachable" -> "%s runs, but nothing can be done inside it%s".formatted(subject, more);
            case "address_refused" -> "%s did not take its address%s".formatted(subject, more);
            // more are to be expected
            default ->
                "%s: %s%s".formatted(subject, Phrases.quoted(event.type()).replace('_', ' '), more);
        };
        if (text.isEmpty()) {
            return List.of();
        }
        VmName vm = event.vm();
        return List.of(new Note(
                at,
                vm == null ? NoteKind.NODE : NoteKind.GUEST,
                vm == null ? null : vm.text(),
                node.text(),
                event.by(),
                text,
                false));
    }

    private static Note note(Instant at, VmName vm, NodeName node, @Nullable String by, String text, boolean chapter) {
        return new Note(at, NoteKind.GUEST, vm.text(), node.text(), by, text, chapter);
    }
}
