package scatola.nodeservice.vm;

import java.util.concurrent.CompletionException;

/** Why something did not work, for people. */
final class Reason {
    private Reason() {}

    static String of(Throwable problem) {
        Throwable cause = problem instanceof CompletionException e && e.getCause() != null ? e.getCause() : problem;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
