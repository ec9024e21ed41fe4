package scatola.nodeservice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Where health and metrics are to be had. */
final class HttpPort {
    private HttpPort() {}

    /**
     * Asks for the port before anything is begun: Quarkus takes it last, when the node is on the bus already.
     *
     * @param host address to listen on
     * @param port TCP; 0 is any
     * @throws IllegalStateException if nobody can listen there; the message says what to do
     */
    static void demandFree(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "port %d on %s can't be had (%s): it may be in use by another program; choose a free one with QUARKUS_HTTP_PORT"
                            .formatted(port, host, e.getMessage()),
                    e);
        }
    }
}
