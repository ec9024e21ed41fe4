package scatola.nodeservice.vm;

import org.jspecify.annotations.Nullable;
import scatola.bus.NetworkName;
import scatola.bus.VmName;

/** Where guests tell the world how they are. Called by each guest's owner; must not block. */
public interface VmReports {
    /**
     * A guest changed.
     *
     * @param snapshot how it is now
     */
    void changed(VmSnapshot snapshot);

    /**
     * One link of a guest changed and nothing else.
     *
     * @param snapshot how the guest is now
     * @param network which link
     */
    void linkChanged(VmSnapshot snapshot, NetworkName network);

    /**
     * A guest was deleted.
     *
     * @param last how it was
     */
    void gone(VmSnapshot last);

    /**
     * Something happened to a guest.
     *
     * @param vm which
     * @param type past tense, such as {@code guest_halted}
     * @param by who asked for it, or null
     * @param text more for people, possibly empty
     * @param exitCode of its process, or -1
     */
    void happened(VmName vm, String type, @Nullable String by, String text, int exitCode);

    /**
     * Bytes came out of a guest's serial console.
     *
     * @param vm which
     * @param bytes them
     * @param written how many have come out until the end of these, since the console was opened
     */
    void printed(VmName vm, byte[] bytes, long written);
}
