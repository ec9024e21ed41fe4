package scatola.presenter.perform;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.message.Codec;
import scatola.bus.message.Message;
import scatola.bus.message.Phase;
import scatola.presenter.box.Heard;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;

/** A recording as it is written down in a test. */
final class Tape {
    private final List<Entry> entries = new ArrayList<>();
    private World before = World.empty();
    private Instant now = Told.T0;
    private long seq = 100;

    /** The recording begins when that is so. */
    Tape holds(Heard... all) {
        before = Told.worldOf(all);
        return this;
    }

    Tape after(double seconds) {
        now = now.plusMillis((long) (seconds * 1000));
        return this;
    }

    Tape says(String topic, String payload) {
        return says(topic, payload, false);
    }

    Tape keeps(String topic, String payload) {
        return says(topic, payload, true);
    }

    Tape says(Heard heard) {
        byte[] payload = heard.content() instanceof Codec.Content.Said said
                ? said.message().payload()
                : new byte[0];
        return add(Fold.below(heard.topic()), Bytes.of(payload), false);
    }

    Tape entry(Entry entry) {
        entries.add(entry);
        return this;
    }

    Tape guest(String vm, String node, Phase phase, @Nullable String ip) {
        return says(Told.guest(vm, node, 1, ++seq, phase, ip));
    }

    Tape online(String node) {
        return says(Told.online(node, 1, ++seq, now));
    }

    Tape will(String node) {
        return says(Told.will(node, 1, now));
    }

    Tape reply(String test) {
        return says("test/" + test, sample("\"bytes\":64,\"ttl\":64,\"ms\":0.42"));
    }

    Tape timeout(String test) {
        return says("test/" + test, sample("\"timeout\":true"));
    }

    Tape result(String test, String verdict) {
        return says(
                "test/" + test + "/result",
                "{\"session\":1,\"seq\":%d,\"ts\":\"%s\",\"kind\":\"ping\",\"from\":\"doge1\",\"verdict\":\"%s\",\"ended\":\"stopped\",\"duration_ms\":1,\"sent\":9,\"received\":7,\"loss_pct\":22}"
                        .formatted(++seq, Told.T0, verdict));
    }

    Tape ok(String topic, @Nullable String transaction) {
        return says(topic, answer("ok", transaction, "{}"));
    }

    Tape begun(String topic, @Nullable String transaction, String test) {
        return says(topic, answer("ok", transaction, "{\"test\":\"%s\"}".formatted(test)));
    }

    Tape refused(String topic, @Nullable String transaction, String reason) {
        return says(topic, answer("error", transaction, "{},\"error\":\"%s\"".formatted(reason)));
    }

    Instant now() {
        return now;
    }

    World before() {
        return before;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    Plan plan() {
        return Planner.plan(before, entries.iterator());
    }

    static String message(Message message) {
        return message.json().toString();
    }

    private String sample(String rest) {
        return "{\"kind\":\"ping\",\"from\":\"doge1\",\"to\":\"10.1.1.2\",\"session\":1,\"ts\":\"%s\",\"seq\":%d,%s}"
                .formatted(Told.T0, ++seq, rest);
    }

    private static String answer(String status, @Nullable String transaction, String data) {
        return "{\"status\":\"%s\"%s,\"data\":%s}"
                .formatted(status, transaction == null ? "" : ",\"transaction\":\"%s\"".formatted(transaction), data);
    }

    private Tape says(String topic, String payload, boolean retained) {
        return add(topic, Bytes.of(payload), retained);
    }

    private Tape add(String topic, Bytes payload, boolean retained) {
        // no two entries at the same instant
        now = now.plusNanos(1000);
        entries.add(new Entry.Message(now, topic, payload, 1, retained));
        return this;
    }
}
