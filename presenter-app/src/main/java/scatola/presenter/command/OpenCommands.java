package scatola.presenter.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scatola.bus.NodeName;
import scatola.bus.message.Response;
import scatola.presenter.box.Node;
import scatola.presenter.box.World;

/**
 * The commands that nobody has answered yet, and what the box answers when nobody does. Pure: commands, answers and the
 * clock go in, the box's own answers come out. Not safe for several threads.
 *
 * @param <T> what the edge needs to answer a command
 */
final class OpenCommands<T> {
    /** How long the bus may take to know of what was just made. */
    static final Duration MOMENT = Duration.ofSeconds(1);

    /** How long a node may be silent about a command, unless it is heard otherwise and so is at work on it. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long a node that is heard may take: to find out whether KVM works, and to start QEMU from a slow card. */
    static final Duration AT_WORK = Duration.ofSeconds(40);

    /** A node speaks every second. */
    private static final Duration HEARD = Duration.ofSeconds(3);

    /** How long a transaction is known. */
    static final Duration MEMORY = Duration.ofMinutes(10);

    /** How many commands are watched, and how many transactions known, at most. */
    static final int MOST = 10_000;

    private static final String RETAINED =
            "a command must not be retained: publish it without the retain flag, and clear this one with mosquitto_pub -r -n";

    /**
     * An answer that the box gives.
     *
     * @param command to what
     * @param response the answer
     */
    record Answer<T>(Asked<T> command, Response response) {}

    private record Key(String responseTopic, @Nullable String transaction) {}

    private record Known(Response response, Instant at) {}

    private record Open<T>(Asked<T> command, Instant until) {}

    /** What the box does when it is asked itself. */
    interface Own<T> {
        /**
         * @param operation what is asked
         * @param command the command
         * @return its answer, or null if that comes later, by {@link #done}
         */
        @Nullable
        Response perform(String operation, Asked<T> command);
    }

    private final Own<T> own;
    private final List<Open<T>> open = new ArrayList<>();

    /** What the box is doing, by the command that asked for it; those that came again with it. */
    private final IdentityHashMap<Asked<T>, List<Asked<T>>> atWork = new IdentityHashMap<>();

    private final Map<Key, Known> known = new LinkedHashMap<>();

    OpenCommands(Own<T> own) {
        this.own = own;
    }

    /** A command came; what is to be answered at once. */
    List<Answer<T>> asked(Asked<T> command, World world) {
        Response before = remembered(command);
        if (before != null) {
            return List.of(new Answer<>(command, before));
        }
        return switch (Judge.judge(command.topic(), world, command.at())) {
            case Judgement.Own mine when command.retained() -> List.of(refuse(command, RETAINED));
            case Judgement.Own mine -> perform(command, mine.request().operation());
            case Judgement.Hopeless hopeless -> List.of(refuse(command, hopeless.reason()));
            case Judgement.Doubtful doubtful when open.size() >= MOST -> List.of(refuse(command, doubtful.reason()));
            case Judgement.Doubtful doubtful -> {
                open.add(new Open<>(command, command.at().plus(MOMENT)));
                yield List.of();
            }
            case Judgement.NodesTurn turn -> {
                if (open.size() < MOST) {
                    open.add(new Open<>(command, command.at().plus(PATIENCE)));
                }
                yield List.of();
            }
        };
    }

    private List<Answer<T>> perform(Asked<T> command, String operation) {
        for (List<Asked<T>> same : atWork.values()) {
            if (command.transaction() != null && key(command).equals(key(same.getFirst()))) {
                same.add(command);
                return List.of();
            }
        }
        if (atWork.size() >= MOST) {
            return List.of(refuse(command, "the box has too much to do: try again in a moment"));
        }
        // before, since it may be done at once
        atWork.put(command, new ArrayList<>(List.of(command)));
        Response response = own.perform(operation, command);
        return response == null ? List.of() : done(command, response);
    }

