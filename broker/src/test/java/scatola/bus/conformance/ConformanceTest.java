package scatola.bus.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import scatola.bus.testing.Made;

/** Every MUST of docs/conformance.md is held by a test, and the document says by which. */
class ConformanceTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCS = HOME.resolve("docs");
    private static final Path DOCUMENT = DOCS.resolve("conformance.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9-]+)` \\| ([^|]+) \\|.*\\|$", Pattern.MULTILINE);

    private final String document = Files.readString(DOCUMENT);
    private final List<ConformingTests.Found> found = ConformingTests.in(HOME);

    ConformanceTest() throws IOException {}

    @Test
    void everyMustStandsThereOnce() {
        assertThat(ROW.matcher(document).results().map(row -> row.group(1)))
                .hasSizeGreaterThan(40)
                .doesNotHaveDuplicates();
    }

    @Test
    void everyMustIsHeldByATestAndNoTestHoldsAnotherOne() {
        Set<String> musts = new TreeSet<>();
        ROW.matcher(document).results().forEach(row -> musts.add(row.group(1)));
        Set<String> held = new TreeSet<>();
        found.forEach(one -> held.add(one.id()));

        assertThat(held).as("ids in tests, and in docs/conformance.md").isEqualTo(musts);
    }

    @Test
    void onlyTestsHoldSomething() {
        assertThat(found).isNotEmpty().allMatch(ConformingTests.Found::isTest);
    }

    @Test
    void theDocumentNamesTheTests() {
        String expected = ROW.matcher(document).replaceAll(this::row);

        Made.hold(DOCUMENT, expected, "mvn test -pl broker -Dtest=ConformanceTest");
    }

    private String row(MatchResult row) {
        String tests = found.stream()
                .filter(one -> one.id().equals(row.group(1)))
                .map(one -> "[%s](%s).%s".formatted(one.type(), DOCS.relativize(one.file()), one.method()))
                .sorted()
                .collect(Collectors.joining("<br>"));
        return "| `%s` | %s | %s |".formatted(row.group(1), row.group(2), tests);
    }
}
