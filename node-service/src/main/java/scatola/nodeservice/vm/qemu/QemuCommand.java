package scatola.nodeservice.vm.qemu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scatola.bus.NetworkName;
import scatola.nodeservice.image.Image;
import scatola.nodeservice.image.Talk;
import scatola.nodeservice.vm.MachineSpec;
import scatola.nodeservice.vm.Nic;

/**
 * QEMU's argument list for a machine. Pure. Every value stands in an argument of its own or, within one, behind a key
 * and without a bare comma, so that none can become an option. A guest gets no device that it does not need: under emulation each costs Debian's
 * kernel a tenth of a second. Source: qemu-system(1).
 */
final class QemuCommand {
    /** Bounds what translated code may take beside the guest's own memory; QEMU's default is up to 1 GiB. */
    private static final int TRANSLATED_CODE_MIB = 64;

    private static final String SANDBOX = "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";

    private final List<String> arguments = new ArrayList<>();
    private final Image image;
    private final MachineFolder folder;

    private QemuCommand(MachineSpec spec) {
        this.image = spec.image();
        this.folder = new MachineFolder(spec.folder());
    }

    static List<String> of(Path program, MachineSpec spec, Accelerator.Kind accelerator, boolean sandbox) {
        QemuCommand command = new QemuCommand(spec);
        command.add(program.toString());
        command.add("-name", name(spec));
        command.add("-nodefaults", "-no-user-config", "-display", "none");
        command.arguments.addAll(machine(spec.image(), spec.memoryMib(), accelerator));
        command.boot();
        command.console();
        command.control();
        for (Nic nic : spec.nics()) {
            command.nic(nic);
        }
        if (sandbox) {
            command.add("-sandbox", SANDBOX);
        }
        return List.copyOf(command.arguments);
    }

    /** The id of a NIC's cable; an id must begin with a letter, a network's name need not. */
    static String netdev(NetworkName network) {
        return "net-" + network;
    }

    /** How the process is known among all others; no other guest's contains it, for a name has no comma. */
    static String name(MachineSpec spec) {
        return "guest=%s,process=scatola-%s".formatted(spec.vm(), spec.vm());
    }

    /**
     * Whether the guest's only way to switch itself off is a reset: microvm has no ACPI, which makes QEMU's microvm
     * hang now and then.
     */
    static boolean switchesOffByReset(Image image) {
        return image.machine().equals("microvm");
    }

    /** What the machine is, without anything to boot or to talk to. */
    static List<String> machine(Image image, int memoryMib, Accelerator.Kind accelerator) {
        boolean kvm = accelerator == Accelerator.Kind.KVM;
        boolean arm = !image.architecture().equals("x86_64");
        List<String> machine = new ArrayList<>();
        machine.addAll(List.of("-machine", machineType(image, kvm && arm)));
        machine.addAll(List.of("-accel", kvm ? "kvm" : "tcg,tb-size=" + TRANSLATED_CODE_MIB));
        if (kvm && (arm || image.cpu() == null)) {
            machine.addAll(List.of("-cpu", "host"));
        } else if (image.cpu() != null) {
            machine.addAll(List.of("-cpu", image.cpu()));
        }
        machine.addAll(List.of("-m", Integer.toString(memoryMib)));
        if (switchesOffByReset(image)) {
            machine.add("-no-reboot");
        }
        return machine;
    }

    private static String machineType(Image image, boolean armOnKvm) {
        return switch (image.machine()) {
            case "microvm" -> "microvm,acpi=off";
            case "virt" -> armOnKvm ? "virt,gic-version=host" : "virt";
            case String other -> other;
        };
    }

    private void boot() {
        if (image.kernel() != null) {
            add("-kernel", Confinement.KERNEL);
            if (image.initrd() != null) {
                add("-initrd", Confinement.INITRD);
            }
            add("-append", image.append());
        }
        Path disk = image.disk();
        if (disk != null) {
            String format = disk.toString().endsWith(".qcow2") ? "qcow2" : "raw";
            add("-drive", "if=none,id=disk,file=%s,format=%s,snapshot=on".formatted(Confinement.DISK, format));
            add("-device", isPc() ? "ide-hd,drive=disk" : virtio("virtio-blk") + ",drive=disk");
        }
        if (image.cdrom() != null) {
            add("-drive", "if=none,id=cdrom,file=%s,format=raw,readonly=on".formatted(Confinement.CDROM));
            add("-device", isPc() ? "ide-cd,drive=cdrom" : virtio("virtio-blk") + ",drive=cdrom");
        }
    }

    private void console() {
        add("-chardev", "socket,id=console," + socket(folder.console()), "-serial", "chardev:console");
        add("-chardev", "socket,id=qmp," + socket(folder.qmp()), "-mon", "chardev=qmp,mode=control");
    }

    private void control() {
        switch (image.talk()) {
            case Talk.ShellChannel shell -> port("scatola.shell");
            case Talk.Agent agent -> port("org.qemu.guest_agent.0");
            case Talk.Serial serial -> {}
        }
    }

    private void port(String name) {
        add("-device", virtio("virtio-serial"));
        add("-chardev", "socket,id=control," + socket(folder.control()));
        add("-device", "virtserialport,chardev=control,name=" + name);
    }

    private void nic(Nic nic) {
        String id = netdev(nic.network());
        add("-netdev", "vde,id=%s,sock=%s".formatted(id, nic.vnl()));
        String model = image.nic().equals(Image.VIRTIO_NET) ? virtio(Image.VIRTIO_NET) : image.nic();
        // Without a network boot ROM the BIOS is through sooner; cards on microvm's bus have none.
        String rom = isMicrovm() ? "" : ",romfile=";
        add("-device", "%s,netdev=%s,mac=%s%s".formatted(model, id, nic.mac(), rom));
    }

    private String virtio(String device) {
        return device + (isMicrovm() ? "-device" : "-pci");
    }

    private boolean isMicrovm() {
        return image.machine().equals("microvm");
    }

    private boolean isPc() {
        return image.machine().matches("(pc|q35)(-.*)?");
    }

    /** By name alone: QEMU works in the guest's folder, and its user may not reach it by any other way. */
    private static String socket(Path path) {
        return "path=%s,server=on,wait=off".formatted(path.getFileName());
    }

    private void add(String... some) {
        arguments.addAll(List.of(some));
    }
}
