package scatola.nodeservice.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import scatola.bus.ImageName;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;
import scatola.nodeservice.image.Image;
import scatola.nodeservice.image.Talk;
import scatola.nodeservice.vm.MachineSpec;
import scatola.nodeservice.vm.Nic;

class QemuCommandTest {
    private static final Path PROGRAM = Path.of("/usr/bin/qemu-system-x86_64");
    private static final Path FOLDER = Path.of("/run/scatola/box/pi1/doge1");
    private static final Talk SHELL = new Talk.ShellChannel();
    private static final Talk SERIAL = new Talk.Serial("root", "", "# ");

    @Test
    void aPcWithAShellChannelAndTwoNics() {
        MachineSpec spec = spec(
                linux("pc", SHELL, Image.VIRTIO_NET, "console=ttyS0 quiet"),
                nic("net1", 1, "vxvde://239.1.2.3/vni=42"),
                nic("9net", 2, "vde:///run/switch"));

        List<String> command = QemuCommand.of(PROGRAM, spec, Accelerator.Kind.TCG, true);

        assertThat(command)
                .containsExactly(
                        "/usr/bin/qemu-system-x86_64",
                        "-name",
                        "guest=doge1,process=scatola-doge1",
                        "-nodefaults",
                        "-no-user-config",
                        "-display",
                        "none",
                        "-machine",
                        "pc",
                        "-accel",
                        "tcg,tb-size=64",
                        "-m",
                        "128",
                        "-kernel",
                        "/dev/fd/3",
                        "-initrd",
                        "/dev/fd/4",
                        "-append",
                        "console=ttyS0 quiet",
                        "-chardev",
                        "socket,id=console,path=console.sock,server=on,wait=off",
                        "-serial",
                        "chardev:console",
                        "-chardev",
                        "socket,id=qmp,path=qmp.sock,server=on,wait=off",
                        "-mon",
                        "chardev=qmp,mode=control",
                        "-device",
                        "virtio-serial-pci",
                        "-chardev",
                        "socket,id=control,path=control.sock,server=on,wait=off",
                        "-device",
                        "virtserialport,chardev=control,name=scatola.shell",
                        "-netdev",
                        "vde,id=net-net1,sock=vxvde://239.1.2.3/vni=42",
                        "-device",
                        "virtio-net-pci,netdev=net-net1,mac=52:54:00:00:00:01,romfile=",
                        "-netdev",
                        "vde,id=net-9net,sock=vde:///run/switch",
                        "-device",
                        "virtio-net-pci,netdev=net-9net,mac=52:54:00:00:00:02,romfile=",
                        "-sandbox",
                        "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
    }

    @Test
    void aMicrovmHasNoAcpiNoPciAndEndsByReset() {
        MachineSpec spec = spec(
                linux("microvm", new Talk.Agent(), Image.VIRTIO_NET, "console=ttyS0 reboot=t"),
                nic("net1", 1, "vxvde://239.1.2.3"));

        List<String> command = QemuCommand.of(PROGRAM, spec, Accelerator.Kind.TCG, false);

        assertThat(command)
                .contains(
                        "microvm,acpi=off",
                        "-no-reboot",
                        "virtio-serial-device",
                        "virtserialport,chardev=control,name=org.qemu.guest_agent.0",
                        "virtio-net-device,netdev=net-net1,mac=52:54:00:00:00:01")
                .doesNotContain("-sandbox")
                .noneMatch(argument -> argument.contains("-pci"));
    }

    @Test
    void aPcRebootsWhenItsGuestDoes() {
        assertThat(QemuCommand.of(PROGRAM, spec(plain(SHELL)), Accelerator.Kind.TCG, true))
                .doesNotContain("-no-reboot");
    }

    @Test
    void aGuestWithNothingButAConsoleHasNoOtherPort() {
        assertThat(QemuCommand.of(PROGRAM, spec(plain(SERIAL)), Accelerator.Kind.TCG, true))
                .noneMatch(argument -> argument.contains("id=control"))
                .noneMatch(argument -> argument.startsWith("virtio-serial"));
    }

    @Test
    void anOldDistributionOnADiskBootsItselfAndKeepsTheDiskAsItWas() {
        Image old = new Image(
                new ImageName("old"),
                "an old one",
                "x86_64",
                null,
                null,
                Path.of("/images/old/disk.img"),
                Path.of("/images/old/cd.iso"),
                "",
                "pc",
                "pentium3",
                64,
                SERIAL,
                1,
                "ne2k_pci");

        List<String> command =
                QemuCommand.of(PROGRAM, spec(old, nic("net1", 1, "vxvde://239.1.2.3")), Accelerator.Kind.TCG, true);

        assertThat(command)
                .containsSequence(
                        "-drive",
                        "if=none,id=disk,file=/dev/fd/5,format=raw,snapshot=on",
                        "-device",
                        "ide-hd,drive=disk")
                .containsSequence(
                        "-drive",
                        "if=none,id=cdrom,file=/dev/fd/6,format=raw,readonly=on",
                        "-device",
                        "ide-cd,drive=cdrom")
                .containsSequence("-cpu", "pentium3")
                .contains("ne2k_pci,netdev=net-net1,mac=52:54:00:00:00:01,romfile=")
                .doesNotContain("-kernel", "-append");
    }

    @Test
    void aProvedKvmGivesTheGuestTheHostsProcessor() {
        assertThat(QemuCommand.of(PROGRAM, spec(plain(SHELL)), Accelerator.Kind.KVM, true))
                .containsSequence("-accel", "kvm", "-cpu", "host");
    }

    @Test
    void kvmOnArmNeedsTheHostsProcessorAndInterruptController() {
        Image arm = new Image(
                new ImageName("arm"),
                "",
                "aarch64",
                Path.of("/images/arm/Image"),
                null,
                null,
                null,
                "console=ttyAMA0",
                "virt",
                "cortex-a53",
                128,
                SHELL,
                1);

        assertThat(QemuCommand.of(PROGRAM, spec(arm), Accelerator.Kind.KVM, true))
                .containsSequence("-machine", "virt,gic-version=host", "-accel", "kvm", "-cpu", "host");
        assertThat(QemuCommand.of(PROGRAM, spec(arm), Accelerator.Kind.TCG, true))
                .containsSequence("-machine", "virt", "-accel", "tcg,tb-size=64", "-cpu", "cortex-a53");
    }

    @Test
    void shellMetacharactersStayWithinTheirArgument() {
        String nasty = "console=ttyS0,115200 a=$(reboot) `id` ; rm -rf / && \"x\" 'y' | z > w * ? -display gtk";

        List<String> command = QemuCommand.of(
                PROGRAM,
                spec(linux("pc", SHELL, Image.VIRTIO_NET, nasty), nic("net1", 1, "vde:///tmp/$(reboot);`id`|x&y'\"z")),
                Accelerator.Kind.TCG,
                true);

        assertThat(command)
                .containsSequence("-append", nasty)
                .containsSequence("-netdev", "vde,id=net-net1,sock=vde:///tmp/$(reboot);`id`|x&y'\"z");
    }

    @Test
    void theProbeGuestPrintsEverythingStartsNothingAndEndsByItself() {
        Image image = linux("pc", SHELL, Image.VIRTIO_NET, "console=ttyS0 quiet panic=5 noapic");

        assertThat(ProbeGuest.command(PROGRAM, image))
                .containsSequence("-machine", "pc", "-accel", "kvm", "-cpu", "host")
                .contains("-no-reboot")
                .containsSequence(
                        "-append",
                        "console=ttyS0 noapic earlyprintk=ttyS0 earlycon ignore_loglevel panic=-1 rdinit=/none")
                .doesNotContain("-initrd");
    }

    private static Image plain(Talk talk) {
        return linux("pc", talk, Image.VIRTIO_NET, "console=ttyS0");
    }

    private static Image linux(String machine, Talk talk, String nic, String append) {
        return new Image(
                new ImageName("doge"),
                "doge",
                "x86_64",
                Path.of("/images/doge/vmlinuz"),
                Path.of("/images/doge/initrd.img"),
                null,
                null,
                append,
                machine,
                null,
                128,
                talk,
                1,
                nic);
    }

    private static MachineSpec spec(Image image, Nic... nics) {
        return new MachineSpec(new VmName("doge1"), image, 128, List.of(nics), FOLDER);
    }

    private static Nic nic(String network, int number, String vnl) {
        return new Nic(
                new NetworkName(network),
                new MacAddress("52:54:00:00:00:%02x".formatted(number)),
                new VirtualNetworkLocator(vnl));
    }
}
