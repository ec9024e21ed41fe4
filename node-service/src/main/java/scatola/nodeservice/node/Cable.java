package scatola.nodeservice.node;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The node's own network interface. The edge to the kernel; blocks for some milliseconds. */
interface Cable {
    /** @return the interface's name */
    String name();

    /** @return whether there is a signal */
    boolean carrier();

    /** @return megabits a second as the driver says, or null where it doesn't */
    @Nullable
    Long speedMbit();

    /** @return IPv4 address with prefix, or null */
    @Nullable
    String address();

    /** @return the routes through it that would be lost with it, as {@code ip route} writes them */
    List<String> routes() throws IOException;

    /** Pulls it. */
    void down() throws IOException;

    /**
     * Puts it back.
     *
     * @param routes to be made again
     */
    void up(List<String> routes) throws IOException;
}
