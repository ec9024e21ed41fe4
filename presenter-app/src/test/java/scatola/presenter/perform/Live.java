package scatola.presenter.perform;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.message.Codec;
import scatola.presenter.box.Heard;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;
import scatola.presenter.perform.Performance.Effect;
import scatola.presenter.show.Outcome;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;

/** A performance on a box made of method calls, with a clock of its own. */
final class Live {
    final Performance performance;
    private final List<Effect> all = new ArrayList<>();
    private World world;
    private Instant now = Told.T0.plusSeconds(86_400);

    Live(Plan plan, double speed, boolean reset, World world) {
        this.world = world;
        performance = new Performance(plan, new Performance.Setting("t", "perform", speed, reset), world, now);
        act();
    }

    Live(Plan plan) {
        this(plan, 0, false, World.empty());
    }

    Instant now() {
        return now;
    }

    Live after(double seconds) {
        now = now.plusMillis((long) (seconds * 1000));
        Instant deadline = performance.deadline();
        if (deadline != null && !deadline.isAfter(now)) {
            performance.tick(now);
        }
        act();
        return this;
    }

    Live hears(Heard heard) {
        world = world.with(heard);
        performance.heard(now, heard.topic(), heard.content(), world);
        act();
        return this;
    }

    Live hears(String topic, String payload) {
        return hears(topic, Bytes.of(payload).toArray());
    }

    Live hears(String topic, byte[] payload) {
        if (!(Fold.topic(topic) instanceof Decoded.Value<Topic> read)
                || !(Codec.decode(read.value(), payload) instanceof Decoded.Value<Codec.Content> content)) {
            throw new IllegalArgumentException(topic + " " + new String(payload, StandardCharsets.UTF_8));
        }
        return hears(new Heard(now, read.value(), content.value()));
    }

    /** What a tape says, in its order. */
    Live hears(Tape tape) {
        tape.entries().forEach(entry -> {
            if (entry instanceof Entry.Message message) {
                hears(message.topic(), message.payload().toArray());
            }
        });
        return this;
    }

    Live commanded(String topic, String payload) {
        if (Fold.topic(topic) instanceof Decoded.Value<Topic> read
                && read.value() instanceof Topic.Command command
                && Order.read(command, Bytes.of(payload).toArray()) instanceof Decoded.Value<Order> order) {
            performance.commanded(now, order.value());
        }
        return this;
    }

    Live answersOk() {
        return answers("\"ok\",\"data\":{}");
    }

    Live answersOk(String test) {
        return answers("\"ok\",\"data\":{\"test\":\"%s\"}".formatted(test));
    }

    Live answersError(String reason) {
        return answers("\"error\",\"data\":{},\"error\":\"%s\"".formatted(reason));
    }

    private Live answers(String form) {
        Order last = orders().getLast();
        String transaction = Objects.requireNonNull(last.sender().transaction());
        return hears(
                Fold.below(last.topic().response()),
                "{\"transaction\":\"%s\",\"status\":%s}".formatted(transaction, form));
    }

    @Nullable
    String decides(Choice choice) {
        String refusal = performance.decide(choice, "anna", world, now);
        act();
        return refusal;
    }

    void loses(String reason) {
        world = world.afterOutage();
        performance.busLost(reason, now);
        act();
    }

    Progress progress() {
        return performance.progress();
    }

    Progress.State state() {
        return progress().state();
    }

    Progress.StepState step(int number) {
        return progress().steps().get(number - 1).state();
    }

    String divergence() {
        return String.valueOf(progress().divergence());
    }

    List<String> log() {
        return progress().log().stream().map(Progress.Noted::text).toList();
    }

    List<Order> orders() {
        return all.stream()
                .filter(Effect.Send.class::isInstance)
                .map(effect -> ((Effect.Send) effect).order())
                .toList();
    }

    List<String> sent() {
        return orders().stream()
                .map(order -> Fold.below(order.topic()) + " " + order.message().json())
                .toList();
    }

    List<String> typed() {
        return all.stream()
                .filter(Effect.Type.class::isInstance)
                .map(effect -> ((Effect.Type) effect).stroke())
                .map(stroke -> stroke.vm() + " " + stroke.bytes())
                .toList();
    }

    List<Outcome> outcomes() {
        return all.stream()
                .filter(Effect.Finish.class::isInstance)
                .map(effect -> ((Effect.Finish) effect).outcome())
                .toList();
    }

    private void act() {
        all.addAll(performance.drain());
    }
}
