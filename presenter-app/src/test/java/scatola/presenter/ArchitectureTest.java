package scatola.presenter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("scatola.presenter");

    private static final String[] EDGES = {
        "com.hivemq..",
        "scatola.bus.client..",
        "io.quarkus..",
        "io.smallrye..",
        "jakarta..",
        "java.net..",
        "java.nio.file.."
    };

    @Test
    void featuresHaveNoCycles() {
        slices().matching("scatola.presenter.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nobodyKnowsTheWiringOrTheWeb() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "scatola.presenter.box..",
                        "scatola.presenter.command..",
                        "scatola.presenter.picture..",
                        "scatola.presenter.show..",
                        "scatola.presenter.replay..",
                        "scatola.presenter.console..",
                        "scatola.presenter.perform..",
                        "scatola.presenter.link..",
                        "scatola.presenter.attendance..",
                        "scatola.presenter.homeassistant..",
                        "scatola.presenter.button..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("scatola.presenter", "scatola.presenter.web..")
                .check(CLASSES);
    }

    @Test
    void theWorldIsFoldedWithoutConnectionsOrJson() {
        noClasses()
                .that()
                .resideInAPackage("scatola.presenter.box..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(with("com.fasterxml.."))
                .check(CLASSES);
    }

    @Test
    void whatClientsSeeIsMadeWithoutConnections() {
        noClasses()
                .that()
                .resideInAPackage("scatola.presenter.picture..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(EDGES)
                .check(CLASSES);
    }

    @Test
    void whatDecidesKnowsNoConnectionsAndNoJson() {
        noClasses()
                .that()
                .haveNameMatching(
                        "scatola\\.presenter\\.show\\.(Performance|StepWatch|Board|Pattern|Condition|Value|Telling|Show|Step|Sight|Ban|Order|Said|Line|Outcome)(\\$.*)?")
                .or()
                .haveNameMatching(
                        "scatola\\.presenter\\.command\\.(Judge|Judgement|Asked|OpenCommands|ResponseTopic)(\\$.*)?")
                .or()
                .haveNameMatching(
                        // all but its thread, its door and what reads and writes JSON
                        "scatola\\.presenter\\.perform\\.(?!Performer|Performing|PerformOperations|Report|AnswerData).*")
                .or()
                .haveNameMatching("scatola\\.presenter\\.(attendance\\.Attendance|link\\.Links|web\\.Access)(\\$.*)?")
                .or()
                .haveNameMatching("scatola\\.presenter\\.button\\.(Panel|Pace|Press|Rule|Said|TopicFilter)(\\$.*)?")
                .or()
                .haveNameMatching(
                        // all but its thread and what reads and writes JSON
                        "scatola\\.presenter\\.homeassistant\\.(?!Butler|Form).*")
                .or()
                .haveNameMatching(
                        "scatola\\.presenter\\.console\\.(Feed|GuestConsole|ReplayConsole|Splice|Keyboard|Run|Tail|Piece|Wire|Line|Time)(\\$.*)?")
                .or()
                .haveNameMatching(
                        "scatola\\.presenter\\.replay\\.(Deck|Scout|Lively|Tempo|Stage|Order|Progress)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(with("com.fasterxml.."))
                .check(CLASSES);
    }

    @Test
    void onlyTheWebAndTheWiringKnowQuarkus() {
        noClasses()
                .that()
                .resideOutsideOfPackages("scatola.presenter", "scatola.presenter.web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "io.smallrye..", "jakarta..")
                .check(CLASSES);
    }

    private static String[] with(String more) {
        String[] all = Arrays.copyOf(EDGES, EDGES.length + 1);
        all[EDGES.length] = more;
        return all;
    }
}
