package scatola.presenter.console;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's own clock, with a thread of its own. Safe for several threads. */
public final class SystemTime implements Time, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SystemTime.class);

    private final ScheduledThreadPoolExecutor thread;

    /** Begins to run when it is first needed. */
    public SystemTime() {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "consoles");
            made.setDaemon(true);
            return made;
        });
        // who still waits after close() has nobody left to tell anything
        thread.setRejectedExecutionHandler((task, executor) -> LOG.debug("closed already"));
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void after(Duration wait, Runnable task) {
        var unused = thread.schedule(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.error("a console can't be told", e);
                    }
                },
                wait.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
