package scatola.nodeservice.guest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import scatola.nodeservice.guest.Guest.Job;
import scatola.nodeservice.guest.Guest.JobListener;
import scatola.nodeservice.guest.ShellProtocol.Answer;
import scatola.nodeservice.image.Talk;

/**
 * A shell behind a getty on the serial console, which people use too. We log in, then type as a person would: a command
 * at a prompt, and wait until it is taken. While we type, people's keys wait; a line that somebody has begun is given
 * time to be finished, else it is taken away and typed again behind ours.
 */
final class SerialLine implements CommandLine {
    private static final int LONGEST_TYPED = 700;
    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final int KEYS_WAITING = 64 * 1024;
    private static final long NUDGE_MS = 1000;
    private static final long NUDGE_SLOWEST_MS = 4000;
    private static final long PROMPT_WITHIN_MS = 300;
    private static final long ANSWER_WITHIN_MS = 5000;
    private static final long PATIENCE_MS = 2000;
    private static final int LOGINS = 3;
    private static final String KILL_LINE = "\u0015";
    private static final String INTERRUPT = "\u0003";

    private enum Phase {
        /** Pressing return until something known is seen. */
        WAKING,
        /** The user's name has been typed, perhaps the password too. */
        LOGGING_IN,
        /** A prompt was seen and the greeting is being typed. */
        GREETING,
        READY,
        /** The guest does not let us in, or is gone. */
        OVER
    }

    /** Something to type, line by line, and what becomes of it. */
    private static final class Turn {
        private final Deque<String> lines;
        private final Consumer<String> unsaid;
        private boolean answered;

        Turn(List<String> lines, Consumer<String> unsaid) {
            this.lines = new ArrayDeque<>(lines);
            this.unsaid = unsaid;
        }
    }

    private final Talk.Serial talk;
    private final RingConsole console;
    private final Loop loop;
    private final ShellProtocol protocol;
    private final ShellJobs jobs;
    private final Screen screen;
    private final LineSplitter lines = new LineSplitter(LONGEST_ANSWER, this::heardLine);
    private final AtomicInteger keysPosted = new AtomicInteger();
    // All below belong to the loop's thread.
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final StringBuilder begun = new StringBuilder();
    private Phase phase = Phase.WAKING;
    private @Nullable Turn turn;
    private int refusals;
    private long progress;

    SerialLine(String guest, Talk.Serial talk, RingConsole console, String key, Loop loop) {
        this.talk = talk;
        this.console = console;
        this.loop = loop;
        this.protocol = new ShellProtocol(key);
        this.jobs = new ShellJobs(guest, loop, protocol, this::say);
        this.screen = new Screen(talk.prompt());
        console.listen((bytes, written) -> loop.admit(() -> heard(bytes)));
        console.gate(this::keys);
        console.whenClosed(reason -> {
            loop.run(() -> over(reason));
            loop.close();
        });
        loop.run(() -> nudge(NUDGE_MS, progress));
    }

    @Override
    public CompletionStage<Void> answering() {
        return jobs.answering();
    }

    @Override
    public Job start(List<String> argv, String input, JobListener listener) {
        return jobs.start(argv, input, listener);
    }

    @Override
    public void close() {
        // The console is closed with us and says so.
    }

    private void over(String reason) {
        phase = Phase.OVER;
        jobs.gone(reason);
    }

    // ---- what comes out of the console

    private void heard(byte[] bytes) {
        screen.feed(bytes);
        lines.feed(bytes);
        if (phase == Phase.OVER) {
            return;
        }
        if (screen.refused()) {
            refusals++;
        }
        if (screen.asksLogin()) {
            login();
        } else if (phase == Phase.LOGGING_IN && screen.asksPassword()) {
            enter(talk.password());
        } else if (screen.prompted()) {
            atPrompt();
        }
    }

    private void heardLine(String line) {
        Answer answer = protocol.read(line);
        if (answer == null) {
            return;
        }
        boolean ofShell = !(answer instanceof Answer.Output || answer instanceof Answer.Ended);
        if (ofShell && turn != null && turn.lines.isEmpty()) {
            turn.answered = true;
            Turn answered = turn;
            // A prompt that looks unlike the others must not hold up what waits.
            loop.after(PROMPT_WITHIN_MS, () -> finish(answered));
        }
        if (answer instanceof Answer.Ready && phase == Phase.GREETING) {
            phase = Phase.READY;
        }
        jobs.heard(answer);
    }

