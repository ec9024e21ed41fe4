package scatola.presenter.console;

import org.jspecify.annotations.Nullable;

/** How much one client may type: a paste, but no flood. Not safe for several threads. */
final class Keyboard {
    static final int MOST_AT_ONCE = 4 * 1024;
    static final int MOST_A_SECOND = 64 * 1024;

    private static final double SECOND = 1e9;

    private double room = MOST_A_SECOND;
    private long last;

    /** @param now by a clock of nanoseconds */
    Keyboard(long now) {
        last = now;
    }

    /**
     * @param bytes how many are to be typed together
     * @param now the present
     * @return null if they may be, else why not
     */
    @Nullable
    String refusal(int bytes, long now) {
        if (bytes > MOST_AT_ONCE) {
            return "%d bytes at once are more than %d, so nothing of them was typed: send them in parts"
                    .formatted(bytes, MOST_AT_ONCE);
        }
        room = Math.min(MOST_A_SECOND, room + MOST_A_SECOND * ((now - last) / SECOND));
        last = now;
        if (bytes > room) {
            return "more than %d bytes a second, so nothing of these %d was typed: wait a moment"
                    .formatted(MOST_A_SECOND, bytes);
        }
        room -= bytes;
        return null;
    }
}
