package scatola.bench;

import java.util.List;
import org.awaitility.Awaitility;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Subscription;
import scatola.it.box.Heard;

/** A guest's link is switched off by the bus, until its retained state says so; beside a bare echo. */
final class SwitchedLinks implements Section {
    private static final String LINK = "link/doge1/stage";
    /** Below test/, where the bench listens. */
    private static final String CALL = "test/bench-call";

    private static final String ECHO = "test/bench-echo";

    @Override
    public String title() {
        return "links switched off";
    }

    @Override
    public List<Figure> measure(Box box) {
        Samples off = new Samples();
        Samples echo = new Samples();
        BusSettings settings = BusSettings.of("127.0.0.1", box.lab().brokerPort(), "bench-echo");
        try (BusConnection mirror = new BusConnection(settings, new BusOwner() {})) {
            mirror.subscribe(Subscription.toCommands("scatola/" + CALL, call -> {
                var unused = mirror.publish(Outgoing.of("scatola/" + ECHO, call.payload()));
            }));
            mirror.start();
            Awaitility.await("the echo").atMost(Box.PATIENCE).until(mirror::isConnected);
            int warmUp = 50;
            for (int i = 0; i < warmUp + box.times(60, 400); i++) {
                double echoed = there(box, CALL, "{'state':'%d'}".formatted(i), ECHO, Integer.toString(i));
                double switched = off(box);
                if (i >= warmUp) {
                    echo.add(echoed);
                    off.add(switched);
                }
            }
        }
        return List.of(new Figure(
                "link OFF to retained state",
                "ms",
                off,
                new Figure.Floor("bare echo through the broker", echo),
                List.of(Goal.p50(5), Goal.p99(20))));
    }

    /** Milliseconds until doge1's link is off; it is on again then. */
    static double off(Box box) {
        double switched = there(box, LINK + "/set", "{'state':'OFF'}", LINK, "OFF");
        there(box, LINK + "/set", "{'state':'ON'}", LINK, "ON");
        return switched;
    }

    /** Milliseconds from a message being sent to another being heard. */
    private static double there(Box box, String to, String payload, String topic, String state) {
        int since = box.bus().now();
        long sent = System.nanoTime();
        box.bus().send(to, payload);
        Heard heard = box.bus().await(topic, since, Box.PATIENCE, topic, one -> one.has("state", state));
        return Box.millis(sent, heard);
    }
}
