package scatola.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Subscription;
import scatola.it.box.Lab;

/**
 * Home Assistant comes, and is told of 60 guests: from the first message heard to the last; beside a client that does
 * nothing but publish the same messages. The guests are said by nobody but this benchmark.
 */
record DiscoveredGuests(Path home, Path outputs, boolean quick) {
    private static final int GUESTS = 60;
    private static final String THEIRS = "homeassistant/device/scatola_vm_bench-";
    private static final String BARE = "bench/device/";

    /** A discovery message, or the same from the bare client. */
    private record Arrived(Incoming message, long nanos) {}

    List<Figure> measure() {
        Lab lab = new Lab(home, "house", outputs);
        try {
            lab.up(1);
            return List.of(measure(lab));
        } finally {
            lab.down();
        }
    }

    private Figure measure(Lab lab) {
        Samples told = new Samples();
        Samples bare = new Samples();
        List<Arrived> arrived = new CopyOnWriteArrayList<>();
        try (BusConnection house = connection(lab, "bench-house");
                BusConnection client = connection(lab, "bench-bare")) {
            for (String filter : List.of("homeassistant/device/+/config", BARE + "+/config")) {
                house.subscribe(Subscription.toCommands(
                        filter, message -> arrived.add(new Arrived(message, System.nanoTime()))));
            }
            house.start();
            client.start();
            Awaitility.await("the broker")
                    .atMost(Box.PATIENCE)
                    .until(() -> house.isConnected() && client.isConnected());
            guests(client);
            burst(arrived, THEIRS);
            // the first time, whatever was still to be said of new guests comes in between
            for (int i = 0; i <= (quick ? 5 : 30); i++) {
                arrived.clear();
                publish(client, Outgoing.of("homeassistant/status", "online".getBytes(UTF_8)));
                double took = burst(arrived, THEIRS);
                List<byte[]> payloads = arrived.stream()
                        .map(Arrived::message)
                        .filter(message -> message.topic().startsWith(THEIRS))
                        .map(Incoming::payload)
                        .toList();
                for (int guest = 0; guest < GUESTS; guest++) {
                    var unused = client.publish(Outgoing.retained(BARE + guest + "/config", payloads.get(guest)));
                }
                double bareTook = burst(arrived, BARE);
                if (i > 0) {
                    told.add(took);
                    bare.add(bareTook);
                }
            }
        }
        return new Figure(
                "discovery of %d guests published".formatted(GUESTS),
                "ms",
                told,
                new Figure.Floor("a bare client publishing the same", bare),
                List.of(Goal.p99(1000)));
    }

    private static BusConnection connection(Lab lab, String id) {
        return new BusConnection(BusSettings.of("127.0.0.1", lab.brokerPort(), id), new BusOwner() {});
    }

    /** Waits for a message of each guest; milliseconds from the first to the last. */
    private static double burst(List<Arrived> arrived, String begin) {
        List<Long> nanos = new ArrayList<>();
        Awaitility.await(begin)
                .atMost(Box.PATIENCE)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(() -> {
                    nanos.clear();
                    Set<String> topics = new HashSet<>();
                    for (Arrived one : arrived) {
                        if (one.message().topic().startsWith(begin)
                                && topics.add(one.message().topic())) {
                            nanos.add(one.nanos());
                        }
                    }
                    return topics.size() == GUESTS;
                });
        return (nanos.getLast() - nanos.getFirst()) / 1e6;
    }

    private static void guests(BusConnection client) {
        say(client, "node/bench/availability", "{\"state\":\"online\",\"session\":1,\"seq\":1,%s}");
        for (int i = 0; i < GUESTS; i++) {
            say(
                    client,
                    "vm/bench-" + i,
                    "{\"session\":1,\"seq\":" + (i + 2)
                            + ",\"state\":\"ON\",\"target\":\"ON\",\"phase\":\"running\",\"since\":\"2026-05-01T18:30:00Z\","
                            + "\"node\":\"bench\",\"image\":\"doge\",\"memory_mib\":128,\"networks\":[\"stage\"],"
                            + "\"ip\":\"10.1.1." + (i + 1) + "/24\",\"mac\":\"52:54:12:34:56:78\",%s}");
        }
    }

    private static void say(BusConnection client, String topic, String form) {
        publish(
                client,
                Outgoing.retained(
                        "scatola/" + topic,
                        form.formatted("\"ts\":\"2026-05-01T18:30:00Z\"").getBytes(UTF_8)));
    }

    private static void publish(BusConnection client, Outgoing message) {
        client.publish(message)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
