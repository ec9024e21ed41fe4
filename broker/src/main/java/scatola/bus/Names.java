package scatola.bus;

import java.util.regex.Pattern;

/** What every name on the bus has in common. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");

    private static final Pattern OPERATION = Pattern.compile("[a-z][a-z0-9_-]{0,31}(/[a-z][a-z0-9_-]{0,31}){0,3}");

    private Names() {}

    static void check(String what, String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("'%s' is no %s name: use 1 to 32 of a-z, 0-9 and -, no - at either end"
                    .formatted(Quoted.of(text), what));
        }
    }

    static void checkOperation(String text) {
        if (!OPERATION.matcher(text).matches()) {
            throw new IllegalArgumentException("'%s' is no operation or attribute: they are like vm/create or loss_pct"
                    .formatted(Quoted.of(text)));
        }
    }
}
