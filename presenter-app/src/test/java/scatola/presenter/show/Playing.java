package scatola.presenter.show;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scatola.presenter.show.Performance.Effect;

/** A performance with a clock of its own and a bus made of method calls. */
final class Playing {
    final Performance performance;
    private final Board board = new Board();
    private final List<Effect> all = new ArrayList<>();
    private Instant now = Instant.parse("2026-05-01T18:00:00Z");

    Playing(String yaml, Pace pace, String... held) {
        for (int i = 0; i < held.length; i += 2) {
            board.hold(new Said(now, held[i], JsonText.value(held[i + 1])));
        }
        Show show = switch (ShowReader.read(yaml)) {
            case ShowFile.Playable good -> good.show();
            case ShowFile.Unplayable bad -> throw new AssertionError(bad.problems());
        };
        performance = new Performance(show, pace, "t", "me", board, now);
        act();
    }

    Instant now() {
        return now;
    }

    Playing after(double seconds) {
        now = now.plus(Duration.ofMillis((long) (seconds * 1000)));
        return this;
    }

    void act() {
        all.addAll(performance.drain());
    }

    void ticks() {
        Instant deadline = Objects.requireNonNull(performance.deadline());
        if (!deadline.isAfter(now)) {
            performance.tick(now);
        }
        act();
    }

    void hears(String topic, String json) {
        Said said = new Said(now, topic, JsonText.value(json));
        if (!topic.startsWith("test/") && !topic.contains("/response/") && !topic.endsWith("/event")) {
            board.hold(said);
        }
        performance.heard(said);
        act();
    }

    Cue next(@Nullable Long step) {
        Cue cue = performance.next(step, "anna", now);
        act();
        return cue;
    }

    void answerOk() {
        answer("{\"status\":\"ok\",\"transaction\":\"%s\",\"data\":{}}");
    }

    void answerError(String reason) {
        answer("{\"status\":\"error\",\"transaction\":\"%s\",\"error\":\"" + reason + "\"}");
    }

    private void answer(String form) {
        Effect.Send last = sends().getLast();
        String topic = last.topic().endsWith("/set")
                ? last.topic().replaceFirst("/set$", "/response/set")
                : last.topic().replaceFirst("/request/", "/response/");
        hears(topic, form.formatted(last.payload().text("transaction")));
    }

    boolean isOver() {
        return performance.isOver();
    }

    Outcome outcome() {
        return all.stream()
                .filter(Effect.Finish.class::isInstance)
                .map(effect -> ((Effect.Finish) effect).outcome())
                .findFirst()
                .orElseThrow(() -> new AssertionError("still playing: " + text()));
    }

    List<Effect> all() {
        return List.copyOf(all);
    }

    List<String> sent() {
        return sends().stream()
                .map(send -> send.topic() + " " + JsonValues.json(send.payload()))
                .toList();
    }

    String lastSent() {
        return sent().getLast();
    }

    private List<Effect.Send> sends() {
        return all.stream()
                .filter(Effect.Send.class::isInstance)
                .map(Effect.Send.class::cast)
                .toList();
    }

    List<String> text() {
        Script script = new Script(false);
        return all.stream()
                .filter(Effect.Tell.class::isInstance)
                .flatMap(effect -> script.text(((Effect.Tell) effect).line()).stream())
                .toList();
    }
}
