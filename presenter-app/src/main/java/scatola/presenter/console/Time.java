package scatola.presenter.console;

import java.time.Duration;

/** A clock that wakes people. */
public interface Time {
    /** @return a clock of nanoseconds that never goes back */
    long nanos();

    /**
     * @param wait for how long
     * @param task done then, on a thread of the clock's; must not block
     */
    void after(Duration wait, Runnable task);
}
