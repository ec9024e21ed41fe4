package scatola.presenter.perform;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.TestId;
import scatola.bus.VmName;
import scatola.bus.message.Status;
import scatola.presenter.timeline.Bytes;

/** Something that was asked for in a recording, and what is found out about it while the recording is read on. */
final class Recorded {
    final Instant at;
    final String topic;
    final @Nullable Order order;
    final Step.@Nullable Stroke stroke;
    private final List<Happening> happenings = new ArrayList<>();
    private @Nullable String skipped;
    private @Nullable Status status;
    private @Nullable Instant answered;
    private @Nullable TestId test;

    /**
     * A fact that came true.
     *
     * @param at when
     * @param fact it
     * @param before how it was before, or null if that was not known
     */
    record Happening(Instant at, Fact fact, @Nullable String before) {}

    private Recorded(
            Instant at, String topic, @Nullable Order order, Step.@Nullable Stroke stroke, @Nullable String skipped) {
        this.at = at;
        this.topic = topic;
        this.order = order;
        this.stroke = stroke;
        this.skipped = skipped;
        this.test = order == null ? null : order.startsTest();
    }

    static Recorded command(Instant at, String topic, Order order) {
        return new Recorded(at, topic, order, null, null);
    }

    static Recorded typed(Instant at, String topic, VmName vm, Bytes bytes) {
        return new Recorded(at, topic, null, new Step.Stroke(Duration.ZERO, vm, bytes), null);
    }

    static Recorded skipped(Instant at, String topic, @Nullable Order order, String reason) {
        return new Recorded(at, topic, order, null, reason);
    }

    void answered(Instant when, Status how, @Nullable String error, @Nullable TestId started) {
        answered = when;
        status = how;
        if (started != null && order != null && order.isTest()) {
            test = started;
        }
        if (how == Status.ERROR && skipped == null) {
            skipped = "it was refused: " + error;
        }
    }

    void happened(Happening happening) {
        happenings.add(happening);
    }

    @Nullable
    String skipped() {
        return skipped;
    }

    @Nullable
    Status status() {
        return status;
    }

    @Nullable
    Instant answered() {
        return answered;
    }

    @Nullable
    TestId test() {
        return test;
    }

    /** In the order of their time. */
    List<Happening> happenings() {
        return happenings.stream().sorted(Comparator.comparing(Happening::at)).toList();
    }
}