    /** What the box was asked for is done; what is to be answered. */
    List<Answer<T>> done(Asked<T> command, Response response) {
        List<Asked<T>> same = atWork.remove(command);
        if (same == null) {
            throw new IllegalStateException("not at work: " + command);
        }
        return same.stream().map(one -> answer(one, response)).toList();
    }

    /** Somebody answered: that command is not the box's any more. */
    void answered(String responseTopic, @Nullable String transaction) {
        if (!close(responseTopic, transaction) && transaction == null) {
            // where a command can't be read, neither can its transaction, perhaps
            open.stream()
                    .filter(one -> one.command().responseTopic().equals(responseTopic))
                    .findFirst()
                    .ifPresent(open::remove);
        }
    }

    private boolean close(String responseTopic, @Nullable String transaction) {
        for (Iterator<Open<T>> all = open.iterator(); all.hasNext(); ) {
            Asked<T> command = all.next().command();
            if (command.responseTopic().equals(responseTopic) && Objects.equals(command.transaction(), transaction)) {
                all.remove();
                return true;
            }
        }
        return false;
    }

    /** The clock went on; what is to be answered now. */
    List<Answer<T>> due(World world, Instant now) {
        List<Answer<T>> answers = new ArrayList<>();
        for (Open<T> one : List.copyOf(open)) {
            if (now.isBefore(one.until())) {
                continue;
            }
            open.remove(one);
            Asked<T> command = one.command();
            switch (Judge.judge(command.topic(), world, now)) {
                case Judgement.Own mine -> throw new IllegalStateException("left open: " + command);
                case Judgement.Hopeless hopeless -> answers.add(refuse(command, hopeless.reason()));
                case Judgement.Doubtful doubtful -> answers.add(refuse(command, doubtful.reason()));
                case Judgement.NodesTurn turn -> {
                    Instant last = command.at().plus(PATIENCE);
                    if (now.isBefore(last)) {
                        open.add(new Open<>(command, last));
                    } else if (isHeard(world, turn.node(), now)
                            && now.isBefore(command.at().plus(AT_WORK))) {
                        open.add(new Open<>(command, now.plus(MOMENT)));
                    } else {
                        answers.add(refuse(
                                command,
                                "%s did not answer within %d s: try again, and look at its log if that does not help"
                                        .formatted(
                                                turn.node(),
                                                Duration.between(command.at(), now)
                                                        .toSeconds())));
                    }
                }
            }
        }
        return answers;
    }

    private static boolean isHeard(World world, NodeName name, Instant now) {
        Node node = world.node(name);
        return node != null
                && node.isOnline(now)
                && now.isBefore(node.lastHeard().plus(HEARD));
    }

    /** When something may be {@link #due} next, or null for never. */
    @Nullable
    Instant deadline() {
        return open.stream().map(Open::until).min(Instant::compareTo).orElse(null);
    }

    private Answer<T> refuse(Asked<T> command, String reason) {
        String text =
                command.retained() && !reason.equals(RETAINED) ? "%s; besides, %s".formatted(reason, RETAINED) : reason;
        return answer(command, Response.error(command.transaction(), text));
    }

    private Answer<T> answer(Asked<T> command, Response response) {
        if (command.transaction() != null) {
            known.put(key(command), new Known(response, command.at()));
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return new Answer<>(command, response);
    }

    private static Key key(Asked<?> command) {
        return new Key(command.responseTopic(), command.transaction());
    }

    private @Nullable Response remembered(Asked<T> command) {
        Instant oldest = command.at().minus(MEMORY);
        // in the order of their time
        for (Iterator<Known> all = known.values().iterator();
                all.hasNext() && all.next().at().isBefore(oldest); ) {
            all.remove();
        }
        Known before = command.transaction() == null ? null : known.get(key(command));
        return before == null ? null : before.response();
    }
}
