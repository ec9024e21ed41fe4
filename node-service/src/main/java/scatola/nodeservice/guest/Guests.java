package scatola.nodeservice.guest;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import scatola.bus.VmName;
import scatola.nodeservice.image.Talk;

/** Reaches into running machines. Safe for several threads. */
public final class Guests {
    private final ScheduledExecutorService timers;

    /** @param timers for short tasks that never block */
    public Guests(ScheduledExecutorService timers) {
        this.timers = timers;
    }

    /**
     * Connects to a machine's sockets, which may appear some milliseconds later, and begins to talk. Returns at once. One
     * attachment at a time: after {@link Guest#close} the same sockets can be attached again, for example when the
     * machine was reset, since an attachment knows one boot of its guest only.
     *
     * @param vm the guest's name
     * @param talk how its command line is reached
     * @param console the UNIX socket of the serial console
     * @param control the UNIX socket of the control channel; needed unless the talk is over the serial console
     * @return the inside of the machine
     * @throws IllegalArgumentException if there is no control channel to talk over
     */
    public Guest attach(VmName vm, Talk talk, Path console, Optional<Path> control) {
        String name = "guest " + vm;
        Loop loop = new Loop(name, timers);
        return switch (talk) {
            case Talk.ShellChannel() -> {
                ShellChannelLine line = new ShellChannelLine(name, channel(vm, control), key(), loop);
                yield AttachedGuest.open(name, console, ignored -> line, line::open, true);
            }
            case Talk.Agent() -> {
                AgentLine line = new AgentLine(name, channel(vm, control), key(), loop);
                yield AttachedGuest.open(name, console, ignored -> line, line::open, true);
            }
            case Talk.Serial serial ->
                AttachedGuest.open(
                        name, console, shared -> new SerialLine(name, serial, shared, key(), loop), () -> {}, false);
        };
    }

    private static Path channel(VmName vm, Optional<Path> control) {
        return control.orElseThrow(
                () -> new IllegalArgumentException("%s has no control channel, but its image says so".formatted(vm)));
    }

    private static String key() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()).substring(0, 6);
    }
}
