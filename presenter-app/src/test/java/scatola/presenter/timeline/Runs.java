package scatola.presenter.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import scatola.bus.Topic;
import scatola.bus.message.Codec;
import scatola.bus.message.Phase;
import scatola.presenter.box.Heard;
import scatola.presenter.box.Told;

/** What boxes might say, for tests: the same for the same seed. */
public final class Runs {
    private static final List<String> NODES = List.of("pi1", "pi2", "pi3");
    private static final List<String> GUESTS = List.of("doge1", "doge2", "doge3", "doge4");

    private final SplittableRandom random;
    private final List<Entry> entries = new ArrayList<>();
    private Instant at = Told.T0;
    private long session = 1;
    private long seq;

    private Runs(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * Everything that a tape may hold, with busy and with quiet stretches.
     *
     * @param seed of all chance
     * @param length how many entries
     * @return entries with rising instants
     */
    public static List<Entry> random(long seed, int length) {
        Runs run = new Runs(seed);
        while (run.entries.size() < length) {
            run.goOn();
        }
        return List.copyOf(run.entries);
    }

    private void goOn() {
        String node = one(NODES);
        String guest = one(GUESTS);
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> quiet();
            case 3 -> heard(availability(node));
            case 4, 5, 6 -> heard(guest(guest, node));
            case 7 -> say("vm/" + guest, "", true);
            case 8, 9 -> heard(Told.link(guest, "stage", node, session, ++seq));
            case 10, 11 -> heard(Told.pingReply("t" + random.nextInt(4), guest, "doge2", ++seq, at));
            case 12 -> say("vm/" + guest + "/set/state", random.nextBoolean() ? "ON" : "OFF", false);
            case 13 -> say("vm/" + guest + "/console/out", "login: \u0000", false);
            case 14 -> say(one(List.of("vm/" + guest, "elsewhere/" + node, "node/" + node)), "{nonsense", false);
            default -> rare(node);
        }
    }

    private void rare(String node) {
        switch (random.nextInt(8)) {
            case 0 -> entries.add(new Entry.Outage(later(), "the broker was restarted"));
            case 1 -> entries.add(new Entry.ClockSet(later(), Duration.ofMillis(random.nextLong(-5000, 5000))));
            case 2 -> {
                Instant since = at;
                entries.add(new Entry.Gap(later(), since, "the disk was full"));
            }
            case 3, 4, 5 -> entries.add(new Entry.Mark(later(), "chapter " + entries.size(), "anna"));
            default -> {
                session++;
                seq = 0;
                heard(availability(node));
            }
        }
    }

    /** Nodes that have nothing new to say go on saying it. */
    private void quiet() {
        for (int i = random.nextInt(20); i > 0; i--) {
            at = at.plusMillis(random.nextInt(1000));
            String node = one(NODES);
            if (random.nextBoolean()) {
                heard(Told.nodeState(node, session, ++seq, at));
            } else {
                say("node/" + node, "", true);
            }
        }
    }

    private Heard availability(String node) {
        return random.nextBoolean() ? Told.online(node, session, ++seq, at) : Told.will(node, session, at);
    }

    private Heard guest(String guest, String node) {
        // now and then late, so that it is older than what is known
        long late = random.nextInt(10) == 0 ? 1 : 0;
        return Told.guest(
                guest,
                node,
                Math.max(1, session - late),
                ++seq,
                one(List.of(Phase.values())),
                random.nextBoolean() ? null : "10.1.1.%d/24".formatted(random.nextInt(1, 5)));
    }

    private void heard(Heard heard) {
        Codec.Content.Said said = (Codec.Content.Said) heard.content();
        say(Fold.below(heard.topic()), said.message().json().toString(), !(heard.topic() instanceof Topic.TestSample));
    }

    private void say(String topic, String payload, boolean retained) {
        entries.add(new Entry.Message(later(), topic, Bytes.of(payload), random.nextInt(2), retained));
    }

    private Instant later() {
        at = at.plusNanos(1000 * random.nextLong(1, random.nextInt(10) == 0 ? 5_000_000 : 200_000));
        return at;
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
