package scatola.nodeservice.guest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes words so that a POSIX shell takes each as it stands, whatever characters it has. Source: POSIX.1-2017, Shell
 * Command Language, 2.2 Quoting.
 */
final class ShellWords {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");
    private static final Pattern TYPABLE = Pattern.compile("[ -~]*");

    private ShellWords() {}

    /**
     * @param word anything but NUL
     * @return the same for a shell
     */
    static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /**
     * @param words of a command
     * @return the command for a shell
     */
    static String line(List<String> words) {
        return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
    }

    /**
     * A script as a person could type it: line editors cut long lines, complete words at a tab and may lose what is not
     * ASCII, so a script that would suffer is spelled out in escapes, in several lines, and then evaluated.
     *
     * @param script for a POSIX shell
     * @param longest bytes in a line
     * @return lines of printable ASCII, none longer, which together do what the script does
     */
    static List<String> typable(String script, int longest) {
        if (script.length() <= longest && TYPABLE.matcher(script).matches()) {
            return List.of(script);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("_b='");
        for (byte b : script.getBytes(StandardCharsets.UTF_8)) {
            String escaped = escape(b);
            if (line.length() + escaped.length() + 1 > longest) {
                lines.add(line.append('\'').toString());
                line = new StringBuilder("_b=$_b'");
            }
            line.append(escaped);
        }
        lines.add(line.append('\'').toString());
        lines.add("eval \"$(printf %b \"$_b\")\"");
        return List.copyOf(lines);
    }

    private static String escape(byte b) {
        if (b == '\\') {
            return "\\\\";
        }
        return b >= ' ' && b <= '~' && b != '\'' ? String.valueOf((char) b) : "\\0%03o".formatted(b & 0xff);
    }
}
