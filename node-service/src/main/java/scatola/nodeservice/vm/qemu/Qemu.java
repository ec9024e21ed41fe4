package scatola.nodeservice.vm.qemu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.nodeservice.vm.Hypervisor;
import scatola.nodeservice.vm.Machine;
import scatola.nodeservice.vm.MachineSpec;

/**
 * Runs machines with QEMU, each a process that outlives this service. Safe for several threads, as long as each machine
 * is one thread's at a time.
 */
public final class Qemu implements Hypervisor {
    /** A Pi with a cold SD card reads QEMU for seconds. */
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);

    private static final Duration FOUND_DEADLINE = Duration.ofSeconds(10);
    private static final long POLL_MS = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Qemu.class);

    private final QemuProgram program;
    private final Supplier<Accelerator> accelerator;

    /**
     * @param program the QEMU to run
     * @param accelerator asked at each launch, on the launching thread, which waits for its answer
     */
    public Qemu(QemuProgram program, Supplier<Accelerator> accelerator) {
        this.program = program;
        this.accelerator = accelerator;
    }

    @Override
    public Launch launch(MachineSpec spec, MachineListener listener) {
        MachineFolder folder = new MachineFolder(spec.folder());
        Optional<Path> file = program.located();
        if (file.isEmpty()) {
            return new Launch.Failed(program.missing());
        }
        if (!folder.isShortEnough()) {
            return new Launch.Failed(
                    "the folder %s is too long for UNIX sockets (107 bytes with the socket's name): choose a shorter one with SCATOLA_FOLDER"
                            .formatted(folder.path()));
        }
        Accelerator.Kind kind = accelerator.get().kind();
        List<String> command = QemuCommand.of(file.get(), spec, kind, program.hasSandbox(file.get()));
        try {
            folder.make();
            Process runner = Runner.start(folder, Confinement.strictest().around(spec.image(), kind, command));
            return awaitStart(spec, folder, runner, listener);
        } catch (IOException e) {
            return new Launch.Failed("guest %s can't be started in %s: %s".formatted(spec.vm(), folder.path(), e));
        }
    }

    @Override
    public Optional<Machine> find(MachineSpec spec, MachineListener listener) {
        MachineFolder folder = new MachineFolder(spec.folder());
        Optional<LiveProcess> process = findProcess(spec, folder);
        if (process.isEmpty()) {
            clear(folder);
            return Optional.empty();
        }
        try {
            folder.takeBack();
            MachineEvents events = new MachineEvents();
            Qmp qmp = Qmp.connect(folder.qmp(), FOUND_DEADLINE, events::accept, events::closed);
            QemuMachine machine = new QemuMachine(spec, folder, process.get(), runnerPid(folder), qmp, events);
            if (!machine.isRunning()) {
                events.accept(new QmpMessage.Event("STOP", Instant.now(), JsonNodeFactory.instance.objectNode()));
            }
            machine.tell(listener);
            return Optional.of(machine);
        } catch (IOException | Qmp.QmpFailure | Machine.MachineUnreachable e) {
            LOG.warn(
                    "vm={} its QEMU (pid {}) lives and does not answer: ending it",
                    spec.vm(),
                    process.get().pid(),
                    e);
            end(process.get());
            clear(folder);
            return Optional.empty();
        }
    }

    private static Launch awaitStart(MachineSpec spec, MachineFolder folder, Process runner, MachineListener listener)
            throws IOException {
        long deadline = System.nanoTime() + START_DEADLINE.toNanos();
        try {
            while (runner.isAlive() && System.nanoTime() - deadline < 0) {
                QemuMachine machine = tryConnect(spec, folder, runner, listener);
                if (machine != null) {
                    return new Launch.Launched(machine);
                }
                Thread.sleep(POLL_MS);
            }
            if (runner.isAlive()) {
                endAll(folder, runner);
                return new Launch.Failed("QEMU did not come up within %d s and was ended: is this machine overloaded?"
                        .formatted(START_DEADLINE.toSeconds()));
            }
        } catch (InterruptedException e) {
            endAll(folder, runner);
            Thread.currentThread().interrupt();
            return new Launch.Failed("the launch was interrupted: the node service is stopping");
        }
        String reason = LaunchFailure.explain(spec, runner.exitValue(), folder.lastWords());
        if (runner.exitValue() != Runner.RUNS_ALREADY) {
            folder.takeBack();
            folder.clear();
        }
        return new Launch.Failed(reason);
    }

    private static @Nullable QemuMachine tryConnect(
            MachineSpec spec, MachineFolder folder, Process runner, MachineListener listener) {
        Optional<LiveProcess> process = startedBy(runner, folder);
        if (process.isEmpty() || !Files.exists(folder.qmp())) {
            return null;
        }
        try {
            MachineEvents events = new MachineEvents();
            Qmp qmp = Qmp.connect(folder.qmp(), START_DEADLINE, events::accept, events::closed);
            folder.takeBack();
            QemuMachine machine = new QemuMachine(spec, folder, process.get(), runner.pid(), qmp, events);
            machine.tell(listener);
            return machine;
        } catch (IOException | Qmp.QmpFailure e) {
            // Not listening yet, or dying: whether its process still lives decides whether to go on trying.
            return null;
        }
    }

    /** What stands in the folder from an earlier run of the guest does not count. */
    private static Optional<LiveProcess> startedBy(Process runner, MachineFolder folder) {
        List<Long> pids = folder.processIds();
        return pids.size() == 2 && pids.getFirst() == runner.pid() ? LiveProcess.of(pids.getLast()) : Optional.empty();
    }

    /** Its noted process if that is still it, or else any that has the guest's name and works in its folder. */
    private static Optional<LiveProcess> findProcess(MachineSpec spec, MachineFolder folder) {
        Optional<LiveProcess> noted = folder.processIds().stream()
                .skip(1)
                .findFirst()
                .flatMap(LiveProcess::of)
                .filter(process -> runs(spec, folder, process));
        return noted.or(() -> ProcessHandle.allProcesses()
                .flatMap(handle -> LiveProcess.of(handle.pid()).stream())
                .filter(process -> runs(spec, folder, process))
                .findFirst());
    }

    private static boolean runs(MachineSpec spec, MachineFolder folder, LiveProcess process) {
        List<String> arguments = process.arguments();
        return arguments.size() > 2
                && arguments.get(0).contains("qemu-system-")
                && arguments.get(1).equals("-name")
                && arguments.get(2).equals(QemuCommand.name(spec))
                && process.worksIn(folder.path());
    }

    private static long runnerPid(MachineFolder folder) {
        return folder.processIds().stream().findFirst().orElse(-1L);
    }

    private static void endAll(MachineFolder folder, Process runner) throws IOException {
        startedBy(runner, folder).ifPresent(Qemu::end);
        runner.destroyForcibly();
        try {
            runner.waitFor(FOUND_DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        folder.takeBack();
        folder.clear();
    }

    private static void end(LiveProcess process) {
        process.kill();
        try {
            process.awaitEnd(FOUND_DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void clear(MachineFolder folder) {
        try {
            folder.clear();
        } catch (IOException e) {
            throw new UncheckedIOException("what is left in %s can't be cleared".formatted(folder.path()), e);
        }
    }
}
