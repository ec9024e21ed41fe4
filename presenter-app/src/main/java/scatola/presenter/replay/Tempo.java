package scatola.presenter.replay;

/**
 * How a recording's time follows the clock for as long as the rate does not change. Immutable.
 *
 * @param clock a moment of the clock, in ns
 * @param position the moment of the recording that is shown then, in ns from its beginning
 * @param rate how many seconds of the recording pass in a second of the clock
 */
record Tempo(long clock, long position, double rate) {
    /**
     * @param now a moment of the clock, in ns
     * @return the moment of the recording that is shown then, in ns from its beginning
     */
    long positionAt(long now) {
        return position + (long) ((now - clock) * rate);
    }

    /**
     * @param at a moment of the recording, in ns from its beginning
     * @return when it is to be shown, by the clock, in ns
     */
    long due(long at) {
        return clock + (long) Math.ceil((at - position) / rate);
    }
}
