package scatola.bus.message;

import java.util.List;
import scatola.bus.Topic;

/** What can be asked for on {@code request/OPERATION}. */
public final class Operations {
    /** Of a node. */
    public static final List<String> NODE = List.of("vm/create", "vm/delete", "images/refresh");

    /** Of a guest. */
    public static final List<String> VM =
            List.of("reboot", "kill", "pause", "resume", "console", "ping", "netcat", "iperf", "exec", "stop");

    /** Of the box. */
    public static final List<String> BOX =
            List.of("show", "show/next", "show/stop", "record/start", "record/stop", "record/mark", "reset");

    private Operations() {}

    /**
     * @param command any
     * @return whether it is a set, or a request of an operation that there is
     */
    public static boolean knows(Topic.Command command) {
        return switch (command) {
            case Topic.NodeRequest t -> NODE.contains(t.operation());
            case Topic.VmRequest t -> VM.contains(t.operation());
            case Topic.BoxRequest t -> BOX.contains(t.operation());
            case Topic.VmSet t -> true;
            case Topic.VmSetAttribute t -> true;
            case Topic.LinkSet t -> true;
            case Topic.LinkSetAttribute t -> true;
            case Topic.UplinkSet t -> true;
        };
    }
}
