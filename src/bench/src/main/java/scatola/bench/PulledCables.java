package scatola.bench;

import java.util.List;
import scatola.it.box.Heard;

/**
 * A Pi's cable is pulled from outside until the Pi is offline, and put back until it is online; beside a client that
 * does nothing but connect, on the same cable.
 */
final class PulledCables implements Section {
    private static final String NODE = "node/pi2/availability";

    @Override
    public String title() {
        return "cables pulled and put back";
    }

    @Override
    public List<Figure> measure(Box box) {
        Samples offline = new Samples();
        Samples online = new Samples();
        Samples bareOffline = new Samples();
        Samples bareOnline = new Samples();
        try (BareClient.Running bare = BareClient.start(box, "pi2")) {
            bare.awaitOnline();
            for (int i = 0; i < box.times(2, 7); i++) {
                moved(box, "down", "offline", offline, bareOffline);
                moved(box, "up", "online", online, bareOnline);
            }
        }
        String floor = "a bare client on that cable";
        return List.of(
                new Figure(
                        "cable pulled to offline",
                        "ms",
                        offline,
                        new Figure.Floor(floor, bareOffline),
                        List.of(Goal.p99(3000))),
                new Figure(
                        "cable back to online",
                        "ms",
                        online,
                        new Figure.Floor(floor, bareOnline),
                        List.of(Goal.p99(3000))));
    }

    private static void moved(Box box, String way, String state, Samples node, Samples bare) {
        int since = box.bus().now();
        long began = System.nanoTime();
        box.run("ip", "link", "set", box.lab().instance() + "-pi2", way);
        Heard told = box.bus().await(state, since, Box.PATIENCE, NODE, one -> one.has("state", state));
        Heard floor = box.bus().await(state, since, Box.PATIENCE, BareClient.TOPIC, one -> one.has("state", state));
        node.add(Box.millis(began, told));
        bare.add(Box.millis(began, floor));
    }
}
