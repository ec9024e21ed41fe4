package scatola.nodeservice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** How this house is built: what may know what, and what nothing is called. */
class HouseTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("scatola.nodeservice");

    @Test
    void featuresHaveNoCycles() {
        slices().matching("scatola.nodeservice.(*)..").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void whatDecidesAGuestsLifeKnowsNoFramework() {
        noClasses()
                .that()
                .haveNameMatching("scatola\\.nodeservice\\.vm\\.(Life|Input|Effect|Lifecycle|Mailbox|Room)(\\$.*)?")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.quarkus..", "com.fasterxml..", "com.hivemq..", "jakarta.."))
                .check(ALL);
    }

    @Test
    void onlyThoseWhoSpeakKnowTheBusClient() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "scatola.nodeservice",
                        "scatola.nodeservice.command..",
                        "scatola.nodeservice.node..",
                        "scatola.nodeservice.report..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("scatola.bus.client..")
                .check(ALL);
    }

    @Test
    void onlyTheBusItselfKnowsItsClientLibrary() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.hivemq..")
                .check(ALL);
    }

    @Test
    void onlyTheRootKnowsQuarkus() {
        noClasses()
                .that()
                .resideOutsideOfPackage("scatola.nodeservice")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..")
                .check(ALL);
    }

    @Test
    void classesAreNamedForTheirJob() {
        noClasses().should().haveNameMatching(".*(Manager|Helper|Impl|Utils?)").check(ALL);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .check(ALL);
    }
}
