package scatola.nodeservice.vm;

import java.util.Optional;

/** Whatever runs machines. The outside edge of this package: QEMU in earnest, a fake in tests. */
public interface Hypervisor {
    /**
     * Starts a machine and returns when its CPU executes. Blocks for as long as that takes; call it on a thread that may.
     *
     * @param spec what to run
     * @param listener hears of everything the machine does by itself, on a thread of the hypervisor's, never before this
     *     method has returned
     * @return the machine, or why there is none
     */
    Launch launch(MachineSpec spec, MachineListener listener);

    /**
     * Finds a machine that an earlier run of this service started and that still lives.
     *
     * @param spec what was to be run
     * @param listener hears of everything the machine does by itself from now on
     * @return the machine, or empty if it is gone; what it left behind is cleared away then
     */
    Optional<Machine> find(MachineSpec spec, MachineListener listener);

    /**
     * What came of a launch.
     */
    sealed interface Launch {
        /**
         * It runs.
         *
         * @param machine the handle to it
         */
        record Launched(Machine machine) implements Launch {}

        /**
         * It does not run, and nothing is left of it.
         *
         * @param reason for people: what went wrong and what to do about it, with the hypervisor's last words
         */
        record Failed(String reason) implements Launch {}
    }

    /**
     * Hears what a machine does by itself. Called on one thread at a time; must not block.
     */
    interface MachineListener {
        /** The guest stopped executing: {@code pause} took effect, by whomever. */
        void paused();

        /** The guest executes again. */
        void resumed();

        /** The guest was reset, by a command or by itself. */
        void reset();

        /**
         * The machine is no more. The last call ever.
         *
         * @param exit how it ended
         */
        void exited(MachineExit exit);
    }

    /**
     * How a machine ended.
     *
     * @param byGuest whether the guest shut itself down in good order
     * @param exitCode the process's exit code, or -1 where it can't be known
     * @param lastWords the last lines of what the hypervisor wrote to stderr, possibly empty
     */
    record MachineExit(boolean byGuest, int exitCode, String lastWords) {}
}
