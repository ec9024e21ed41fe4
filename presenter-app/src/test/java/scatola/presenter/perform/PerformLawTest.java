package scatola.presenter.perform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scatola.bus.message.Phase;
import scatola.presenter.box.Told;
import scatola.presenter.timeline.Entry;

/** A box that does again what it did then is never found to differ, whatever the recording. */
class PerformLawTest {
    private static final long SEED = System.nanoTime();
    private static final List<String> GUESTS = List.of("doge1", "doge2", "doge3");

    static List<Long> seeds() {
        return new Random(SEED).longs(200).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsDoneAgainTheSameWayIsSeenAgain(long seed) {
        Story story = new Story(new Random(seed));
        Plan plan = story.tape.plan();
        assertThat(plan.steps()).hasSize(story.sent.size());
        Live live = new Live(plan, 0, false, story.tape.before());

        for (int i = 0; i < story.sent.size(); i++) {
            assertThat(live.progress().step())
                    .as("step of\n%s", live.progress())
                    .isEqualTo(i + 1);
            int from = story.sent.get(i) + 1;
            int to = i + 1 < story.sent.size()
                    ? story.sent.get(i + 1)
                    : story.tape.entries().size();
            for (Entry entry : story.tape.entries().subList(from, to)) {
                happensAgain(live, (Entry.Message) entry, i + 1);
            }
        }

        assertThat(live.state()).as("%s", live.progress()).isEqualTo(Progress.State.PASSED);
        assertThat(live.progress().steps())
                .allSatisfy(step -> assertThat(step.looks()).allMatch(BarrierWatch.Look::seen));
    }

    /** With another transaction, and tests with other ids. */
    private static void happensAgain(Live live, Entry.Message entry, int step) {
        String topic = entry.topic().replace("ping-", "live-");
        String payload = entry.payload()
                .toString()
                .replace("ping-", "live-")
                .replaceAll("\"transaction\":\"x\\d+\"", "\"transaction\":\"t-%d\"".formatted(step));
        if (topic.contains("/response/") || !topic.contains("/request/") && !topic.contains("/set")) {
            live.hears(topic, payload);
        }
    }

    /** A random run: which entries are commands that were obeyed stands in {@link #sent}. */
    private static final class Story {
        private final Random random;
        private final Tape tape = new Tape();
        private final List<Integer> sent = new ArrayList<>();
        private final Map<String, Phase> guests = new TreeMap<>();
        private final List<String> pings = new ArrayList<>();

        Story(Random random) {
            this.random = random;
            tape.holds(
                    Told.online("pi1", 1, 1, Told.T0),
                    Told.online("pi2", 1, 1, Told.T0),
                    Told.guest("doge3", "pi2", 1, 1, Phase.RUNNING, "10.1.1.3/24"));
            guests.put("doge3", Phase.RUNNING);
            int commands = 1 + random.nextInt(30);
            for (int i = 0; i < commands; i++) {
                tape.after(random.nextDouble());
                command(i);
            }
        }

        private void command(int number) {
            String vm = GUESTS.get(random.nextInt(GUESTS.size()));
            Phase phase = guests.get(vm);
            switch (random.nextInt(7)) {
                case 0 -> {
                    if (phase == null) {
                        asks("node/pi1/request/vm/create", "\"vm\":\"%s\",\"image\":\"doge\"".formatted(vm), number);
                        tape.ok("node/pi1/response/vm/create", "x" + number);
                        becomes(vm, Phase.STARTING, Phase.RUNNING);
                    }
                }
                case 1 -> {
                    if (phase != null) {
                        asks("node/pi1/request/vm/delete", "\"vm\":\"%s\"".formatted(vm), number);
                        guests.remove(vm);
                        tape.says("vm/" + vm, "");
                        tape.ok("node/pi1/response/vm/delete", "x" + number);
                    }
                }
                case 2 -> {
                    if (phase != null) {
                        asks("vm/%s/request/reboot".formatted(vm), "\"a\":1", number);
                        becomes(vm, Phase.STARTING, Phase.RUNNING);
                        tape.ok("vm/%s/response/reboot".formatted(vm), "x" + number);
                    }
                }
                case 3 -> {
                    asks("uplink/pi2/set", "\"state\":\"OFF\",\"for_s\":2", number);
                    tape.ok("uplink/pi2/response/set", "x" + number);
                    tape.will("pi2").after(2).online("pi2");
                }
                case 4 -> {
                    asks("vm/%s/request/ping".formatted(vm), "\"to\":\"10.1.1.2\"", number);
                    String id = "ping-" + number;
                    pings.add(id);
                    tape.begun("vm/%s/response/ping".formatted(vm), "x" + number, id);
                }
                case 5 -> {
                    if (!pings.isEmpty()) {
                        String id = pings.remove(random.nextInt(pings.size()));
                        asks("vm/doge1/request/stop", "\"test\":\"%s\"".formatted(id), number);
                        tape.ok("vm/doge1/response/stop", "x" + number).result(id, "recovered");
                    }
                }
                default -> {
                    tape.says(
                            "vm/%s/set".formatted(vm), "{\"state\":\"ON\",\"transaction\":\"x%d\"}".formatted(number));
                    tape.refused("vm/%s/response/set".formatted(vm), "x" + number, "runs already");
                }
            }
            for (int i = random.nextInt(8); i > 0; i--) {
                meanwhile(vm);
            }
        }

        private void meanwhile(String vm) {
            if (!pings.isEmpty()) {
                String id = pings.get(random.nextInt(pings.size()));
                if (random.nextInt(3) == 0) {
                    tape.timeout(id);
                } else {
                    tape.reply(id);
                }
            }
            if (guests.containsKey(vm) && random.nextInt(4) == 0) {
                becomes(vm, random.nextBoolean() ? Phase.PAUSED : Phase.RUNNING);
            }
        }

        private void becomes(String vm, Phase... phases) {
            for (Phase phase : phases) {
                guests.put(vm, phase);
                tape.guest(vm, "pi1", phase, "10.1.1.%d/24".formatted(1 + random.nextInt(3)));
            }
        }

        private void asks(String topic, String fields, int number) {
            sent.add(tape.entries().size());
            tape.says(topic, "{%s,\"transaction\":\"x%d\"}".formatted(fields, number));
        }
    }
}
