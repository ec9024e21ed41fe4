package scatola.nodeservice.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands for a machine: a program whose input and output are a UNIX socket, started anew for each connection. A
 * connection's end ends its program with all its children, as it would find its port closed.
 */
final class SocketProgram implements AutoCloseable {
    private final Path socket;
    private final List<String> command;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

    SocketProgram(Path socket, String... command) throws IOException {
        this.socket = socket;
        this.command = List.of(command);
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::serve);
    }

    Path socket() {
        return socket;
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                connections.add(connection);
                Process program =
                        new ProcessBuilder(command).redirectErrorStream(true).start();
                Thread.ofVirtual().start(() -> toProgram(connection, program));
                Thread.ofPlatform().daemon().start(() -> fromProgram(connection, program));
            }
        } catch (AsynchronousCloseException e) {
            // closed by the test
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void toProgram(SocketChannel connection, Process program) {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        try (var input = program.getOutputStream()) {
            while (connection.read(buffer.clear()) >= 0) {
                input.write(buffer.array(), 0, buffer.position());
                input.flush();
            }
        } catch (IOException e) {
            // The program or the connection ended.
        }
    }

    private static void fromProgram(SocketChannel connection, Process program) {
        byte[] bytes = new byte[4096];
        try (connection;
                InputStream output = program.getInputStream()) {
            for (int n = output.read(bytes); n >= 0; n = output.read(bytes)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, n);
                while (buffer.hasRemaining()) {
                    connection.write(buffer);
                }
            }
        } catch (IOException e) {
            // The program or the connection ended.
        }
    }

    /** As if the machine died. */
    void hangUp() throws IOException {
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        hangUp();
    }
}
