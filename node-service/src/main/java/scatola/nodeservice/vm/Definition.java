package scatola.nodeservice.vm;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import scatola.bus.ImageName;
import scatola.bus.NetworkName;
import scatola.bus.VmName;

/**
 * A guest as it is kept on disk: what it is, what is wanted of it, and what must be known of it again after the service
 * was restarted beneath its running machine.
 *
 * @param vm its name
 * @param image what it boots
 * @param memoryMib its memory
 * @param wanted whether it is to run
 * @param nics in the guest's order
 * @param bootMs how long its last boot took, or null
 * @param answered whether its machine, if there is one, has answered
 * @param paused whether its machine, if there is one, is paused
 */
public record Definition(
        VmName vm,
        ImageName image,
        int memoryMib,
        boolean wanted,
        List<NicState> nics,
        @Nullable Long bootMs,
        boolean answered,
        boolean paused) {
    /** Copies the list. */
    public Definition {
        nics = List.copyOf(nics);
    }

    /**
     * @param network a virtual network
     * @return the NIC in it
     */
    public Optional<NicState> nic(NetworkName network) {
        return nics.stream().filter(nic -> nic.nic().network().equals(network)).findFirst();
    }

    Definition with(NicState changed) {
        List<NicState> next = nics.stream()
                .map(nic -> nic.nic().network().equals(changed.nic().network()) ? changed : nic)
                .toList();
        return new Definition(vm, image, memoryMib, wanted, next, bootMs, answered, paused);
    }

    Definition with(boolean isWanted, @Nullable Long lastBootMs, boolean hasAnswered, boolean isPaused) {
        return new Definition(vm, image, memoryMib, isWanted, nics, lastBootMs, hasAnswered, isPaused);
    }
}
