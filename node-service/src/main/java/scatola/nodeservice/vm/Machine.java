package scatola.nodeservice.vm;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import scatola.bus.NetworkName;

/**
 * A running machine. Its methods may be called from any thread, block until the hypervisor has confirmed (some
 * milliseconds, at most a few seconds) and throw {@link MachineUnreachable} where it can't.
 */
public interface Machine {
    /** @return the process */
    long pid();

    /** @return when it was started */
    Instant startedAt();

    /** Presses the power button (ACPI); the guest may ignore it. */
    void powerDown();

    /** Ends the process at once. Never throws: a process that is gone already is fine. */
    void kill();

    /** Stops the CPU. */
    void pause();

    /** Lets the CPU go on. */
    void resume();

    /** Presses the reset button. */
    void reset();

    /**
     * Pulls or plugs a NIC's cable; the guest sees its carrier go or come.
     *
     * @param network which NIC
     * @param up whether it is plugged
     */
    void setLink(NetworkName network, boolean up);

    /** Lets go of it: it runs on, may be found again, and its listener hears nothing more. */
    void letGo();

    /** @return the UNIX socket of the serial console; one connection at a time */
    Path consoleSocket();

    /** @return the UNIX socket of the control channel that the image offers; one connection at a time */
    Optional<Path> controlSocket();

    /** The hypervisor does not answer. */
    final class MachineUnreachable extends RuntimeException {
        private static final long serialVersionUID = 1;

        /**
         * @param message machine, operation and reason
         * @param cause what happened
         */
        public MachineUnreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
