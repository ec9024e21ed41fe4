package scatola.nodeservice.vm;

import java.nio.file.Path;
import java.util.List;
import scatola.bus.VmName;
import scatola.nodeservice.image.Image;

/**
 * What a hypervisor needs to know to run a guest.
 *
 * @param vm the guest's name
 * @param image what it boots
 * @param memoryMib its memory
 * @param nics in the order in which the guest sees them
 * @param folder a folder of its own for sockets and pid file; its path is short enough for UNIX sockets
 */
public record MachineSpec(VmName vm, Image image, int memoryMib, List<Nic> nics, Path folder) {
    /** Copies the list. */
    public MachineSpec {
        nics = List.copyOf(nics);
    }
}
