package scatola.nodeservice.vm.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.bus.Quoted;

/**
 * A QMP connection. One thread of its own reads; replies find their command by its id and events go to the listener.
 * Commands may be sent from any thread and wait for their reply no longer than their deadline.
 *
 * <p>Source: QEMU's QMP specification and QMP reference manual.
 */
final class Qmp implements AutoCloseable {
    private static final int LONGEST_LINE = 1024 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(Qmp.class);

    private final SocketChannel channel;
    private final Consumer<QmpMessage.Event> events;
    private final Runnable closed;
    private final CompletableFuture<Boolean> greeting = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile @Nullable IOException end;

    private Qmp(SocketChannel channel, Consumer<QmpMessage.Event> events, Runnable closed) {
        this.channel = channel;
        this.events = events;
        this.closed = closed;
    }

    /**
     * Connects and negotiates.
     *
     * @param socket where QEMU listens
     * @param greetingWithin how long QEMU may take to greet; it does not before its machine is whole
     * @param events hears of events in their order, on the reading thread
     * @param closed called after the last event
     * @throws IOException if nobody listens there
     * @throws QmpFailure if somebody listens and does not speak
     */
    static Qmp connect(Path socket, Duration greetingWithin, Consumer<QmpMessage.Event> events, Runnable closed)
            throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        Qmp qmp = new Qmp(channel, events, closed);
        Thread.ofVirtual().name("qmp " + socket).start(qmp::readToTheEnd);
        try {
            await("greeting", qmp.greeting, greetingWithin);
            qmp.execute("qmp_capabilities", JsonNodeFactory.instance.objectNode(), greetingWithin);
            return qmp;
        } catch (QmpFailure e) {
            qmp.close();
            throw e;
        }
    }

    /**
     * Sends a command and waits for its reply.
     *
     * @return what the command returned
     * @throws QmpFailure if QEMU refused it, did not reply in time or is gone
     */
    JsonNode execute(String command, ObjectNode arguments, Duration deadline) {
        long id = ids.incrementAndGet();
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("execute", command);
        message.set("arguments", arguments);
        message.put("id", id);
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        waiting.put(id, reply);
        try {
            IOException over = end;
            if (over != null) {
                throw new QmpFailure(command + ": the connection is closed", over);
            }
            send(message.toString() + "\n");
            return await(command, reply, deadline);
        } catch (IOException e) {
            throw new QmpFailure(command + ": it could not be sent", e);
        } finally {
            waiting.remove(id);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a QMP socket could not be closed", e);
        }
    }

    private static <T> T await(String what, CompletableFuture<T> answer, Duration atMost) {
        try {
            return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new QmpFailure("%s: no answer within %d ms".formatted(what, atMost.toMillis()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QmpFailure(what + ": interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new QmpFailure("%s: %s".formatted(what, cause.getMessage()), cause);
        }
    }

    private void send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        writing.lock();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } finally {
            writing.unlock();
        }
    }

    private void readToTheEnd() {
        IOException why;
        try {
            readLines();
            why = new IOException("QEMU closed the connection");
        } catch (IOException e) {
            why = e;
        }
        end = why;
        close();
        greeting.completeExceptionally(why);
        for (CompletableFuture<JsonNode> reply : waiting.values()) {
            reply.completeExceptionally(why);
        }
        closed.run();
    }

    private void readLines() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (channel.read(buffer.clear()) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    receive(line.toByteArray());
                    line.reset();
                } else if (line.size() == LONGEST_LINE) {
                    throw new IOException("QEMU sent a line of more than %d bytes".formatted(LONGEST_LINE));
                } else {
                    line.write(next);
                }
            }
        }
    }

    private void receive(byte[] line) {
        if (new String(line, StandardCharsets.UTF_8).isBlank()) {
            return;
        }
        switch (QmpMessage.decode(line)) {
            case Decoded.Value<QmpMessage> good -> dispatch(good.value());
            case Decoded.Malformed<QmpMessage> bad ->
                LOG.warn(
                        "QMP line not understood: {} in {}",
                        bad.reason(),
                        Quoted.of(new String(line, StandardCharsets.UTF_8)));
        }
    }

    private void dispatch(QmpMessage message) {
        switch (message) {
            case QmpMessage.Greeting first -> greeting.complete(true);
            case QmpMessage.Event event -> events.accept(event);
            case QmpMessage.Reply reply -> {
                CompletableFuture<JsonNode> command = waiting.get(reply.id());
                if (command != null) {
                    command.complete(reply.result());
                }
            }
            case QmpMessage.Refusal refusal -> {
                CompletableFuture<JsonNode> command = waiting.get(refusal.id());
                if (command != null) {
                    command.completeExceptionally(new Refused(refusal));
                } else {
                    LOG.warn("QMP refused something that nobody waits for: {}", refusal);
                }
            }
        }
    }

    /** QEMU refused a command, did not reply in time or is gone. */
    static final class QmpFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        QmpFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(QmpMessage.Refusal refusal) {
            super("QEMU says %s (%s)".formatted(refusal.description(), refusal.errorClass()));
        }
    }
}
