package scatola.presenter;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of a WebSocket (RFC 6455) that reads when it is told to, and so can be as slow as one likes. */
final class RawWatcher implements AutoCloseable {
    private static final int TEXT = 1;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final String status;

    /**
     * @param port of the app
     * @param path of the socket
     * @param origin of the page that opens it, or empty for no page
     */
    RawWatcher(int port, String path, String origin) throws IOException {
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        String request = "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        .formatted(path, port)
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + (origin.isEmpty() ? "" : "Origin: %s\r\n".formatted(origin))
                + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        in = new DataInputStream(socket.getInputStream());
        status = head().lines().findFirst().orElseThrow();
    }

    /** The first line of the answer. */
    String status() {
        return status;
    }

    /** The next text message. */
    String next() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            byte[] payload = in.readNBytes(Math.toIntExact(size));
            if ((first & 0x0f) == TEXT && (first & 0x80) != 0) {
                return new String(payload, StandardCharsets.UTF_8);
            }
            if ((first & 0x80) == 0 || (first & 0x0f) == 0) {
                throw new IOException("a message in parts");
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(StandardCharsets.US_ASCII);
    }
}
