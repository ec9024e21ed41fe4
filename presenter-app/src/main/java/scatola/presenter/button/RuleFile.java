package scatola.presenter.button;

import java.util.List;

/** What came of reading a file of rules. */
sealed interface RuleFile {
    /**
     * It can be used.
     *
     * @param rules in its order
     */
    record Usable(List<Rule> rules) implements RuleFile {
        /** Copies the list. */
        public Usable {
            rules = List.copyOf(rules);
        }
    }

    /**
     * It can't.
     *
     * @param problems all that were found, with their lines
     */
    record Unusable(List<String> problems) implements RuleFile {
        /** Copies the list. */
        public Unusable {
            problems = List.copyOf(problems);
        }
    }
}
