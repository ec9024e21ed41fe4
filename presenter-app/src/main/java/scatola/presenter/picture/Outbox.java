package scatola.presenter.picture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on its way to one client. Who reads slowly costs no more than {@value #MOST} messages or {@value #MOST_CHARS}
 * characters: when more wait, all that wait are dropped, and when the client reads again it gets the whole picture of
 * then instead.
 *
 * <p>Everything happens on one thread.
 */
public final class Outbox {
    /** How many messages may wait. */
    static final int MOST = 1000;
    /** How long they may be together. */
    static final int MOST_CHARS = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Line line;
    private final Executor thread;
    private final LongFunction<String> picture;
    private final Runnable broken;
    private final Deque<String> waiting = new ArrayDeque<>();
    private long chars;
    private long skipped;
    private boolean busy;

    /**
     * @param line to the client
     * @param thread on which all this happens
     * @param picture gives the whole picture as it is then, as a message that says how many were skipped; what it adds
     *     itself follows it
     * @param broken told when the line is no more
     */
    public Outbox(Line line, Executor thread, LongFunction<String> picture, Runnable broken) {
        this.line = line;
        this.thread = thread;
        this.picture = picture;
        this.broken = broken;
    }

    /**
     * Sends it after everything else, or drops it if the client is too slow.
     *
     * @param text a message
     */
    public void add(String text) {
        if (skipped > 0) {
            skipped++;
        } else if (!busy) {
            send(text);
        } else if (waiting.size() < MOST && chars + text.length() <= MOST_CHARS) {
            waiting.add(text);
            chars += text.length();
        } else {
            skip(1);
        }
    }

    /**
     * Drops everything that waits, and sends the whole picture as soon as the client reads.
     *
     * @param more how many messages were dropped besides, at least 1
     */
    public void skip(long more) {
        skipped += waiting.size() + more;
        waiting.clear();
        chars = 0;
        if (!busy) {
            catchUp();
        }
    }

    private void catchUp() {
        long missed = skipped;
        skipped = 0;
        // what is added while the picture is drawn comes after it
        busy = true;
        send(picture.apply(missed));
    }

    private void send(String text) {
        busy = true;
        var unused = line.send(text).whenCompleteAsync((done, failure) -> sent(failure), thread);
    }

    private void sent(@Nullable Throwable failure) {
        if (failure != null) {
            LOG.debug("a client is gone: {}", failure.toString());
            waiting.clear();
            broken.run();
            return;
        }
        busy = false;
        String next = waiting.poll();
        if (next != null) {
            chars -= next.length();
            send(next);
        } else if (skipped > 0) {
            catchUp();
        }
    }
}
