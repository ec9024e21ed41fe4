package scatola.presenter.button;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules that hold, and what they make of what is said. Not safe for several threads. */
final class Panel {
    private final Map<Rule, Pace> rules = new LinkedHashMap<>();
    private final Set<Rule> retained = new HashSet<>();

    Panel(List<Rule> rules) {
        rules.forEach(rule -> this.rules.put(rule, new Pace()));
    }

    List<Rule> rules() {
        return List.copyOf(rules.keySet());
    }

    /** Which topics must be heard; no two of these match the same one. */
    List<TopicFilter> filters() {
        return TopicFilter.apart(rules.keySet().stream().map(Rule::when).toList());
    }

    /**
     * @param said what
     * @param nanos when, by a clock that only goes forward
     * @return one for each rule that means it, in the order of the file
     */
    List<Press> heard(Said said, long nanos) {
        List<Press> presses = new ArrayList<>();
        rules.forEach((rule, pace) -> {
            if (rule.isMeant(said)) {
                presses.add(said.retained() ? new Press.Retained(rule, retained.add(rule)) : pace.press(rule, nanos));
            }
        });
        return presses;
    }
}
