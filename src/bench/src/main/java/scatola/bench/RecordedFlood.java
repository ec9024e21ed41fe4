package scatola.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import scatola.it.box.Lab;
import scatola.it.box.Page;

/**
 * A flood of samples of traffic tests is recorded: is anything lost, how far is the recorder behind, does its memory
 * grow; beside what a bare subscriber is given by the same broker when everybody goes as fast as they can.
 */
record RecordedFlood(Path home, Path outputs, boolean quick) {
    private static final int RATE = 10_000;
    private static final int BYTES = 300;
    private static final int TESTS = 20;
    /** So many may be on their way to the broker. */
    private static final int WINDOW = 4_000;

    private static final Pattern NUMBER = Pattern.compile("flood=(\\d+)=");

    List<Figure> measure() {
        int seconds = quick ? 10 : 60;
        Lab lab = new Lab(home, "flood", outputs);
        try {
            lab.up(1);
            double ceiling = ceiling(lab, quick ? 3 : 10);
            Page page = lab.page();
            long recording = page.post("/api/recordings/start", "{'name':'flood'}")
                    .path("id")
                    .asLong();
            long presenter = lab.process("presenter").pid();
            int wanted = RATE * seconds;
            double early;
            double late;
            double achieved;
            double behind;
            try (Flood flood = new Flood(lab.brokerPort(), "bench-flood")) {
                long began = System.nanoTime();
                flood.send(0, wanted / 5, RATE);
                early = Machine.residentMb(presenter);
                flood.send(wanted / 5, wanted, RATE);
                achieved = wanted / (Box.millisSince(began) / 1000);
                late = Machine.residentMb(presenter);
                long sent = System.nanoTime();
                flood.command("vm/flood-is-over/set/state", "ON");
                Awaitility.await("the end of the flood")
                        .atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> !page.get("/api/timeline?kind=command&vm=flood-is-over")
                                .path("items")
                                .isEmpty());
                behind = Box.millisSince(sent);
            }
            page.post("/api/recordings/%d/stop".formatted(recording), "{}");
            long[] found = count(page, recording, wanted);
            return List.of(
                    new Figure(
                            "messages of %d bytes recorded in %d s, missing".formatted(BYTES, seconds),
                            "",
                            Samples.of((double) wanted - found[0]),
                            null,
                            List.of(Goal.p99(0))),
                    new Figure(
                            "the same, recorded twice", "", Samples.of((double) found[1]), null, List.of(Goal.p99(0))),
                    new Figure(
                            "the same, a second",
                            "1/s",
                            Samples.of(achieved),
                            new Figure.Floor("a bare subscriber, as fast as can be", Samples.of(ceiling)),
                            List.of()),
                    new Figure("recorder behind the last of them", "ms", Samples.of(behind), null, List.of()),
                    new Figure(
                            "presenter-app's memory after all of them",
                            "MB",
                            Samples.of(late),
                            new Figure.Floor("after a fifth of them", Samples.of(early)),
                            List.of()));
        } finally {
            lab.down();
        }
    }

    /** How many messages a second the broker hands to somebody who only counts, QoS 1 on both sides. */
    private static double ceiling(Lab lab, int seconds) {
        AtomicLong counted = new AtomicLong();
        Mqtt5AsyncClient counter = client(lab.brokerPort(), "bench-counter");
        try (Flood flood = new Flood(lab.brokerPort(), "bench-ceiling")) {
            counter.connect().orTimeout(10, TimeUnit.SECONDS).join();
            counter.subscribeWith()
                    .topicFilter("bench/#")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .callback(message -> counted.incrementAndGet())
                    .send()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            long began = System.nanoTime();
            int sent = 0;
            while (Box.millisSince(began) < seconds * 1000.0) {
                flood.send("bench/", sent, sent + 1000, Integer.MAX_VALUE);
                sent += 1000;
            }
            return counted.get() / (Box.millisSince(began) / 1000);
        } finally {
            counter.disconnect().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    private static Mqtt5AsyncClient client(int port, String id) {
        return Mqtt5Client.builder()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildAsync();
    }

    /** How many numbers are there, and how many are there again. */
    private static long[] count(Page page, long recording, int wanted) {
        BitSet seen = new BitSet(wanted);
        long again = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(page.stream("/api/recordings/%d/export".formatted(recording)), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher number = NUMBER.matcher(line);
                if (number.find()) {
                    int n = Integer.parseInt(number.group(1));
                    again += seen.get(n) ? 1 : 0;
                    seen.set(n);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new long[] {seen.cardinality(), again};
    }

    /** Somebody who publishes numbered samples, QoS 1. */
    private static final class Flood implements AutoCloseable {
        private final Mqtt5AsyncClient client;
        private final Semaphore window = new Semaphore(WINDOW);
        private final AtomicLong failed = new AtomicLong();

        Flood(int port, String id) {
            client = client(port, id);
            client.connect().orTimeout(10, TimeUnit.SECONDS).join();
        }

        void send(int from, int to, int rate) {
            send("scatola/test/flood-", from, to, rate);
        }

        /** Evenly, and complete when the broker has all of them. */
        void send(String topic, int from, int to, int rate) {
            long began = System.nanoTime();
            for (int i = from; i < to; i++) {
                long due = began + (i - from) * (1_000_000_000L / rate);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                publish(topic + i % TESTS, sample(i));
            }
            window.acquireUninterruptibly(WINDOW);
            window.release(WINDOW);
            if (failed.get() > 0) {
                throw new IllegalStateException(failed + " messages were not taken by the broker");
            }
        }

        void command(String topic, String text) {
            publish("scatola/" + topic, text.getBytes(UTF_8));
        }

        private void publish(String topic, byte[] payload) {
            window.acquireUninterruptibly();
            var unused = client.publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(payload)
                    .send()
                    .whenComplete((sent, problem) -> {
                        if (problem != null) {
                            failed.incrementAndGet();
                        }
                        window.release();
                    });
        }

        private static byte[] sample(int number) {
            String head =
                    "{\"kind\":\"ping\",\"from\":\"doge1\",\"to\":\"10.1.1.2\",\"session\":1,\"ts\":\"2026-05-01T18:30:00.123Z\","
                            + "\"seq\":%d,\"bytes\":64,\"ttl\":64,\"ms\":1.9,\"note\":\"flood=%d="
                                    .formatted(number + 1, number);
            return (head + "x".repeat(BYTES - head.length() - 2) + "\"}").getBytes(UTF_8);
        }

        @Override
        public void close() {
            client.disconnect().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }
}
