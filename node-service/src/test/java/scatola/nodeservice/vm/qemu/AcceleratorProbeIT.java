package scatola.nodeservice.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.nodeservice.image.Image;
import scatola.nodeservice.image.ImageCatalogue;

/** The probe with the real QEMU. Whether KVM works here is the machine's affair; that the verdict holds is tested. */
class AcceleratorProbeIT {
    private final QemuProgram program = new QemuProgram("x86_64", System.getenv("PATH"));
    private final List<Image> images = new ImageCatalogue(
                    Path.of(System.getProperty("scatola.home"), "images"), "x86_64")
            .current()
            .images();

    @TempDir
    Path folder;

    private Path cache;

    @BeforeEach
    void chooseCache() {
        cache = folder.resolve("new/accelerator.json");
    }

    @Test
    void theVerdictSaysWhyAndIsKeptForTheNextService() throws IOException {
        Accelerator verdict = new AcceleratorProbe(program, cache).prove(images);

        assertThat(verdict.reason()).isNotBlank();
        Accelerator next = new AcceleratorProbe(program, cache).prove(images);
        assertThat(next).isEqualTo(verdict);
        if (Files.isReadable(Path.of("/dev/kvm"))) {
            assertThat(Files.readString(cache)).contains("\"accelerator\" : \"%s\"".formatted(verdict.kind()));
        }
    }

    @Test
    void theVerdictOfAnEarlierBootOfTheMachineCountsForNothing() throws IOException {
        Files.createDirectories(cache.getParent());
        Files.writeString(
                cache,
                "{\"boot_id\":\"another\",\"qemu\":\"%s\",\"accelerator\":\"kvm\",\"reason\":\"invented\"}"
                        .formatted(program.version().orElseThrow()));

        Accelerator verdict = new AcceleratorProbe(program, cache).prove(images);

        assertThat(verdict.reason()).isNotEqualTo("invented");
    }

    @Test
    void theInstalledQemuAndVdeSayTheirVersions() {
        assertThat(program.version().orElseThrow()).matches("\\d+\\.\\d+\\..*");
        assertThat(program.hasSandbox(program.located().orElseThrow())).isTrue();
        assertThat(QemuProgram.vdeVersion().orElseThrow()).matches("\\d+\\.\\d+.*");
    }
}
