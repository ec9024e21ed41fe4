package scatola.nodeservice.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.ImageName;
import scatola.nodeservice.image.Image;
import scatola.nodeservice.image.Talk;

/** The program is a script in QEMU's place, so that every kind of KVM can be met. */
class AcceleratorProbeTest {
    @TempDir
    Path folder;

    @Test
    void aKernelThatPrintsAndEndsByItselfProvesKvm() throws IOException {
        qemu("echo 'Linux version 6.1'; exit 0");

        assertThat(prove().kind()).isEqualTo(Accelerator.Kind.KVM);
    }

    @Test
    void theVerdictIsAskedForOnce() throws IOException {
        qemu("echo x >>\"$0.runs\"; echo 'Linux version 6.1'; exit 0");

        prove();
        prove();

        assertThat(folder.resolve("qemu-system-x86_64.runs")).hasContent("x");
    }

    @Test
    void aVerdictThatCantBeReadIsFoundOutAgain() throws IOException {
        qemu("echo 'Linux version 6.1'; exit 0");
        Files.writeString(folder.resolve("verdict"), "rubbish");

        assertThat(prove().kind()).isEqualTo(Accelerator.Kind.KVM);
    }

    @Test
    void aMachineThatResetsBeforeTheFirstLineProvesNothing() throws IOException {
        qemu("echo SeaBIOS; exit 0");

        assertThat(prove().kind()).isEqualTo(Accelerator.Kind.TCG);
    }

    @Test
    void aRefusalOfQemusIsTheReason() throws IOException {
        qemu("echo 'Could not access KVM kernel module: Permission denied' >&2; exit 1");

        Accelerator verdict = prove();

        assertThat(verdict.kind()).isEqualTo(Accelerator.Kind.TCG);
        assertThat(verdict.reason())
                .contains("Could not access KVM kernel module")
                .contains("exit code 1");
    }

    @Test
    void aGuestThatBurnsTimeWithoutALineIsGivenUpInSeconds() throws IOException {
        qemu("while :; do :; done");

        Accelerator verdict = prove();

        assertThat(verdict.kind()).isEqualTo(Accelerator.Kind.TCG);
        assertThat(verdict.reason()).contains("no Linux boots on it");
    }

    @Test
    void aGuestThatPrintsAndThenStopsIsGivenUp() throws IOException {
        qemu("echo 'Linux version 6.1'; exec sleep 60");

        assertThat(prove().reason()).contains("Linux hangs on it");
    }

    @Test
    void aGuestThatKvmCantExecuteIsGivenUpAtOnce() throws IOException {
        qemu("echo 'Linux version 6.1'; echo 'KVM internal error. Suberror: 1' >&2; exec sleep 60");

        assertThat(prove().reason()).contains("can't execute Linux");
    }

    @Test
    void withoutTheDeviceNothingIsTried() throws IOException {
        qemu("exit 0");

        Accelerator verdict = new AcceleratorProbe(program(), folder.resolve("verdict"), folder.resolve("no-kvm"))
                .prove(List.of(image()));

        assertThat(verdict.reason()).contains("no-kvm does not exist");
    }

    @Test
    void withoutAnImageNothingCanBeTried() throws IOException {
        qemu("exit 0");

        assertThat(new AcceleratorProbe(program(), folder.resolve("verdict"), folder)
                        .prove(List.of())
                        .reason())
                .contains("no image with a kernel");
    }

    @Test
    void withoutQemuItSaysWhatToInstall() {
        assertThat(prove().reason()).contains("apt install qemu-system-x86");
    }

    private Accelerator prove() {
        return new AcceleratorProbe(program(), folder.resolve("verdict"), folder).prove(List.of(image()));
    }

    private QemuProgram program() {
        return new QemuProgram("x86_64", folder.toString());
    }

    private void qemu(String body) throws IOException {
        Path script = folder.resolve("qemu-system-x86_64");
        Files.writeString(
                script,
                "#!/bin/sh\ncase $*$# in *-version*) echo QEMU emulator version 7.2.22; exit 0;; esac\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        // whoever the probe guest runs as must find the script, and note its runs beside it
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static Image image() {
        return new Image(
                new ImageName("doge"),
                "",
                "x86_64",
                Path.of("/dev/null"),
                null,
                null,
                null,
                "console=ttyS0",
                "pc",
                null,
                128,
                new Talk.ShellChannel(),
                1);
    }
}
