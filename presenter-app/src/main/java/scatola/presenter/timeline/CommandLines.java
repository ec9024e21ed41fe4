package scatola.presenter.timeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.Codec;
import scatola.bus.message.Response;
import scatola.bus.message.Sender;
import scatola.bus.message.Status;
import scatola.bus.message.VmCreate;
import scatola.bus.message.VmDelete;
import scatola.bus.message.VmState;
import scatola.presenter.box.World;
import scatola.presenter.command.ResponseTopic;

/**
 * Who asked for what, and what they were answered, in words. An answer's text begins with its command's. Remembers the
 * commands that are not answered yet; not safe for several threads.
 */
final class CommandLines {
    /** How many commands that nobody answers are remembered at most. */
    static final int MOST = 500;

    /** Commands to whom no name of the contract leads are answered too. */
    private static final Pattern COMMAND = Pattern.compile(
            "node/[^/]+/request/.+|vm/[^/]+/set(/.+)?|vm/[^/]+/request/.+|link/[^/]+/[^/]+/set(/.+)?|uplink/[^/]+/set|box/request/.+");

    private final Deque<Open> open = new ArrayDeque<>();

    /**
     * A command without an answer.
     *
     * @param at when it was said
     * @param answer where its answer goes, below the root
     * @param transaction its own, or null
     * @param note what was noted of it
     */
    private record Open(Instant at, String answer, @Nullable String transaction, Note note) {}

    /**
     * @param command where
     * @param payload what
     * @param world to find guests in
     */
    List<Note> asked(Instant at, Topic.Command command, Bytes payload, World world) {
        Decoded<Codec.Content> content = Codec.decode(command, payload.toArray());
        String words = switch (content) {
            case Decoded.Malformed<Codec.Content> bad -> CommandWords.unreadable(command);
            case Decoded.Value<Codec.Content> good -> CommandWords.of(command, good.value());
        };
        VmName vm = guest(command, content);
        return asked(at, Fold.below(command), payload, words, vm, node(command, vm, world));
    }

    /** A command on a topic that nobody can read; or no command at all. */
    List<Note> asked(Instant at, String topic, Bytes payload) {
        return COMMAND.matcher(topic).matches()
                ? asked(at, topic, payload, "say something on " + Phrases.quoted(topic), null, null)
                : List.of();
    }

    private List<Note> asked(
            Instant at, String topic, Bytes payload, String words, @Nullable VmName vm, @Nullable NodeName node) {
        Sender sender = Fields.decode(payload.toArray(), Sender::from) instanceof Decoded.Value<Sender> good
                ? good.value()
                : Sender.ANONYMOUS;
        Note note = new Note(at, NoteKind.COMMAND, text(vm), text(node), sender.by(), words, false);
        open.add(new Open(at, ResponseTopic.of(topic), sender.transaction(), note));
        if (open.size() > MOST) {
            open.remove();
        }
        return List.of(note);
    }

    /**
     * @param topic where, below the root
     * @param response what was answered
     */
    List<Note> answered(Instant at, String topic, Response response) {
        Open command = close(topic, response.transaction());
        String how = response.status() == Status.OK ? "ok" : "refused";
        String after = command == null ? "" : " after " + Phrases.duration(Duration.between(command.at(), at));
        String more = response.error() == null ? data(response.data()) : ": " + Phrases.quoted(response.error());
        Note asked = command == null ? null : command.note();
        return List.of(new Note(
                at,
                NoteKind.ANSWER,
                asked == null ? null : asked.vm(),
                asked == null ? null : asked.node(),
                asked == null ? null : asked.by(),
                "%s: %s%s%s".formatted(asked == null ? "answer on " + topic : asked.text(), how, after, more),
                false));
    }

    /** An answer on a topic that nobody can read, if it is one to a command. */
    List<Note> answered(Instant at, String topic, Bytes payload) {
        return open.stream().anyMatch(command -> command.answer().equals(topic))
                        && Fields.decodeAnswer(payload.toArray(), Response::from)
                                instanceof Decoded.Value<Response> response
                ? answered(at, topic, response.value())
                : List.of();
    }

    /** The oldest with that transaction; where a command can't be read, neither can its transaction, perhaps. */
    private @Nullable Open close(String topic, @Nullable String transaction) {
        Open found = null;
        for (Iterator<Open> all = open.iterator(); all.hasNext() && found == null; ) {
            Open one = all.next();
            if (one.answer().equals(topic) && Objects.equals(one.transaction(), transaction)) {
                found = one;
            }
        }
        if (found == null && transaction == null) {
            found = open.stream()
                    .filter(one -> one.answer().equals(topic))
                    .findFirst()
                    .orElse(null);
        }
        if (found != null) {
            open.remove(found);
        }
        return found;
    }

    private static String data(ObjectNode data) {
        StringBuilder text = new StringBuilder();
        if (data.path("test").isTextual()) {
            text.append(", test ").append(Phrases.quoted(data.path("test").textValue()));
        }
        if (data.path("recording").isIntegralNumber()) {
            text.append(", recording ").append(data.path("recording").longValue());
        }
        if (data.path("warning").isTextual()) {
            text.append(", but ").append(Phrases.quoted(data.path("warning").textValue()));
        }
        return text.toString();
    }

    private static @Nullable VmName guest(Topic.Command command, Decoded<Codec.Content> content) {
        return switch (command) {
            case Topic.VmSet t -> t.vm();
            case Topic.VmSetAttribute t -> t.vm();
            case Topic.VmRequest t -> t.vm();
            case Topic.LinkSet t -> t.vm();
            case Topic.LinkSetAttribute t -> t.vm();
            case Topic.NodeRequest t ->
                content instanceof Decoded.Value<Codec.Content> good && good.value() instanceof Codec.Content.Said said
                        ? switch (said.message()) {
                            case VmCreate create -> create.vm();
                            case VmDelete delete -> delete.vm();
                            default -> null;
                        }
                        : null;
            case Topic.UplinkSet t -> null;
            case Topic.BoxRequest t -> null;
        };
    }

    private static @Nullable NodeName node(Topic.Command command, @Nullable VmName vm, World world) {
        return switch (command) {
            case Topic.NodeRequest t -> t.node();
            case Topic.UplinkSet t -> t.node();
            case Topic.BoxRequest t -> null;
            case Topic.VmSet t -> host(vm, world);
            case Topic.VmSetAttribute t -> host(vm, world);
            case Topic.VmRequest t -> host(vm, world);
            case Topic.LinkSet t -> host(vm, world);
            case Topic.LinkSetAttribute t -> host(vm, world);
        };
    }

    private static @Nullable NodeName host(@Nullable VmName vm, World world) {
        VmState guest = vm == null ? null : world.guest(vm);
        return guest == null ? null : guest.node();
    }

    private static @Nullable String text(@Nullable Object name) {
        return name == null ? null : name.toString();
    }
}
