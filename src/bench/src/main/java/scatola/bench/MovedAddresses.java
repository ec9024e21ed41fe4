package scatola.bench;

import java.util.List;
import scatola.it.box.Heard;

/**
 * An address that nobody answers is given to a guest, until a third guest's ping is answered. Moved by the bus, and by
 * the two commands that one would type in the guest. Pings go out five times a second: that is how fine it measures.
 */
final class MovedAddresses implements Section {
    private static final String MOVING = "10.1.1.2";
    private static final String PING = "bench-moved";

    @Override
    public String title() {
        return "addresses moved";
    }

    @Override
    public List<Figure> measure(Box box) {
        Samples moved = new Samples();
        Samples typed = new Samples();
        box.bus().done("vm/doge1/request/ping", "{'test':'%s','to':'%s','interval_ms':200}".formatted(PING, MOVING));
        for (int i = 0; i < box.times(2, 15); i++) {
            give(box, "doge2", "10.1.1.22/24");
            moved.add(untilAnswered(box, () -> give(box, "doge3", MOVING + "/24")));
            give(box, "doge3", "10.1.1.3/24");
            typed.add(untilAnswered(
                    box,
                    () -> exec(
                            box, "doge2", "ip addr add " + MOVING + "/24 dev eth0; arping -U -c 1 -I eth0 " + MOVING)));
            exec(box, "doge2", "ip addr del " + MOVING + "/24 dev eth0");
        }
        give(box, "doge2", MOVING + "/24");
        box.bus().done("vm/doge1/request/stop", "{'test':'%s'}".formatted(PING));
        return List.of(new Figure(
                "address moved to first reply",
                "ms",
                moved,
                new Figure.Floor("typed in the guest", typed),
                List.of(Goal.p99(1000))));
    }

    /** Waits until nobody answers, has the address moved, and measures until somebody answers. */
    private static double untilAnswered(Box box, Runnable move) {
        String topic = "test/" + PING;
        int since = box.bus().now();
        Heard silence = box.bus()
                .await(
                        "a timeout",
                        since,
                        Box.PATIENCE,
                        topic,
                        one -> one.json().has("timeout"));
        long began = System.nanoTime();
        move.run();
        Heard reply = box.bus()
                .await(
                        "a reply",
                        silence.number(),
                        Box.PATIENCE,
                        topic,
                        one -> one.json().has("ms"));
        return Box.millis(began, reply);
    }

    private static void give(Box box, String vm, String address) {
        box.bus().send("vm/" + vm + "/set", "{'ip':'%s'}".formatted(address));
        box.bus().state("vm/" + vm, Box.PATIENCE, state -> state.has("ip", address));
    }

    private static void exec(Box box, String vm, String script) {
        int since = box.bus().now();
        String test = "bench-exec-" + since;
        box.bus().send("vm/" + vm + "/request/exec", "{'test':'%s','argv':['sh','-c','%s']}".formatted(test, script));
        Heard result = box.bus().await(script, since, Box.PATIENCE, "test/" + test + "/result", any -> true);
        if (!result.has("verdict", "ok")) {
            throw new IllegalStateException("'%s' in %s: %s".formatted(script, vm, result.text()));
        }
    }
}
