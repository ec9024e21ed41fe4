package scatola.nodeservice.vm;

import java.time.Instant;

/**
 * What a guest is doing.
 *
 * <pre>
 *            boot              launched             answered
 *   Off ──────────► Launching ─────────► Booting ───────────────► Running
 *    ▲ ▲                │                  │  ▲      reset           │ ▲
 *    │ │      no launch │                  │  └─────────────────────┤ │
 *    │ │                ▼                  │        paused, resumed ▼ │
 *    │ └───boot─────  Failed ◄─────────────┴─── dies by itself ── Paused
 *    │                                                               │
 *    └────────────── exits ─────────────── Stopping ◄── power down, kill
 *
 *   every state ── delete ──► Deleting ── exits ──► Gone
 * </pre>
 */
sealed interface Life {
    /**
     * A machine that was started.
     *
     * @param attempt counts the launches of this guest; what an earlier one still says is ignored
     * @param pid its process
     * @param startedAt when it was started
     */
    record Run(int attempt, long pid, Instant startedAt) {}

    /** States in which there is a machine. */
    sealed interface Alive extends Life {
        /** @return the machine's start */
        Run run();
    }

    /** It does not run. */
    record Off() implements Life {}

    /**
     * Its machine is being started.
     *
     * @param attempt of this start
     * @param ticket the command that is answered when that is over
     */
    record Launching(int attempt, Ticket ticket) implements Life {}

    /** Its machine executes; nothing inside answers yet. */
    record Booting(Run run) implements Alive {}

    /** It answers. */
    record Running(Run run) implements Alive {}

    /**
     * Its CPU is stopped.
     *
     * @param run the machine
     * @param answered whether it had answered before
     */
    record Paused(Run run, boolean answered) implements Alive {}

    /** It is on its way out. */
    record Stopping(Run run) implements Alive {}

    /**
     * It should run and doesn't.
     *
     * @param cause why, for people
     * @param exitCode of its process; -1 if it can't be known or there was none
     */
    record Failed(String cause, int exitCode) implements Life {}

    /**
     * It ends for good.
     *
     * @param run the machine
     * @param ticket the command that is answered then
     */
    record Deleting(Run run, Ticket ticket) implements Alive {}

    /** It was deleted. */
    record Gone() implements Life {}
}
