package scatola.nodeservice.vm.qemu;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.nodeservice.image.Image;

/**
 * What is taken from a guest's process before QEMU is executed in it, and it can't get back: the user, all capabilities,
 * and what it may use up. Where this service is root, each guest has a user of its own, whose number is that of its
 * process and a high one that Debian and systemd give to nobody; so nothing has to be set up, nothing is left behind,
 * and no guest can touch another one's process.
 *
 * <p>Its shell's text is fixed, as the {@link Runner}'s is. It opens the image's files, because that user need not be
 * able to reach them, and gives the user the folder that the process is started in, for QEMU to make its sockets there;
 * {@link MachineFolder#takeBack} ends that. Sources: setpriv(1), prlimit(1), proc(5), systemd.io/UIDS-GIDS.
 *
 * @param says for people: as whom guests run
 * @param ownUser whether each guest has a user of its own
 * @param privileges what setpriv takes away beside that
 */
record Confinement(String says, boolean ownUser, List<String> privileges) {
    /** Where QEMU finds the files of its image; read-only, and {@code /dev/null} for one that the image has not. */
    static final String KERNEL = "/dev/fd/3";

    static final String INITRD = "/dev/fd/4";
    static final String DISK = "/dev/fd/5";
    static final String CDROM = "/dev/fd/6";

    private static final String NOTHING = "/dev/null";
    private static final Path KVM_DEVICE = Path.of("/dev/kvm");
    private static final Logger LOG = LoggerFactory.getLogger(Confinement.class);

    /** When memory runs short the kernel takes a guest, never the service, whose number is 0. */
    private static final String OPEN = """
            exec 3<"$1" 4<"$2" 5<"$3" 6<"$4" || exit
            shift 4
            umask 077
            trap '' XFSZ
            echo 500 >/proc/self/oom_score_adj
            """;

    private static final String AS_ITSELF = OPEN + """
            exec setpriv "$@"
            """;

    private static final String AS_OWN_USER = OPEN + """
            id=$((1900000000 + $$))
            chown "$id:$id" . || exit
            exec setpriv --reuid "$id" --regid "$id" "$@"
            """;

    private static final List<String> NO_NEW = List.of("--no-new-privs", "--inh-caps", "-all");
    private static final List<String> NONE = List.of("--no-new-privs", "--inh-caps", "-all", "--bounding-set", "-all");

    /** QEMU opens some twenty; each NIC adds a few. */
    private static final String DESCRIPTORS = "--nofile=256";

    /** What a guest writes to its disk goes to a file that is forgotten; beyond this it sees an error of its disk. */
    private static final String FILE_BYTES = "--fsize=" + (4L << 30);

    /** A guest's processor, QEMU's own, and up to 64 that read its disk. All of one user's count, so it must have one. */
    private static final String THREADS = "--nproc=128";

    /** Returns the one that takes the most of those that work for this service; found out once, by trying. */
    static Confinement strictest() {
        return Strictest.FOUND;
    }

    /**
     * Returns a command that runs QEMU without privileges.
     *
     * @param image whose files are opened
     * @param accelerator KVM's device is its group's
     * @param qemu the program and its arguments
     */
    List<String> around(Image image, Accelerator.Kind accelerator, List<String> qemu) {
        return around(
                List.of(file(image.kernel()), file(image.initrd()), file(image.disk()), file(image.cdrom())),
                accelerator == Accelerator.Kind.KVM,
                qemu);
    }

    private List<String> around(List<String> files, boolean kvm, List<String> program) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", ownUser ? AS_OWN_USER : AS_ITSELF, "scatola"));
        command.addAll(files);
        if (ownUser) {
            command.addAll(kvm ? List.of("--groups", group(KVM_DEVICE)) : List.of("--clear-groups"));
        }
        command.addAll(privileges);
        command.addAll(List.of("prlimit", "--core=0", DESCRIPTORS, FILE_BYTES));
        if (ownUser) {
            command.add(THREADS);
        }
        command.addAll(List.of("nice", "-n", "5"));
        command.addAll(program);
        return List.copyOf(command);
    }

    private boolean works() {
        List<String> nothing = List.of(NOTHING, NOTHING, NOTHING, NOTHING);
        try {
            Path folder = Files.createTempDirectory("confinement");
            try {
                return new ProcessBuilder(around(nothing, false, List.of("true")))
                        .directory(folder.toFile())
                        .redirectInput(new File(NOTHING))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .onExit()
                        .completeOnTimeout(null, 10, TimeUnit.SECONDS)
                        .thenApply(ended -> ended != null && ended.exitValue() == 0)
                        .join();
            } finally {
                Files.delete(folder);
            }
        } catch (IOException e) {
            LOG.warn("whether guests can run {} could not be tried", says, e);
            return false;
        }
    }

    private static String file(@Nullable Path file) {
        return file == null ? NOTHING : file.toString();
    }

    private static String group(Path device) {
        try {
            return Files.getAttribute(device, "unix:gid").toString();
        } catch (IOException e) {
            throw new UncheckedIOException("%s can't be looked at".formatted(device), e);
        }
    }

    /** Found out when first asked for. */
    private static final class Strictest {
        static final Confinement FOUND = Stream.of(
                        new Confinement("each as a user of its own, without privileges", true, NONE),
                        new Confinement("as this service's user, without its privileges", false, NONE))
                .filter(Confinement::works)
                .findFirst()
                .orElseGet(() -> new Confinement("as this service's user, without new privileges", false, NO_NEW));

        static {
            if (FOUND.ownUser) {
                LOG.info("guests run {}", FOUND.says);
            } else {
                LOG.warn("guests run {}: only root can give each a user of its own", FOUND.says);
            }
        }
    }
}