    private void login() {
        if (phase == Phase.READY) {
            turns.clear();
            jobs.lost();
        }
        turn = null;
        if (refusals >= LOGINS) {
            phase = Phase.OVER;
            jobs.refused("the guest refuses to log %s in: check login and password in the image's talk"
                    .formatted(talk.login()));
            return;
        }
        phase = Phase.LOGGING_IN;
        enter(talk.login());
        long since = ++progress;
        loop.after(ANSWER_WITHIN_MS, () -> wakeUnless(since));
    }

    private void atPrompt() {
        if (phase == Phase.WAKING || phase == Phase.LOGGING_IN) {
            phase = Phase.GREETING;
            progress++;
            begin(new Turn(ShellWords.typable(protocol.greeting(), LONGEST_TYPED), unsaid -> wake()));
        } else if (turn != null) {
            if (!turn.lines.isEmpty()) {
                typeNext(turn);
            } else if (turn.answered) {
                finish(turn);
            }
        } else {
            next();
        }
    }

    // ---- waking

    private void wake() {
        phase = Phase.WAKING;
        console.send(INTERRUPT.getBytes(StandardCharsets.US_ASCII));
        nudge(NUDGE_MS, ++progress);
    }

    private void wakeUnless(long since) {
        if (progress == since && phase == Phase.LOGGING_IN) {
            wake();
        }
    }

    /** A login prompt that was shown before we came is shown again at a return. */
    private void nudge(long againMs, long since) {
        if (phase == Phase.WAKING && progress == since) {
            enter("");
            loop.after(againMs, () -> nudge(Math.min(2 * againMs, NUDGE_SLOWEST_MS), since));
        }
    }

    // ---- our turns at the keyboard

    private void say(String script, Consumer<String> unsaid) {
        turns.add(new Turn(ShellWords.typable(script, LONGEST_TYPED), unsaid));
        next();
    }

    private void next() {
        if (turn == null && phase == Phase.READY && !turns.isEmpty()) {
            Turn mine = turns.remove();
            turn = mine;
            if (screen.prompted() && begun.isEmpty()) {
                begin(mine);
            } else {
                turn = null;
                turns.addFirst(mine);
                String seen = begun.toString();
                loop.after(PATIENCE_MS, () -> insist(mine, seen));
            }
        }
    }

    /** The line that somebody began is as it was, or no prompt came: find out whether the shell listens. */
    private void insist(Turn mine, String seen) {
        if (turn != null || turns.peek() != mine || phase != Phase.READY) {
            return;
        }
        if (!begun.isEmpty() && !begun.toString().equals(seen)) {
            next();
        } else {
            turns.remove();
            begin(mine);
        }
    }

    private void begin(Turn mine) {
        turn = mine;
        if (!begun.isEmpty()) {
            console.send(KILL_LINE.getBytes(StandardCharsets.US_ASCII));
        }
        if (screen.prompted()) {
            typeNext(mine);
        } else {
            enter("");
        }
        loop.after(ANSWER_WITHIN_MS, () -> {
            if (turn == mine && !mine.answered) {
                drop("the guest's console is in use: end the program that runs there (Ctrl-C) and try again");
            }
        });
    }

    private void typeNext(Turn mine) {
        String line = mine.lines.remove();
        enter(line);
    }

    private void drop(String reason) {
        Turn mine = turn;
        if (mine != null) {
            turn = null;
            mine.unsaid.accept(reason);
            release();
        }
    }

    private void finish(Turn mine) {
        if (turn == mine) {
            turn = null;
            release();
        }
    }

    private void release() {
        String line = begun.toString();
        begun.setLength(0);
        byte[] keys = held.toByteArray();
        held.reset();
        person(line.getBytes(StandardCharsets.ISO_8859_1));
        person(keys);
        next();
    }

    private void enter(String text) {
        screen.entered();
        console.send((text + "\r").getBytes(StandardCharsets.UTF_8));
    }

    // ---- people at the keyboard

    private boolean keys(byte[] bytes) {
        if (keysPosted.addAndGet(bytes.length) > KEYS_WAITING) {
            keysPosted.addAndGet(-bytes.length);
            return true;
        }
        return loop.run(() -> {
            keysPosted.addAndGet(-bytes.length);
            if (turn == null) {
                person(bytes);
                next();
            } else if (held.size() + bytes.length <= KEYS_WAITING) {
                held.writeBytes(bytes);
            }
        });
    }

    private void person(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '\r' || b == '\n') {
                screen.entered();
                begun.setLength(0);
            } else if (b == 3 || b == 21) {
                begun.setLength(0);
            } else if (b == 8 || b == 127) {
                begun.setLength(Math.max(0, begun.length() - 1));
            } else if (b >= ' ' || b < 0) {
                begun.append((char) (b & 0xff));
            }
        }
        if (bytes.length > 0) {
            console.send(bytes);
        }
    }
}
