package scatola.presenter.perform;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scatola.bus.message.Json;
import scatola.presenter.timeline.Fold;

/** Plans, findings and progress as JSON for people's programs. */
final class Report {
    private Report() {}

    static ObjectNode plan(Plan plan, Check.Result checked) {
        return Json.object()
                .put(
                        "plan",
                        numbered(
                                plan.steps(),
                                (number, step) -> step(number, step)
                                        .put(
                                                "facts",
                                                listed(
                                                        step.barrier(),
                                                        one -> Json.object()
                                                                .put(
                                                                        "about",
                                                                        one.fact()
                                                                                .trait()
                                                                                .about())
                                                                .put(
                                                                        "property",
                                                                        one.fact()
                                                                                .trait()
                                                                                .property())
                                                                .put(
                                                                        "expected",
                                                                        one.fact()
                                                                                .value())
                                                                .put(
                                                                        "after_ms",
                                                                        one.after()
                                                                                .toMillis())))))
                .put("skipped", skipped(plan))
                .put("findings", findings(checked.findings()))
                .texts("changes", checked.changes())
                .node();
    }

    static ArrayNode findings(List<Finding> findings) {
        return listed(
                findings, one -> Json.object().put("severity", one.severity()).put("text", one.text()));
    }

    /**
     * @param id of the performance
     * @param job what is performed
     * @param recording the recording's id, or null for a reset alone
     * @param progress how far it is
     */
    static ObjectNode progress(long id, Performing.Job job, @Nullable Long recording, Progress progress) {
        return Json.object()
                .put("id", id)
                .put("title", job.title())
                .put("recording", recording)
                .put("by", job.setting().by())
                .put("speed", job.setting().speed())
                .put("reset", job.setting().reset())
                .put("began", progress.began())
                .put("ended", progress.ended())
                .put("state", progress.state())
                .put("step", progress.step())
                .put("of", progress.steps().size())
                .put("divergence", divergence(progress))
                .put("steps", numbered(progress.steps(), Report::step))
                .put("skipped", skipped(job.plan()))
                .put(
                        "log",
                        listed(
                                progress.log(),
                                one -> Json.object().put("at", one.at()).put("text", one.text())))
                .node();
    }

    private static @Nullable Json divergence(Progress progress) {
        return progress.divergence() == null
                ? null
                : Json.object()
                        .put("text", progress.divergence())
                        .texts("do", List.of(Choice.GO_ON, Choice.SKIP, Choice.RETRY, Choice.STOP));
    }

    private static Json step(int number, Progress.StepProgress progress) {
        List<BarrierWatch.Look> looks = progress.looks();
        return step(number, progress.step())
                .put("state", progress.state())
                .put("answer", progress.answer())
                .put("seen", looks.stream().filter(BarrierWatch.Look::seen).count())
                .put("of", looks.size())
                .put(
                        "facts",
                        listed(
                                looks,
                                one -> Json.object()
                                        .put("about", one.trait().about())
                                        .put("property", one.trait().property())
                                        .put(
                                                "expected",
                                                one.expectation().fact().value())
                                        .put("actual", one.actual())
                                        .put("seen", one.seen())));
    }

    private static Json step(int number, Step step) {
        Json json = Json.object().put("number", number).put("text", step.text()).put("at", step.at());
        switch (step.deed()) {
            case Step.Command command ->
                json.put("topic", Fold.below(command.order().topic()))
                        .put("payload", command.order().message().json())
                        .put("expected", command.expected());
            case Step.Typing typing -> json.put("strokes", typing.strokes().size());
        }
        return json.put("pause_s", seconds(step.pause())).put("within_s", seconds(step.within()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static ArrayNode skipped(Plan plan) {
        return listed(
                plan.skipped(),
                one -> Json.object()
                        .put("at", one.at())
                        .put("topic", one.topic())
                        .put("reason", one.reason()));
    }

    private static <T> ArrayNode listed(List<T> all, Function<T, Json> form) {
        return numbered(all, (number, one) -> form.apply(one));
    }

    private static <T> ArrayNode numbered(List<T> all, BiFunction<Integer, T, Json> form) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < all.size(); i++) {
            array.add(form.apply(i + 1, all.get(i)).node());
        }
        return array;
    }
}
