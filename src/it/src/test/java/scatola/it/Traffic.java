package scatola.it;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import scatola.it.box.Bus;
import scatola.it.box.Heard;

/** A traffic test that is under way in a guest, as the bus tells of it. */
record Traffic(Bus bus, String vm, String test, int since) {

    static boolean isReply(Heard sample) {
        return sample.json().has("ms");
    }

    static boolean isTimeout(Heard sample) {
        return sample.json().path("timeout").asBoolean();
    }

    /** The first sample like that since the test began. */
    Heard sample(String what, Duration atMost, Predicate<Heard> condition) {
        return bus.await(what, since, atMost, "test/" + test, condition);
    }

    /** The first sample like that after another message. */
    Heard sampleAfter(Heard before, String what, Duration atMost, Predicate<Heard> condition) {
        return bus.await(what, before.number() + 1, atMost, "test/" + test, condition);
    }

    /** So many samples like that, after another message. */
    Heard samplesAfter(Heard before, int times, String what, Duration each, Predicate<Heard> condition) {
        Heard last = before;
        for (int i = 0; i < times; i++) {
            last = sampleAfter(last, what, each, condition);
        }
        return last;
    }

    /** Waits until a server of this test listens. */
    void listening() {
        sample(
                "listening",
                Stage.SOON,
                sample -> sample.json().path("listening").asBoolean());
    }

    List<Heard> samples() {
        return bus.heard(since, "test/" + test);
    }

    Heard result(Duration atMost) {
        return bus.await("the result of " + test, since, atMost, "test/" + test + "/result", any -> true);
    }

    Heard stop() {
        bus.done("vm/%s/request/stop".formatted(vm), "{'test':'%s'}".formatted(test));
        return result(Stage.SOON);
    }
}
