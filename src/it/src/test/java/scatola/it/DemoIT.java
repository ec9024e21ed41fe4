package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.HOME;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scatola.it.box.Ran;

/** The front door's shows: exit status 0 if, and only if, everything was really seen. */
@ExtendWith(OnStage.class)
class DemoIT {
    private static final Duration SHOW = Duration.ofMinutes(4);

    @Test
    @Timeout(300)
    void theDemoEndsWellAndSaysWhatItSawAtEachStep(Stage stage) throws IOException {
        Ran demo = stage.lab().scatola(SHOW, "demo");

        assertThat(demo.status()).as(demo.output()).isZero();
        List<String> says = Files.readString(HOME.resolve("shows/story.yaml"))
                .lines()
                .filter(line -> line.strip().startsWith("- say: "))
                .map(line -> line.strip().substring("- say: ".length()))
                .toList();
        assertThat(says).hasSizeGreaterThan(5);
        assertThat(demo.output()).contains(says);
        assertThat(demo.output())
                .contains("Request timeout for icmp_seq", "Hi from rasp1!", "Mbit/s", "pi2 is offline")
                .endsWith("show: passed\n");
    }

    @Test
    void aShowThatWaitsForWhatDoesNotHappenFailsAndNamesTheStep(Stage stage, @TempDir Path folder) throws IOException {
        Path show = Files.writeString(folder.resolve("wrong.yaml"), """
                show: A show gone wrong
                steps:
                  - say: Guest 1 pings guest 2.
                    do:
                      - {topic: vm/doge1/request/ping, payload: {test: wrong, to: doge2, count: 2}}
                    see:
                      - {topic: test/wrong, where: {ms: {present: true}}, within_s: 10, tell: "a reply"}
                  - say: Nobody moved, and yet.
                    see:
                      - {topic: vm/doge1, where: {phase: failed}, within_s: 2, tell: "doge1 has failed"}
                """);

        Ran wrong = stage.lab().scatola(SHOW, "show", show.toString(), "--rehearse");

        assertThat(wrong.status()).as(wrong.output()).isEqualTo(1);
        assertThat(wrong.output()).contains("a reply").endsWith("show: failed\n");
        List<String> lines = wrong.output().lines().toList();
        assertThat(lines.subList(lines.indexOf(step(lines, "Nobody moved")), lines.size()))
                .as("the step that failed, and what was not seen")
                .anyMatch(line -> line.contains("vm/doge1"));
    }

    private static String step(List<String> lines, String say) {
        return lines.stream()
                .filter(line -> line.contains(say))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no step '%s' among %s".formatted(say, lines)));
    }
}
