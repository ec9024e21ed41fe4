package scatola.presenter.button;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import scatola.bus.Quoted;
import scatola.bus.Topics;

/**
 * Reads rules from YAML 1.1, where ON, OFF, yes and no are plain texts. Total: whatever the text is, it returns, with every
 * problem that it has found. What the keys mean stands in docs/buttons.md.
 */
final class RuleReader {
    /** The longest file, in characters. */
    static final int MOST_CHARACTERS = 64 * 1024;

    private static final int MOST_RULES = 200;

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

    private RuleReader() {}

    /**
     * @param yaml a list of rules; nothing is none
     * @param topics below which root the box is
     */
    static RuleFile read(String yaml, Topics topics) {
        if (yaml.length() > MOST_CHARACTERS) {
            return unusable("it has %d characters: write at most %d".formatted(yaml.length(), MOST_CHARACTERS));
        }
        JsonNode tree;
        Map<JsonPointer, Integer> lines;
        try {
            tree = MAPPER.readTree(yaml);
            lines = lines(yaml);
        } catch (JacksonException e) {
            String what =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            return unusable("%sit is no YAML: %s"
                    .formatted(
                            e.getLocation() == null
                                    ? ""
                                    : "line %d: ".formatted(e.getLocation().getLineNr()),
                            Quoted.of(what)));
        } catch (IOException e) {
            throw new UncheckedIOException("a text can always be read", e);
        }
        if (tree.isMissingNode() || tree.isNull()) {
            return new RuleFile.Usable(List.of());
        }
        if (!(tree instanceof ArrayNode array) || array.size() > MOST_RULES) {
            return unusable(
                    "it is no list of at most %d rules: begin each with '- when: ' and a topic".formatted(MOST_RULES));
        }
        List<Rule> rules = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            Rule rule = new RuleForm(array.get(i), JsonPointer.empty().appendIndex(i), lines, topics, problems).rule();
            if (rule != null) {
                rules.add(rule);
            }
        }
        return problems.isEmpty() ? new RuleFile.Usable(rules) : new RuleFile.Unusable(problems);
    }

    /** In which line everything begins. */
    private static Map<JsonPointer, Integer> lines(String yaml) throws IOException {
        Map<JsonPointer, Integer> lines = new HashMap<>();
        try (YAMLParser parser = MAPPER.getFactory().createParser(yaml)) {
            while (parser.nextToken() != null) {
                lines.putIfAbsent(
                        parser.getParsingContext().pathAsPointer(),
                        parser.currentTokenLocation().getLineNr());
            }
        }
        return lines;
    }

    private static RuleFile unusable(String problem) {
        return new RuleFile.Unusable(List.of(problem));
    }
}
