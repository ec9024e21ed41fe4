package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.Ipv4Cidr;
import scatola.bus.Quoted;
import scatola.bus.TestId;
import scatola.bus.VmName;

/** Asks for a traffic test in a guest, or for its end. */
public sealed interface TestRequest extends Message {
    /** The longest a test may run. */
    long MOST_S = 24 * 3600;

    /** The longest text or argument. */
    int MOST_TEXT = 4096;

    /** @return the test's id if the asker chooses it, else null */
    @Nullable
    TestId test();

    /** @return who asks */
    Sender sender();

    /**
     * Pings.
     *
     * @param test its id, or null for a new one
     * @param to an IPv4 address, or a guest's name, which stands for its first address
     * @param count how many requests, or null to go on until stopped
     * @param intervalMs between two requests
     * @param sender who asks
     */
    record Ping(@Nullable TestId test, String to, @Nullable Long count, long intervalMs, Sender sender)
            implements TestRequest {
        /**
         * @param f the payload
         * @return the message
         */
        public static Ping from(Fields f) {
            Long interval = f.integerOrNull("interval_ms", 200, 60_000);
            return new Ping(
                    f.asOrNull("test", TestId::new),
                    target(f, "to"),
                    f.integerOrNull("count", 1, MOST_S),
                    interval == null ? 1000 : interval,
                    Sender.from(f));
        }

        @Override
        public ObjectNode json() {
            return sender.write(Json.object()
                            .put("test", test)
                            .put("to", to)
                            .put("count", count)
                            .put("interval_ms", intervalMs))
                    .node();
        }
    }

    /**
     * Listens for text.
     *
     * @param test its id, or null for a new one
     * @param port TCP
     * @param sender who asks
     */
    record NetcatListen(@Nullable TestId test, int port, Sender sender) implements TestRequest {
        @Override
        public ObjectNode json() {
            return sender.write(
                            Json.object().put("test", test).put("listen", true).put("port", port))
                    .node();
        }
    }

    /**
     * Sends text.
     *
     * @param test its id, or null for a new one
     * @param to an IPv4 address, or a guest's name
     * @param port TCP
     * @param text what is sent, a line feed behind it
     * @param sender who asks
     */
    record NetcatSend(@Nullable TestId test, String to, int port, String text, Sender sender) implements TestRequest {
        @Override
        public ObjectNode json() {
            return sender.write(Json.object()
                            .put("test", test)
                            .put("to", to)
                            .put("port", port)
                            .put("text", text))
                    .node();
        }
    }

    /**
     * Serves one throughput measurement.
     *
     * @param test its id, or null for a new one
     * @param port TCP
     * @param sender who asks
     */
    record IperfServe(@Nullable TestId test, int port, Sender sender) implements TestRequest {
        @Override
        public ObjectNode json() {
            return sender.write(
                            Json.object().put("test", test).put("serve", true).put("port", port))
                    .node();
        }
    }

    /**
     * Measures throughput to a guest, whose node is asked to serve.
     *
     * @param test its id, or null for a new one
     * @param to an IPv4 address, or a guest's name
     * @param port TCP
     * @param durationS how long
     * @param intervalS between two samples
     * @param sender who asks
     */
    record Iperf(@Nullable TestId test, String to, int port, long durationS, long intervalS, Sender sender)
            implements TestRequest {
        @Override
        public ObjectNode json() {
            return sender.write(Json.object()
                            .put("test", test)
                            .put("to", to)
                            .put("port", port)
                            .put("duration_s", durationS)
                            .put("interval_s", intervalS))
                    .node();
        }
    }

    /**
     * Runs a program.
     *
     * @param test its id, or null for a new one
     * @param argv the program and its arguments, taken literally
     * @param timeoutS how long it may run
     * @param sender who asks
     */
    record Exec(@Nullable TestId test, List<String> argv, long timeoutS, Sender sender) implements TestRequest {
        /** Copies the list. */
        public Exec {
            argv = List.copyOf(argv);
        }

        /**
         * @param f the payload
         * @return the message
         */
        public static Exec from(Fields f) {
            List<String> argv = f.texts("argv", 64);
            if (argv.isEmpty() || argv.getFirst().isEmpty()) {
                throw f.refuse("argv is missing: a list with the program and its arguments, like [\"uname\",\"-a\"]");
            }
            if (argv.stream().mapToInt(String::length).sum() > MOST_TEXT) {
                throw f.refuse("argv is too long: at most %d characters in all".formatted(MOST_TEXT));
            }
            argv.forEach(argument -> printable(f, "argv", argument));
            Long timeout = f.integerOrNull("timeout_s", 1, MOST_S);
            return new Exec(f.asOrNull("test", TestId::new), argv, timeout == null ? 60 : timeout, Sender.from(f));
        }

        @Override
        public ObjectNode json() {
            return sender.write(
                            Json.object().put("test", test).texts("argv", argv).put("timeout_s", timeoutS))
                    .node();
        }
    }

    /**
     * Ends a test of the guest.
     *
     * @param test which
     * @param sender who asks
     */
    record Stop(TestId test, Sender sender) implements TestRequest {
        /**
         * @param f the payload
         * @return the message
         */
        public static Stop from(Fields f) {
            return new Stop(f.as("test", TestId::new), Sender.from(f));
        }

        @Override
        public ObjectNode json() {
            return sender.write(Json.object().put("test", test)).node();
        }
    }

    /**
     * @param f the payload of {@code netcat}
     * @return to listen or to send
     */
    static TestRequest netcat(Fields f) {
        TestId test = f.asOrNull("test", TestId::new);
        Long port = f.integerOrNull("port", 1, 65_535);
        int number = port == null ? 2389 : port.intValue();
        if (f.flag("listen", false)) {
            return new NetcatListen(test, number, Sender.from(f));
        }
        if (!f.has("to")) {
            throw f.refuse("say {\"listen\":true} to listen, or {\"to\":\"10.1.1.2\",\"text\":\"Hi\"} to send");
        }
        String text = f.text("text");
        if (text.length() > MOST_TEXT) {
            throw f.refuse("text is too long: at most %d characters".formatted(MOST_TEXT));
        }
        printable(f, "text", text);
        return new NetcatSend(test, target(f, "to"), number, text, Sender.from(f));
    }

    /**
     * @param f the payload of {@code iperf}
     * @return to serve or to measure
     */
    static TestRequest iperf(Fields f) {
        TestId test = f.asOrNull("test", TestId::new);
        Long port = f.integerOrNull("port", 1, 65_535);
        int number = port == null ? 12_000 : port.intValue();
        if (f.flag("serve", false)) {
            return new IperfServe(test, number, Sender.from(f));
        }
        Long duration = f.integerOrNull("duration_s", 1, 3600);
        Long interval = f.integerOrNull("interval_s", 1, 60);
        return new Iperf(
                test,
                target(f, "to"),
                number,
                duration == null ? 20 : duration,
                interval == null ? 2 : interval,
                Sender.from(f));
    }

    private static String target(Fields f, String name) {
        String target = f.text(name);
        try {
            // a guest's name has no dots; /32 lets every host address through
            return target.contains(".") ? new Ipv4Cidr(target, 32).address() : new VmName(target).text();
        } catch (IllegalArgumentException e) {
            throw f.refuse("%s: '%s' is neither an IPv4 address nor a guest's name: write it like 10.1.1.2 or doge2"
                    .formatted(name, Quoted.of(target)));
        }
    }

    private static void printable(Fields f, String name, String text) {
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            throw f.refuse("%s has control characters: send one line of printable text".formatted(name));
        }
    }
}
