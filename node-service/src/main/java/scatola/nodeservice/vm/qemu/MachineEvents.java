package scatola.nodeservice.vm.qemu;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import scatola.nodeservice.vm.Hypervisor.MachineExit;
import scatola.nodeservice.vm.Hypervisor.MachineListener;

/**
 * What a machine did by itself, in order, from the QMP connection's thread to the listener. It is kept until somebody
 * begins to deliver it, so that nothing that happens during a launch is lost or told too early.
 */
final class MachineEvents {
    /** SeaBIOS answers a reset of a machine that it has set up before with one or two of its own. */
    private static final Duration ONE_RESET = Duration.ofSeconds(2);

    private final BlockingQueue<Happening> queue = new LinkedBlockingQueue<>();
    private Instant lastReset = Instant.MIN;

    void accept(QmpMessage.Event event) {
        queue.add(new Happened(event));
    }

    void closed() {
        queue.add(new Closed());
    }

    /** Nobody is to be told any more. */
    void letGo() {
        queue.add(new LetGo());
    }

    /**
     * Tells the listener everything until the connection's end, or until it is let go, then waits for the process's end and tells that.
     *
     * @param conclude given whether the guest switched itself off, waits for the process's end and says how it ended
     */
    void deliver(MachineListener listener, Function<Boolean, MachineExit> conclude) {
        boolean byGuest = false;
        try {
            while (true) {
                switch (queue.take()) {
                    case Happened happened -> {
                        tell(listener, happened.event());
                        byGuest |= isOwnShutdown(happened.event());
                    }
                    case Closed end -> {
                        listener.exited(conclude.apply(byGuest));
                        return;
                    }
                    case LetGo nobody -> {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void tell(MachineListener listener, QmpMessage.Event event) {
        switch (event.name()) {
            case "STOP" -> listener.paused();
            case "RESUME" -> listener.resumed();
            case "RESET" -> tellReset(listener, event.at());
            default -> {
                // QEMU has many more, none of which is a change of state here.
            }
        }
    }

    private void tellReset(MachineListener listener, Instant at) {
        if (lastReset.isBefore(at.minus(ONE_RESET)) || lastReset.isAfter(at)) {
            lastReset = at;
            listener.reset();
        }
    }

    private static boolean isOwnShutdown(QmpMessage.Event event) {
        return event.name().equals("SHUTDOWN")
                && event.flag("guest")
                && !event.data().path("reason").asText().equals("guest-panic");
    }

    private sealed interface Happening {}

    private record Happened(QmpMessage.Event event) implements Happening {}

    private record Closed() implements Happening {}

    private record LetGo() implements Happening {}
}
