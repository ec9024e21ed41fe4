package scatola.nodeservice.guest;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is said to a POSIX shell so that it runs several programs at once and tells their words apart, and what it
 * answers. Every answer is one line and begins with a marker: {@code <KEY>}, the key drawn anew for each attachment.
 * The marker never stands in what is sent, so a terminal's echo isn't taken for an answer.
 *
 * <pre>
 * &lt;KEY&gt;N           the shell is new to us and has been made ready
 * &lt;KEY&gt;R           the shell answers
 * &lt;KEY&gt;3P417       job 3 runs as process 417
 * &lt;KEY&gt;3 text      job 3 wrote a line
 * &lt;KEY&gt;3X0         job 3 ended with exit code 0
 * </pre>
 *
 * <p>A job is a process group of its own where the guest allows it (job control, or else setsid): its input, the
 * program, and a loop that puts the marker before each line and writes it in one piece. The program and its children are
 * what a stop ends; the loop outlives it to tell the exit code.
 */
final class ShellProtocol {
    /** A line of a program that is longer is cut in the guest, so that each is one write. */
    static final int LONGEST_LINE = 960;

    /** What a shell says. */
    sealed interface Answer {
        record New() implements Answer {}

        record Ready() implements Answer {}

        record Started(int job, int pid) implements Answer {}

        record Output(int job, String text) implements Answer {}

        record Ended(int job, int exitCode) implements Answer {}
    }

    // $1 marker, $2 job, $3 input, then the program. The program's own shell catches SIGTERM and so outlives it.
    private static final String JOB = "m=$1 j=$2 i=$3;shift 3;"
            + "o(){ if [ ${#1} -gt 960 ];then printf \"%s%s %.960s...\\n\" \"$m\" \"$j\" \"$1\";"
            + "else printf \"%s%s %s\\n\" \"$m\" \"$j\" \"$1\";fi;};"
            + "printf %s \"$i\"|{ trap : 15;(\"$@\");printf \"%s\\n\" \"${m}X$?\";} 2>&1|{ trap \"\" 15;"
            + "while IFS= read -r l||[ -n \"$l\" ];do case $l in *\"${m}X\"*)t=${l%\"${m}X\"*};"
            + "[ -z \"$t\" ]||o \"$t\";printf \"%s%sX%s\\n\" \"$m\" \"$j\" \"${l##*\"${m}X\"}\";break;;esac;"
            + "o \"$l\";done;}";

    private static final String SETUP =
            "case $- in *m*)_s= _g=-;;*)_s= _g=;type setsid >/dev/null 2>&1&&_s=setsid _g=-;;esac;" + "_w='" + JOB
                    + "';"
                    + "_r(){ $_s sh -c \"$_w\" sh \"$_m\" \"$@\" </dev/null & "
                    + "_P=\"$_P $_g$!\";printf '%s%sP%s\\n' \"$_m\" \"$1\" \"$!\";};"
                    + "trap '[ -z \"$_P\" ]||kill -9 $_P 2>/dev/null' 0";

    private final String key;
    private final Pattern answer;

    /** @param key a word of letters and digits */
    ShellProtocol(String key) {
        this.key = key;
        this.answer = Pattern.compile("<" + key + ">(?:([NR])$|(\\d{1,9})(?:P(\\d{1,9})$|X(\\d{1,3})$| (.*)))");
    }

    /**
     * Makes the shell ready. May be said again and again until it answers. What an earlier attachment left running is
     * ended; what this one runs ends with the shell.
     */
    String greeting() {
        return "[ \"$_k\" = " + key + " ]||{ _k=" + key + ";_m=\"<$_k>\";[ -z \"$_P\" ]||kill -9 $_P 2>/dev/null;_P=;"
                + SETUP + ";printf '%sN\\n' \"$_m\";};printf '%sR\\n' \"$_m\"";
    }

    /**
     * @param job its number
     * @param argv the program and its arguments
     * @param input what it reads
     */
    String start(int job, List<String> argv, String input) {
        // "jobs" makes the shell take note of those that have ended; they would stay as zombies.
        return "jobs >/dev/null 2>&1;_r " + job + " " + ShellWords.quote(input) + " " + ShellWords.line(argv);
    }

    /**
     * Tells the shell which processes still run; it remembers all that it started. Said in front of a start.
     *
     * @param running the processes of all jobs that have been started and have not ended
     */
    String stillRun(Collection<Integer> running) {
        return "_P=\"" + running.stream().map(pid -> "${_g}" + pid).collect(Collectors.joining(" ")) + "\";";
    }

    /** Asks a job's processes to end, or ends them; answers {@link Answer.Ready}, so that a typist knows it was done. */
    String stop(int pid, boolean atOnce) {
        return "kill -" + (atOnce ? 9 : 15) + " \"${_g}" + pid + "\" 2>/dev/null;printf '%sR\\n' \"$_m\"";
    }

    /** @return what a line says, or null if it isn't for us; what stands before the marker is somebody else's */
    @Nullable
    Answer read(String line) {
        Matcher found = answer.matcher(line);
        if (!found.find()) {
            return null;
        }
        if (found.group(1) != null) {
            return found.group(1).equals("N") ? new Answer.New() : new Answer.Ready();
        }
        int job = Integer.parseInt(found.group(2));
        if (found.group(3) != null) {
            return new Answer.Started(job, Integer.parseInt(found.group(3)));
        }
        if (found.group(4) != null) {
            return new Answer.Ended(job, Integer.parseInt(found.group(4)));
        }
        return new Answer.Output(job, found.group(5));
    }
}
