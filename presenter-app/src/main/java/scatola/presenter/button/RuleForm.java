package scatola.presenter.button;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Quoted;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.message.Codec;
import scatola.bus.message.LinkSet;
import scatola.bus.message.Message;
import scatola.bus.message.Operations;
import scatola.bus.message.VmSet;

/** One rule as it stands in a file, checked against the contract; what is wrong with it is noted with its line. */
final class RuleForm {
    private static final List<String> KEYS = List.of("when", "field", "is", "do", "with");

    private final JsonNode node;
    private final JsonPointer place;
    private final Map<JsonPointer, Integer> lines;
    private final Topics topics;
    private final List<String> problems;

    /**
     * @param node the rule
     * @param place where it stands
     * @param lines in which line everything begins
     * @param topics below which root the box is
     * @param problems where problems go
     */
    RuleForm(JsonNode node, JsonPointer place, Map<JsonPointer, Integer> lines, Topics topics, List<String> problems) {
        this.node = node;
        this.place = place;
        this.lines = lines;
        this.topics = topics;
        this.problems = problems;
    }

    /** The rule, or null if there is none in this, which has been noted. */
    @Nullable
    Rule rule() {
        if (!(node instanceof ObjectNode object)) {
            problem("", "a rule has the keys when, is, do and with: begin it with '- when: ' and a topic");
            return null;
        }
        object.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                problem(key, "'%s' is no key here: there are %s".formatted(Quoted.of(key), String.join(", ", KEYS)));
            }
        });
        TopicFilter when = when();
        String field = object.has("field") ? text("field", "the name of a field of the payload, like action") : null;
        String is = text("is", "what the button says, like single");
        Topic.Command command = command();
        Order order = command == null ? null : order(command);
        return when == null || is == null || order == null
                ? null
                : new Rule(line(""), when, field, is, order.command(), order.with());
    }

    private record Order(Topic.Command command, String with) {}

    private @Nullable TopicFilter when() {
        String text = text("when", "the button's topic, like zigbee2mqtt/red-button/action");
        if (text == null) {
            return null;
        }
        switch (TopicFilter.read(text)) {
            case Decoded.Malformed<TopicFilter> bad -> problem("when", "when: " + bad.reason());
            case Decoded.Value<TopicFilter> good
            when good.value().reaches(topics.root()) ->
                problem(
                        "when",
                        "when: '%s' is among the box's own topics, and a rule must not set off itself: name a topic outside %s"
                                .formatted(Quoted.of(text), topics.filter("")));
            case Decoded.Value<TopicFilter> good -> {
                return good.value();
            }
        }
        return null;
    }

    private Topic.@Nullable Command command() {
        String text = text("do", "the topic of a command, like link/doge2/stage/set/state");
        if (text == null) {
            return null;
        }
        String own = topics.filter("");
        String below = text.startsWith(own) ? text.substring(own.length()) : text;
        switch (topics.parse(topics.filter(below))) {
            case Decoded.Malformed<Topic> bad -> problem("do", "do: " + bad.reason());
            case Decoded.Value<Topic> good
            when good.value() instanceof Topic.Command command && Operations.knows(command) -> {
                return command;
            }
            case Decoded.Value<Topic> good ->
                problem(
                        "do",
                        "do: '%s' is no command: take one of docs/bus.md, like link/doge2/stage/set/state or box/request/show/next"
                                .formatted(Quoted.of(text)));
        }
        return null;
    }

    private @Nullable Order order(Topic.Command command) {
        return switch (command) {
            case Topic.VmSetAttribute t ->
                plain(new Topic.VmSet(t.vm()), text -> VmSet.ofAttribute(t.attribute(), text));
            case Topic.LinkSetAttribute t ->
                plain(new Topic.LinkSet(t.vm(), t.network()), text -> LinkSet.ofAttribute(t.attribute(), text));
            case Topic.VmSet t -> object(t);
            case Topic.VmRequest t -> object(t);
            case Topic.LinkSet t -> object(t);
            case Topic.UplinkSet t -> object(t);
            case Topic.NodeRequest t -> object(t);
            case Topic.BoxRequest t -> object(t);
        };
    }

    /** Plain text becomes the object that says the same, so that who did it can be said as well. */
    private @Nullable Order plain(Topic.Command command, Function<String, Decoded<? extends Message>> reader) {
        String text = text("with", "plain text, like ON, OFF, TOGGLE or 10.1.1.2/24");
        if (text == null) {
            return null;
        }
        switch (reader.apply(text)) {
            case Decoded.Malformed<? extends Message> bad -> problem("with", "with: " + bad.reason());
            case Decoded.Value<? extends Message> good -> {
                return new Order(command, good.value().json().toString());
            }
        }
        return null;
    }

    private @Nullable Order object(Topic.Command command) {
        JsonNode with = node.path("with");
        boolean bare = with.isMissingNode() || with.isNull();
        String json = bare ? "{}" : with.toString();
        if (!bare && with.isValueNode()) {
            problem("with", "with: this command takes keys with values, like {state: TOGGLE}");
        } else if (with.has("transaction")) {
            problem(
                    "with",
                    "with: leave transaction out: every press is a command of its own, and gets one of its own");
        } else if (Codec.decode(command, json.getBytes(StandardCharsets.UTF_8))
                instanceof Decoded.Malformed<Codec.Content> bad) {
            problem(bare ? "do" : "with", "with: " + bad.reason());
        } else {
            return new Order(command, json);
        }
        return null;
    }

    /** Also a number, as it stands there, or a truth value. */
    private @Nullable String text(String key, String what) {
        JsonNode value = node.path(key);
        if (value.isMissingNode()
                || value.isNull()
                || value.isTextual() && value.textValue().isBlank()) {
            problem(key, "%s is missing: write %s".formatted(key, what));
        } else if (!value.isValueNode()) {
            problem(key, "%s must be one text: write %s".formatted(key, what));
        } else {
            return value.asText().strip();
        }
        return null;
    }

    private void problem(String key, String what) {
        problems.add("line %d: %s".formatted(line(key), what));
    }

    private int line(String key) {
        int first = lines.getOrDefault(place, 1);
        return key.isEmpty() ? first : lines.getOrDefault(place.appendProperty(key), first);
    }
}
