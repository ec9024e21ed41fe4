package scatola.presenter.show;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scatola.bus.Quoted;

/**
 * Reads a show from YAML 1.1, where ON, OFF, yes and no are plain texts. Total: whatever the text is, it returns, with every problem that it has found. What the
 * keys mean stands in docs/shows.md.
 */
public final class ShowReader {
    /** The longest text of a show, in characters. */
    public static final int MOST_CHARACTERS = 256 * 1024;

    private static final int MOST_STEPS = 200;
    private static final int MOST_ELEMENTS = 100;
    private static final double MOST_PAUSE_S = 600;

    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // ON is what the bus calls it, not a truth value
                    .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(40)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ShowReader() {}

    /**
     * @param yaml a show
     * @return the show, or all that is wrong with it
     */
    public static ShowFile read(String yaml) {
        if (yaml.length() > MOST_CHARACTERS) {
            return new ShowFile.Unplayable(
                    List.of("the show has %d characters: write at most %d".formatted(yaml.length(), MOST_CHARACTERS)));
        }
        JsonNode tree;
        try {
            tree = MAPPER.readTree(yaml);
        } catch (JacksonException e) {
            var where = e.getLocation();
            return new ShowFile.Unplayable(List.of("%sthe show is no YAML: %s"
                    .formatted(
                            where == null ? "" : "line %d: ".formatted(where.getLineNr()),
                            Quoted.of(String.valueOf(e.getOriginalMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("")))));
        }
        if (!(tree instanceof ObjectNode object)) {
            return new ShowFile.Unplayable(
                    List.of("the show is no list of keys: begin it with 'show: ' and its title, then 'steps:'"));
        }
        List<String> problems = new ArrayList<>();
        Show show = show(new Keys(object, "", problems));
        return show == null || !problems.isEmpty() ? new ShowFile.Unplayable(problems) : new ShowFile.Playable(show);
    }

    private static @Nullable Show show(Keys keys) {
        keys.only("show", "about", "steps", "afterwards");
        String title = keys.line("show", true);
        String about = keys.text("about", false);
        List<Step> steps = elements(keys, "steps", "step", MOST_STEPS, ShowReader::step);
        List<Order> afterwards = elements(keys, "afterwards", "afterwards", MOST_ELEMENTS, ElementReader::order);
        if (steps.isEmpty() && keys.isClean()) {
            keys.problem("steps", "is missing: write at least one step, beginning with '- say: '");
        }
        return title == null ? null : new Show(title, about, steps, afterwards);
    }

    private static @Nullable Step step(Keys keys) {
        keys.only("say", "do", "see", "never", "pause_s");
        String say = keys.line("say", true);
        List<Order> orders = elements(keys, "do", "do", MOST_ELEMENTS, ElementReader::order);
        List<Sight> sights = elements(keys, "see", "see", MOST_ELEMENTS, ElementReader::sight);
        List<Ban> bans = elements(keys, "never", "never", MOST_ELEMENTS, ElementReader::ban);
        Duration pause = keys.seconds("pause_s", 0, 0, MOST_PAUSE_S);
        return say == null ? null : new Step(say, orders, sights, bans, pause);
    }

    /** Reads each element of a list; those with problems are left out, their problems stay. */
    private static <T> List<T> elements(
            Keys keys, String name, String one, int most, Function<Keys, @Nullable T> reader) {
        JsonNode list = keys.get(name);
        if (list == null) {
            return List.of();
        }
        if (!(list instanceof ArrayNode array) || array.size() > most) {
            keys.problem(name, "must be a list of at most %d, each beginning with '- '".formatted(most));
            return List.of();
        }
        List<T> values = new ArrayList<>();
        int number = 0;
        for (JsonNode element : array) {
            number++;
            Keys inner = keys.inner("%s %d".formatted(one, number), element);
            T value = inner == null ? null : reader.apply(inner);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }
}
