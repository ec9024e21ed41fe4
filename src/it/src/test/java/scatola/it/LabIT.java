package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.HOME;
import static scatola.it.Stage.OUTPUTS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import scatola.it.box.Ran;

/** What the lab promises: the tests of {@code deploy/lab/test.sh}, each in namespaces of its own. */
class LabIT {
    private static final Path LAB = HOME.resolve("deploy/lab");
    /** What ends what hangs; the longest takes half a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TestFactory
    Stream<DynamicTest> theLabKeepsItsPromises() {
        List<String> names = run(LAB.resolve("test.sh").toString(), "--list")
                .orThrow()
                .output()
                .lines()
                .toList();
        assertThat(names).contains("a_box_comes_up_and_goes_without_a_trace");
        return names.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Ran ran = run(
                            LAB.resolve("sealed").toString(),
                            LAB.resolve("test.sh").toString(),
                            name);
                    assertThat(ran.status()).as(ran.output()).isZero();
                }));
    }

    private static Ran run(String... command) {
        return Ran.of(HOME, Map.of(), OUTPUTS, PATIENCE, List.of(command));
    }
}
