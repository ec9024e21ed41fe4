package scatola.nodeservice.vm.qemu;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Starts QEMU in a session of its own under a small shell that outlives this service too, keeps the guest from being
 * started twice, and notes QEMU's process id and exit code in the guest's folder.
 *
 * <p>The shell's text is fixed. The argument list reaches it as its positional parameters, which it passes on untouched
 * ({@code "$@"}); nothing of it is ever read as shell.
 */
final class Runner {
    /** The runner's own exit code for a guest that runs already (EX_TEMPFAIL of sysexits.h). */
    static final int RUNS_ALREADY = 75;

    /**
     * QEMU inherits the lock's descriptor, so that the guest stays locked as long as either of the two lives. QEMU has
     * handlers of its own for the signals that the shell ignores.
     */
    private static final String SCRIPT = """
            cd "$1" || exit
            shift
            : >>lock
            exec 9<lock
            flock -n -E %d 9 || exit
            : >exit
            trap '' HUP INT TERM
            "$@" </dev/null >/dev/null 2>qemu.log &
            printf '%%s\\n' $$ $! >pids
            wait $!
            code=$?
            echo $code >exit
            exit $code
            """.formatted(RUNS_ALREADY);

    /** All that QEMU and libvdeplug read; whatever else this service's environment holds is not for them. */
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH");

    private Runner() {}

    /**
     * @param folder the guest's; it must exist
     * @param command the program and its arguments
     * @return the shell, whose exit code is QEMU's
     */
    static Process start(MachineFolder folder, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "setsid", "/bin/sh", "-c", SCRIPT, "scatola", folder.path().toString()));
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(ENVIRONMENT);
        return builder.start();
    }
}
