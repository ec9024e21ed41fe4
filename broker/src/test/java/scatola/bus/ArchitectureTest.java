package scatola.bus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses bus =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("scatola.bus");

    @Test
    void onlyTheConnectionKnowsTheMqttLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("scatola.bus.client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.hivemq..", "io.reactivex..", "io.netty..")
                .check(bus);
    }

    @Test
    void theConnectionKnowsNoMessage() {
        noClasses()
                .that()
                .resideInAPackage("scatola.bus.client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("scatola.bus", "scatola.bus.message..", "com.fasterxml..")
                .check(bus);
    }

    @Test
    void theBusKnowsNoContainer() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "io.smallrye..", "jakarta..")
                .check(bus);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("scatola.(**)").should().beFreeOfCycles().check(bus);
    }
}
