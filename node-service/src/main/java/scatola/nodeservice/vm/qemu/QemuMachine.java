package scatola.nodeservice.vm.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.NetworkName;
import scatola.nodeservice.image.Talk;
import scatola.nodeservice.vm.Hypervisor.MachineExit;
import scatola.nodeservice.vm.Hypervisor.MachineListener;
import scatola.nodeservice.vm.Machine;
import scatola.nodeservice.vm.MachineSpec;

/** A QEMU process and the QMP connection to it. */
final class QemuMachine implements Machine {
    private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(5);
    private static final Duration DEATH_DEADLINE = Duration.ofSeconds(5);
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE / 2);
    private static final Logger LOG = LoggerFactory.getLogger(QemuMachine.class);

    private final MachineSpec spec;
    private final MachineFolder folder;
    private final LiveProcess process;
    private final long runnerPid;
    private final Qmp qmp;
    private final MachineEvents events;
    private final Instant startedAt;

    QemuMachine(
            MachineSpec spec,
            MachineFolder folder,
            LiveProcess process,
            long runnerPid,
            Qmp qmp,
            MachineEvents events) {
        this.spec = spec;
        this.folder = folder;
        this.process = process;
        this.runnerPid = runnerPid;
        this.qmp = qmp;
        this.events = events;
        this.startedAt = process.startedAt();
    }

    /** Begins to tell the listener what happens, and what has happened since the connection was made. */
    void tell(MachineListener listener) {
        Thread.ofVirtual().name("events of " + spec.vm()).start(() -> events.deliver(listener, this::conclude));
    }

    boolean isRunning() {
        return execute("query-status").path("running").asBoolean();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    @Override
    public void powerDown() {
        execute("system_powerdown");
    }

    @Override
    public void kill() {
        process.kill();
        try {
            if (!process.awaitEnd(DEATH_DEADLINE)) {
                LOG.error(
                        "vm={} QEMU with pid {} does not die of SIGKILL: look what it waits for (ps -o stat,wchan)",
                        spec.vm(),
                        process.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void pause() {
        execute("stop");
    }

    @Override
    public void resume() {
        execute("cont");
    }

    @Override
    public void reset() {
        boolean endsByReset = QemuCommand.switchesOffByReset(spec.image());
        if (endsByReset) {
            execute("set-action", arguments().put("reboot", "reset"));
        }
        execute("system_reset");
        if (endsByReset) {
            // QEMU decides when it takes the request, so the next reset by the guest ends the machine again.
            execute("set-action", arguments().put("reboot", "shutdown"));
        }
    }

    @Override
    public void setLink(NetworkName network, boolean up) {
        execute("set_link", arguments().put("name", QemuCommand.netdev(network)).put("up", up));
    }

    @Override
    public Path consoleSocket() {
        return folder.console();
    }

    @Override
    public Optional<Path> controlSocket() {
        return switch (spec.image().talk()) {
            case Talk.ShellChannel shell -> Optional.of(folder.control());
            case Talk.Agent agent -> Optional.of(folder.control());
            case Talk.Serial serial -> Optional.empty();
        };
    }

    @Override
    public void letGo() {
        events.letGo();
        qmp.close();
    }

    private JsonNode execute(String command) {
        return execute(command, arguments());
    }

    private JsonNode execute(String command, ObjectNode arguments) {
        try {
            return qmp.execute(command, arguments, COMMAND_DEADLINE);
        } catch (Qmp.QmpFailure e) {
            throw new MachineUnreachable("guest %s: %s".formatted(spec.vm(), e.getMessage()), e);
        }
    }

    private static ObjectNode arguments() {
        return JsonNodeFactory.instance.objectNode();
    }

    private MachineExit conclude(boolean byGuest) {
        try {
            process.awaitEnd(FOREVER);
            Optional<LiveProcess> runner = LiveProcess.of(runnerPid);
            if (runner.isPresent()) {
                runner.get().awaitEnd(DEATH_DEADLINE);
            }
            MachineExit exit = new MachineExit(byGuest, folder.exitCode().orElse(-1), folder.lastWords());
            clearFolder();
            return exit;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Its end must be told all the same; the next start clears the folder again. */
    private void clearFolder() {
        try {
            folder.clear();
        } catch (IOException e) {
            LOG.error("vm={} what it left in {} can't be cleared: look at the disk", spec.vm(), folder.path(), e);
        }
    }
}
