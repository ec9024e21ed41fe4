package scatola.nodeservice.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scatola.bus.ImageName;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;
import scatola.nodeservice.image.Image;
import scatola.nodeservice.image.Talk;
import scatola.nodeservice.vm.MachineSpec;
import scatola.nodeservice.vm.Nic;

/** The words are those of QEMU 7.2 with libvdeplug 4.0.1. */
class LaunchFailureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    vxvde://239.1.2.3         | No such device            | ip route add 224.0.0.0/4 dev IFACE
                    vxvde://239.1.2.3/if=eth7 | No such device            | no network interface eth7
                    vxvdex://239.1.2.3        | Protocol not supported    | use vxvde://
                    hub:///tmp/x              | Protocol not supported    | apt install libvdeplug2 vdeplug
                    vde:///run/switch         | No such file or directory | vde_switch -sock
                    vde:///run/switch         | Permission denied         | check the rights
                    udp://1->host:2           | Address already in use    | choose another
                    vde:///run/switch         | Strange weather           | could not be opened
                    """)
    void aNetworkThatDidNotOpenIsNamedWithItsCure(String vnl, String error, String cure) {
        String words =
                "qemu-system-x86_64: -netdev vde,id=net-net1,sock=%s: Could not open vde: %s".formatted(vnl, error);

        String reason = LaunchFailure.explain(spec(vnl), 1, words);

        assertThat(reason)
                .startsWith("network net1 (%s): ".formatted(vnl))
                .contains(cure)
                .endsWith(words + ")");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    qemu: invalid kernel header                                       | image doge is damaged
                    qemu: could not open kernel file '/x': No such file or directory  | refresh the catalogue
                    scatola: 1: cannot open /images/doge/vmlinux: No such file       | a file of image doge is gone
                    qemu: could not open kernel file '/dev/fd/3': Permission denied  | chmod a+r
                    qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory | not enough memory for a guest of 128 MiB
                    -accel tcg: allocate 1073741824 bytes for jit buffer: Cannot allocate memory | not enough memory for a guest of 128 MiB
                    qemu-system-x86_64: unsupported machine type                      | a machine this QEMU does not have
                    qemu-system-x86_64: unable to find CPU model 'nonsense'           | a CPU this QEMU does not have
                    Could not access KVM kernel module: Permission denied             | restart the node service
                    error while loading shared libraries: libvdeplug.so.2: cannot open shared object file | apt install --reinstall libvdeplug2
                    -netdev vde,id=net-net1,sock=x: network backend 'vde' is not compiled into this binary | built without VDE
                    -drive if=none,id=disk,file=/x,format=qcow2: Image is not in qcow2 format | the disk of image doge
                    -chardev socket,id=qmp: Failed to bind socket to /x: Permission denied | check its rights
                    """)
    void everyKnownWordIsExplained(String words, String explanation) {
        assertThat(LaunchFailure.explain(spec("vxvde://239.1.2.3"), 1, words))
                .contains(explanation)
                .endsWith("(exit code 1: %s)".formatted(words));
    }

    @Test
    void anUnknownWordIsPassedOnWhole() {
        assertThat(LaunchFailure.explain(spec("vxvde://239.1.2.3"), 134, "first\nsecond"))
                .isEqualTo("QEMU ended while starting (exit code 134: first; second)");
    }

    @Test
    void aSilentEndSaysItsExitCode() {
        assertThat(LaunchFailure.explain(spec("vxvde://239.1.2.3"), 137, ""))
                .isEqualTo("QEMU ended while starting (exit code 137, without a word)");
    }

    @Test
    void aGuestThatRunsAlreadyIsSaidToAndNotExplainedWithTheOtherOnesWords() {
        assertThat(LaunchFailure.explain(spec("vxvde://239.1.2.3"), Runner.RUNS_ALREADY, "not mine"))
                .contains("guest v1 runs already")
                .doesNotContain("not mine");
    }

    private static MachineSpec spec(String vnl) {
        Image image = new Image(
                new ImageName("doge"),
                "",
                "x86_64",
                Path.of("/k"),
                null,
                null,
                null,
                "",
                "pc",
                null,
                128,
                new Talk.ShellChannel(),
                1);
        Nic nic = new Nic(new NetworkName("net1"), new MacAddress("52:54:00:00:00:01"), new VirtualNetworkLocator(vnl));
        return new MachineSpec(new VmName("v1"), image, 128, List.of(nic), Path.of("/run/v1"));
    }
}
