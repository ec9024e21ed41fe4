package scatola.presenter.console;

import org.jspecify.annotations.Nullable;

/**
 * What a console has put out at once.
 *
 * @param bytes not changed by anybody
 * @param written how many bytes it has put out until the end of these, or null if its node did not say
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Piece(byte[] bytes, @Nullable Long written) {
    /** How many it had put out before, or null if that is not known. */
    @Nullable
    Long before() {
        return written == null ? null : written - bytes.length;
    }
}
