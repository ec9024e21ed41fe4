package scatola.presenter.button;

/** What came of a message that a rule means. */
sealed interface Press {
    /** @return the rule */
    Rule rule();

    /** Its command is to be sent. */
    record Counts(Rule rule) implements Press {}

    /**
     * There were too many of them just before.
     *
     * @param rule the rule
     * @param first whether a person is to be told: it went on for a while otherwise
     */
    record TooFast(Rule rule, boolean first) implements Press {}

    /**
     * It was retained, and so perhaps pressed at some other time.
     *
     * @param rule the rule
     * @param first whether a person is to be told: it is the first of them
     */
    record Retained(Rule rule, boolean first) implements Press {}
}
