package scatola.nodeservice.vm.qemu;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import scatola.nodeservice.vm.Hypervisor.MachineExit;
import scatola.nodeservice.vm.Hypervisor.MachineListener;

/** A listener that writes down what it is told. */
final class Recorder implements MachineListener {
    final List<String> told = new CopyOnWriteArrayList<>();
    private volatile Optional<MachineExit> exit = Optional.empty();

    @Override
    public void paused() {
        told.add("paused");
    }

    @Override
    public void resumed() {
        told.add("resumed");
    }

    @Override
    public void reset() {
        told.add("reset");
    }

    @Override
    public void exited(MachineExit how) {
        told.add("exited");
        exit = Optional.of(how);
    }

    Optional<MachineExit> exit() {
        return exit;
    }
}
