package scatola.presenter.timeline;

import org.jspecify.annotations.Nullable;

/** The timeline's database can't do what was asked; the message says what to do about it. */
public final class LibraryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param message for people
     * @param cause or null
     */
    public LibraryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
