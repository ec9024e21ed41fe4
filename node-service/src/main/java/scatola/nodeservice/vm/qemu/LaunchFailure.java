package scatola.nodeservice.vm.qemu;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scatola.bus.VirtualNetworkLocator;
import scatola.nodeservice.vm.MachineSpec;
import scatola.nodeservice.vm.Nic;

/** Makes of QEMU's last words a sentence for people: what went wrong and what to do about it. Pure. */
final class LaunchFailure {
    private static final String VDE = "Could not open vde: ";
    private static final Pattern INTERFACE = Pattern.compile("/if=([^/]+)");
    private static final Pattern SCHEME = Pattern.compile("([a-z0-9]+)://.*");

    private LaunchFailure() {}

    /**
     * @param spec what was to be run
     * @param exitCode of the runner
     * @param lastWords what QEMU wrote to stderr
     * @return the reason, with QEMU's words at its end
     */
    static String explain(MachineSpec spec, int exitCode, String lastWords) {
        if (exitCode == Runner.RUNS_ALREADY) {
            return "guest %s runs already in %s, started by another node service: end that one first"
                    .formatted(spec.vm(), spec.folder());
        }
        String reason = reason(spec, lastWords);
        if (lastWords.isEmpty()) {
            return "%s (exit code %d, without a word)".formatted(reason, exitCode);
        }
        return "%s (exit code %d: %s)".formatted(reason, exitCode, lastWords.replace("\n", "; "));
    }

    private static String reason(MachineSpec spec, String words) {
        if (words.contains(VDE)) {
            return spec.nics().stream()
                    .filter(nic -> words.contains("id=%s,".formatted(QemuCommand.netdev(nic.network()))))
                    .findFirst()
                    .map(nic -> network(nic, words.substring(words.indexOf(VDE) + VDE.length())))
                    .orElse("the virtual network could not be opened");
        }
        if (words.contains("/dev/fd/") && words.contains("Permission denied")) {
            return "guests' users may not read the files of image %1$s: chmod a+r them"
                    .formatted(spec.image().name());
        }
        return FIRST_MATCH.stream()
                .filter(known -> words.contains(known.words()))
                .findFirst()
                .map(known -> known.reason().formatted(spec.image().name(), spec.memoryMib()))
                .orElse("QEMU ended while starting");
    }

    private static String network(Nic nic, String error) {
        VirtualNetworkLocator vnl = nic.vnl();
        String where = "network %s (%s): ".formatted(nic.network(), vnl);
        String scheme = scheme(vnl).orElse("vde");
        if (error.startsWith("No such device") || error.startsWith("Network is unreachable")) {
            Matcher named = INTERFACE.matcher(vnl.text());
            return where
                    + (named.find()
                            ? "this machine has no network interface %s: put the right one into /if="
                                    .formatted(named.group(1))
                            : "no route for multicast: ip route add 224.0.0.0/4 dev IFACE, or end the locator in /if=IFACE");
        }
        if (error.startsWith("Protocol not supported")) {
            return where
                    + (scheme.equals("vxvdex")
                            ? "vxvdex needs a kernel module and a plugin that Debian does not have: use vxvde://"
                            : "libvdeplug has no plugin for %s://: apt install libvdeplug2 vdeplug, or use vxvde://"
                                    .formatted(scheme));
        }
        if (error.startsWith("No such file or directory")) {
            return where + "there is no switch at that path: start one (vde_switch -sock PATH), or use switch://PATH";
        }
        if (error.startsWith("Permission denied") || error.startsWith("Operation not permitted")) {
            return where + "guests' users may not open it: check the rights of the switch or interface";
        }
        if (error.startsWith("Address already in use")) {
            return where + "its port is in use on this machine: choose another in the locator";
        }
        return where + "it could not be opened";
    }

    private static Optional<String> scheme(VirtualNetworkLocator vnl) {
        Matcher form = SCHEME.matcher(vnl.text());
        return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
    }

    /** QEMU's words and what they mean; %1$s is the image, %2$d the memory. The first that matches counts. */
    private static final List<Known> FIRST_MATCH = List.of(
            new Known("libvdeplug", "the VDE library is missing or damaged: apt install --reinstall libvdeplug2"),
            new Known(
                    "error while loading shared libraries",
                    "QEMU is not installed whole: apt install --reinstall qemu-system-x86 or qemu-system-arm"),
            new Known(
                    "network backend 'vde' is not compiled",
                    "this QEMU was built without VDE: install Debian's qemu-system-x86 or qemu-system-arm"),
            new Known(
                    "Parameter 'type' expects a netdev backend type",
                    "this QEMU was built without VDE: install Debian's qemu-system-x86 or qemu-system-arm"),
            new Known(
                    "Cannot allocate memory",
                    "not enough memory for a guest of %2$d MiB: end another guest or give it less"),
            new Known("cannot open /", "a file of image %1$s is gone: build the image again and refresh the catalogue"),
            new Known(
                    "invalid kernel header", "the kernel of image %1$s is damaged or no kernel: build the image again"),
            new Known(
                    "could not open kernel file",
                    "the kernel of image %1$s is gone: build the image again and refresh the catalogue"),
            new Known(
                    "could not load kernel",
                    "the kernel of image %1$s is damaged or for another architecture: build the image again"),
            new Known(
                    "could not load initrd",
                    "the initrd of image %1$s is gone or unreadable: build the image again and refresh the catalogue"),
            new Known(
                    "error reading initrd",
                    "the initrd of image %1$s is gone or unreadable: build the image again and refresh the catalogue"),
            new Known("unsupported machine type", "image %1$s asks for a machine this QEMU does not have: correct it"),
            new Known("unable to find CPU model", "image %1$s asks for a CPU this QEMU does not have: correct it"),
            new Known(
                    "is not a valid device model name",
                    "this QEMU lacks a device that image %1$s needs: install all of Debian's qemu-system"),
            new Known(
                    "Could not access KVM kernel module", "KVM is not to be had (any more): restart the node service"),
            new Known("failed to initialize kvm", "KVM is not to be had (any more): restart the node service"),
            new Known("seccomp", "QEMU's sandbox does not work with this kernel"),
            new Known("if=none,id=disk", "the disk of image %1$s can't be used: build the image again"),
            new Known("if=none,id=cdrom", "the ISO of image %1$s can't be used: put it there again"),
            new Known(
                    "Failed to bind socket", "QEMU may not make its sockets in the guest's folder: check its rights"));

    private record Known(String words, String reason) {}
}
