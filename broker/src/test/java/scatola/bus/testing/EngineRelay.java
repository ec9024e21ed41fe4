package scatola.bus.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/**
 * Leads a port of this loopback to the same port inside of a container, by nothing but the Docker engine's socket: each
 * connection is a {@code nc} in the container. Works wherever the engine answers, whatever network either has.
 */
final class EngineRelay implements AutoCloseable {
    /** To the port that is its name; when one end goes, so does the other, as it would without anything between. */
    private static final String CONNECTION = "{ cat; kill 0; } | { nc 127.0.0.1 \"$0\"; kill 0; }";

    private final DockerClient docker;
    private final String container;
    private final ServerSocket server;

    /**
     * @param docker the engine
     * @param container the id of a container that runs
     * @param port where to listen, and where somebody in the container does
     */
    EngineRelay(DockerClient docker, String container, int port) {
        this.docker = docker;
        this.container = container;
        try {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("relay-" + port).start(this::accept);
    }

    /** Takes no more connections; those that are there end with the container. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                lead(server.accept());
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void lead(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        String netcat;
        try {
            netcat = docker.execCreateCmd(container)
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withCmd("sh", "-c", CONNECTION, Integer.toString(server.getLocalPort()))
                    .exec()
                    .getId();
        } catch (NotFoundException | ConflictException ended) {
            // the container has just gone, and so do its connections
            socket.close();
            return;
        }
        var toClient = new ToClient(socket);
        docker.execStartCmd(netcat)
                .withStdIn(new FromClient(socket.getInputStream(), toClient))
                .exec(toClient);
    }

    /** Hands on what the broker says, until it says no more. */
    private static final class ToClient extends ResultCallback.Adapter<Frame> {
        private final Socket socket;

        ToClient(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void onNext(Frame frame) {
            try {
                socket.getOutputStream().write(frame.getPayload());
            } catch (IOException e) {
                onError(e);
            }
        }

        @Override
        public void onComplete() {
            end();
        }

        @Override
        public void onError(Throwable problem) {
            end();
        }

        private void end() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The engine's client neither tells the engine that no more is to come, nor takes a closed socket for an end. */
    private static final class FromClient extends FilterInputStream {
        private final ToClient answers;

        FromClient(InputStream in, ToClient answers) {
            super(in);
            this.answers = answers;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read;
            try {
                read = super.read(into, offset, length);
            } catch (SocketException e) {
                read = -1;
            }
            if (read < 0) {
                answers.close();
            }
            return read;
        }
    }
}
