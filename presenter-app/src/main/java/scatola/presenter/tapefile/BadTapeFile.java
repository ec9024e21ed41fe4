package scatola.presenter.tapefile;

/** A file is no recording that can be read; the message says in which line, what is wrong there and what to do. */
public final class BadTapeFile extends Exception {
    private static final long serialVersionUID = 1;

    BadTapeFile(String reason) {
        super(reason);
    }

    static BadTapeFile inLine(int number, String reason) {
        return new BadTapeFile("line %d: %s".formatted(number, reason));
    }

    /** @return what is wrong, for people */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
