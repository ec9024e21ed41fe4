package scatola.nodeservice.vm;

import java.time.Instant;
import scatola.nodeservice.vm.Hypervisor.MachineExit;

/** What may happen to a guest. */
sealed interface Input {
    /** Somebody asks for something, and is answered once. */
    sealed interface Asked extends Input {
        /** @return whose answer it is */
        Ticket ticket();
    }

    /** Run. */
    record Boot(Ticket ticket) implements Asked {}

    /** Power down in good order. */
    record PowerDown(Ticket ticket) implements Asked {}

    /** End at once. */
    record Kill(Ticket ticket) implements Asked {}

    /** Press reset. */
    record Reboot(Ticket ticket) implements Asked {}

    /** Stop the CPU. */
    record Pause(Ticket ticket) implements Asked {}

    /** Let the CPU go on. */
    record Resume(Ticket ticket) implements Asked {}

    /** End and be forgotten. */
    record Delete(Ticket ticket) implements Asked {}

    /** Something happened to the machine of an attempt. */
    sealed interface Told extends Input {
        /** @return which launch it is about */
        int attempt();
    }

    /** The machine executes. */
    record Launched(int attempt, long pid, Instant startedAt) implements Told {}

    /** There will be no machine. */
    record LaunchFailed(int attempt, String reason) implements Told {}

    /** The guest's inside answers, and has its addresses. */
    record Answered(int attempt) implements Told {}

    /** The CPU was stopped. */
    record WasPaused(int attempt) implements Told {}

    /** The CPU goes on. */
    record WasResumed(int attempt) implements Told {}

    /** The machine was reset. */
    record WasReset(int attempt, Instant at) implements Told {}

    /** A power-down takes too long. */
    record Overdue(int attempt) implements Told {}

    /** The machine is no more. */
    record Exited(int attempt, MachineExit exit) implements Told {}
}
