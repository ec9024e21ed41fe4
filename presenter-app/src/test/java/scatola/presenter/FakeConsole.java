package scatola.presenter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Qos;
import scatola.bus.message.Json;

/** The console of a {@link FakeNode}'s guest: prints what it is told, and echoes what is typed. Safe for several threads. */
final class FakeConsole {
    private static final int TAIL = 64 * 1024;

    private final String topic;
    private final Consumer<Outgoing> bus;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private final ByteArrayOutputStream typed = new ByteArrayOutputStream();

    FakeConsole(String topic, Consumer<Outgoing> bus) {
        this.topic = topic;
        this.bus = bus;
    }

    synchronized void print(byte[] bytes) {
        all.writeBytes(bytes);
        bus.accept(Outgoing.of(topic, bytes)
                .withQos(Qos.AT_MOST_ONCE)
                .withUserProperty("written", Long.toString(all.size())));
    }

    void print(String text) {
        print(text.getBytes(ISO_8859_1));
    }

    synchronized void type(byte[] bytes) {
        typed.writeBytes(bytes);
        print(bytes);
    }

    /** All that was printed. */
    synchronized byte[] printed() {
        return all.toByteArray();
    }

    /** All that was typed. */
    synchronized String typed() {
        return typed.toString(ISO_8859_1);
    }

    /** What the node answers who asks for the console. */
    synchronized ObjectNode tail() {
        byte[] printed = all.toByteArray();
        byte[] tail = Arrays.copyOfRange(printed, Math.max(0, printed.length - TAIL), printed.length);
        return Json.object()
                .put("bytes", tail.length)
                .put("base64", Base64.getEncoder().encodeToString(tail))
                .put("written", (long) printed.length)
                .node();
    }
}
