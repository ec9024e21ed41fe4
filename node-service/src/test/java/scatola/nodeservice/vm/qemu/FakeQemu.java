package scatola.nodeservice.vm.qemu;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The other end of a QMP connection; says and hears what a test wants. */
final class FakeQemu implements AutoCloseable {
    private final Path socket;
    private final ServerSocketChannel server;
    private @Nullable SocketChannel connection;

    private FakeQemu(Path socket, ServerSocketChannel server) {
        this.socket = socket;
        this.server = server;
    }

    static FakeQemu at(Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        return new FakeQemu(socket, server);
    }

    Path socket() {
        return socket;
    }

    void accept() throws IOException {
        connection = server.accept();
    }

    void say(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            connected().write(bytes);
        }
    }

    /** Returns the next line. */
    String heard() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer next = ByteBuffer.allocate(1);
        while (connected().read(next.clear()) == 1 && next.get(0) != '\n') {
            line.write(next.get(0));
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private SocketChannel connected() {
        return Objects.requireNonNull(connection, "nobody has connected");
    }

    @Override
    public void close() throws IOException {
        if (connection != null) {
            connection.close();
        }
        server.close();
    }
}
