package scatola.nodeservice.vm;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import scatola.bus.NetworkName;

/** A hypervisor that writes down what it is told and does what the test says. */
final class FakeMachines implements Hypervisor {
    final List<FakeMachine> launched = new CopyOnWriteArrayList<>();
    volatile @Nullable String failure;
    volatile boolean breaks;
    volatile boolean diesAtOnce;
    volatile @Nullable FakeMachine left;

    @Override
    public Launch launch(MachineSpec spec, MachineListener listener) {
        if (breaks) {
            throw new IllegalStateException("the test broke it");
        }
        String reason = failure;
        if (reason != null) {
            return new Launch.Failed(reason);
        }
        FakeMachine machine = new FakeMachine(100 + launched.size(), listener, diesAtOnce);
        launched.add(machine);
        return new Launch.Launched(machine);
    }

    @Override
    public Optional<Machine> find(MachineSpec spec, MachineListener listener) {
        FakeMachine found = left;
        if (found == null) {
            return Optional.empty();
        }
        found.listener = listener;
        return Optional.of(found);
    }

    /** A machine whose cables can be made slow to move. */
    static final class FakeMachine implements Machine {
        final List<String> calls = new CopyOnWriteArrayList<>();
        final Semaphore cables = new Semaphore(1000);
        volatile MachineListener listener;
        volatile boolean unreachable;
        private final long pid;
        private final boolean diesAtOnce;

        FakeMachine(long pid, MachineListener listener, boolean diesAtOnce) {
            this.pid = pid;
            this.listener = listener;
            this.diesAtOnce = diesAtOnce;
        }

        @Override
        public long pid() {
            return pid;
        }

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }

        @Override
        public void powerDown() {
            call("powerDown");
        }

        @Override
        public void kill() {
            calls.add("kill");
            listener.exited(new Hypervisor.MachineExit(false, 137, ""));
        }

        @Override
        public void pause() {
            call("pause");
            listener.paused();
        }

        @Override
        public void resume() {
            call("resume");
            listener.resumed();
        }

        @Override
        public void reset() {
            call("reset");
            listener.reset();
        }

        @Override
        public void setLink(NetworkName network, boolean up) {
            try {
                if (!cables.tryAcquire(10, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the test let no cable move");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (diesAtOnce) {
                listener.exited(new Hypervisor.MachineExit(false, 1, "no memory"));
            }
            unreachable |= diesAtOnce;
            call("%s %s".formatted(network, up ? "in" : "out"));
        }

        @Override
        public void letGo() {
            calls.add("letGo");
        }

        @Override
        public Path consoleSocket() {
            return Path.of("/nowhere");
        }

        @Override
        public Optional<Path> controlSocket() {
            return Optional.empty();
        }

        private void call(String what) {
            if (unreachable) {
                throw new MachineUnreachable("guest doge1: " + what + ": gone", new IllegalStateException("gone"));
            }
            calls.add(what);
        }
    }
}
