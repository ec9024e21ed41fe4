package scatola.nodeservice.vm;

import java.time.Instant;

/** What is to be done about a decision. */
sealed interface Effect {
    /** Start a machine. */
    record Launch(int attempt) implements Effect {}

    /**
     * Take hold of the guest's inside and wait until it answers.
     *
     * @param from when its boot began
     */
    record AwaitGuest(Instant from) implements Effect {}

    /** Ask the guest to power off, and watch the clock. */
    record PowerOff() implements Effect {}

    /** End the machine. */
    record KillMachine() implements Effect {}

    /** Stop the CPU and answer. */
    record PauseCpu(Ticket ticket) implements Effect {}

    /** Let the CPU go on and answer. */
    record ResumeCpu(Ticket ticket) implements Effect {}

    /** Reset the machine and answer. */
    record ResetMachine(Ticket ticket) implements Effect {}

    /** The command was done, or has begun. */
    record Answer(Ticket ticket) implements Effect {}

    /** The command is refused. */
    record Refuse(Ticket ticket, String reason) implements Effect {}

    /**
     * Say that something happened.
     *
     * @param type of the event
     * @param text more for people, possibly empty
     * @param exitCode of the process, or -1
     */
    record Tell(String type, String text, int exitCode) implements Effect {}

    /** Forget the guest and all that was its own. */
    record Forget() implements Effect {}
}
