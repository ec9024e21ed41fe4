package scatola.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line of the table.
 *
 * @param what was measured
 * @param unit of the samples
 * @param samples they
 * @param floor what it is compared with, or null
 * @param goals what it should be; none for what is only told
 */
record Figure(
        String what, String unit, Samples samples, @Nullable Floor floor, List<Goal> goals) {

    /**
     * The same done with as little as can be, in the same run.
     *
     * @param what it is
     * @param samples in the figure's unit
     */
    record Floor(String what, Samples samples) {}

    Figure {
        goals = List.copyOf(goals);
    }

    /** The median by the floor's; not a number without a floor. */
    double ratio() {
        return floor == null ? Double.NaN : samples.p50() / floor.samples().p50();
    }

    String goal() {
        return goals.stream().map(Goal::toString).collect(Collectors.joining(", "));
    }

    boolean isMet() {
        return goals.stream().allMatch(goal -> goal.isMetBy(this));
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("what", what).put("unit", unit);
        put(node, samples);
        if (floor != null) {
            put(node.putObject("floor").put("what", floor.what()), floor.samples());
            node.put("ratio", Table.rounded(ratio()));
        }
        if (!goals.isEmpty()) {
            node.put("goal", goal()).put("met", isMet());
        }
        return node;
    }

    private static void put(ObjectNode node, Samples samples) {
        node.put("samples", samples.count())
                .put("p50", Table.rounded(samples.p50()))
                .put("p99", Table.rounded(samples.p99()));
    }
}
