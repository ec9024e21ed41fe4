package scatola.nodeservice.guest;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One virtual thread that does things one after the other: what is only touched there needs no lock. What comes in from
 * a socket is let in through {@link #admit}, which makes the reader wait and thus the guest, so that no queue grows.
 */
final class Loop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Loop.class.getName());
    private static final int INCOMING = 16;

    private final ExecutorService thread;
    private final ScheduledExecutorService timers;
    private final Semaphore incoming = new Semaphore(INCOMING);

    Loop(String name, ScheduledExecutorService timers) {
        this.thread =
                Executors.newSingleThreadExecutor(Thread.ofVirtual().name(name).factory());
        this.timers = timers;
    }

    /**
     * Does it after what was asked before.
     *
     * @return false if it is closed and nothing is done any more
     */
    boolean run(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.ERROR, "a listener or a reader of a guest's words failed", e);
                }
            });
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** The same, but waits while too much is waiting. Not for this loop's own thread. */
    void admit(Runnable task) {
        incoming.acquireUninterruptibly();
        boolean accepted = run(() -> {
            try {
                task.run();
            } finally {
                incoming.release();
            }
        });
        if (!accepted) {
            incoming.release();
        }
    }

    /** Does it later. */
    void after(long milliseconds, Runnable task) {
        Future<?> unused = timers.schedule(() -> run(task), milliseconds, TimeUnit.MILLISECONDS);
    }

    /** Does what is waiting, then nothing more. Never waits itself. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
