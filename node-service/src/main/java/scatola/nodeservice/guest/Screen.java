package scatola.nodeservice.guest;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The line on which the cursor of a serial console stands, without escape sequences, and whether a prompt was seen in it.
 * Pure: bytes in, answers out. A prompt counts once seen, even if a program in the background writes after it.
 */
final class Screen {
    private static final Pattern LOGIN = Pattern.compile("(?i)(?!last )(\\S+ )?(login|username):\\s*");
    private static final Pattern PASSWORD = Pattern.compile("(?i).{0,40}password:\\s*");
    private static final int LONGEST = 200;

    private enum Escape {
        NONE,
        BEGUN,
        CONTROL,
        TITLE
    }

    private final String prompt;
    private final StringBuilder line = new StringBuilder();
    private Escape escape = Escape.NONE;
    private boolean prompted;
    private boolean incorrect;

    /** @param prompt what the shell's prompt ends with */
    Screen(String prompt) {
        this.prompt = new String(prompt.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    void feed(byte[] bytes) {
        for (byte b : bytes) {
            feed((char) (b & 0xff));
        }
    }

    /** @return whether a prompt was seen since {@link #entered} */
    boolean prompted() {
        return prompted;
    }

    /** @return whether the cursor stands behind a question for the user's name */
    boolean asksLogin() {
        return LOGIN.matcher(line).matches();
    }

    /** @return whether the cursor stands behind a question for the password */
    boolean asksPassword() {
        return PASSWORD.matcher(line).matches();
    }

    /** @return whether a login was refused since this was asked last */
    boolean refused() {
        boolean was = incorrect;
        incorrect = false;
        return was;
    }

    /** Return was typed: the prompt is used up, and the question answered. */
    void entered() {
        prompted = false;
        line.setLength(0);
    }

    private void feed(char c) {
        switch (escape) {
            case NONE -> {
                if (c == 0x1b) {
                    escape = Escape.BEGUN;
                } else {
                    put(c);
                }
            }
            case BEGUN -> escape = c == '[' ? Escape.CONTROL : c == ']' ? Escape.TITLE : Escape.NONE;
            case CONTROL -> {
                if (c >= '@' && c <= '~') {
                    escape = Escape.NONE;
                }
            }
            case TITLE -> {
                if (c == 7 || c == '\\') {
                    escape = Escape.NONE;
                }
            }
        }
    }

    private void put(char c) {
        if (c == '\n' || c == '\r') {
            incorrect |= line.toString().toLowerCase(java.util.Locale.ROOT).contains("login incorrect");
            line.setLength(0);
        } else if (c >= ' ' && line.length() < LONGEST) {
            line.append(c);
            prompted |= line.length() >= prompt.length()
                    && line.indexOf(prompt, line.length() - prompt.length()) >= 0
                    && line.charAt(0) != '<';
        }
    }
}
