package scatola.presenter.show;

import java.time.Duration;

/** A line of what a playing show tells its audience, before it is dressed for a terminal or a page. */
public sealed interface Line {
    /**
     * The show begins.
     *
     * @param show its title
     */
    record Title(String show) implements Line {}

    /**
     * A step begins.
     *
     * @param number from 1
     * @param of how many there are
     * @param say its line for the audience
     */
    record StepBegins(int number, int of, String say) implements Line {}

    /**
     * A command was sent.
     *
     * @param topic below the root
     * @param payload its fields, as far as the audience cares
     */
    record Sent(String topic, Value.Fields payload) implements Line {}

    /**
     * A command was not needed.
     *
     * @param topic below the root
     * @param why what holds already, or doesn't
     */
    record NotSent(String topic, String why) implements Line {}

    /**
     * What a program in a guest printed.
     *
     * @param guest its name
     * @param text the line
     */
    record Printed(String guest, String text) implements Line {}

    /**
     * Something was seen as it must be.
     *
     * @param what for people
     * @param after how long after the step's last command; zero if it held already
     */
    record Seen(String what, Duration after) implements Line {}

    /**
     * Something was not as it must be.
     *
     * @param what for people: what was expected and what was there instead
     */
    record Wrong(String what) implements Line {}

    /**
     * Something worth knowing that decides nothing.
     *
     * @param text for people
     */
    record Note(String text) implements Line {}

    /**
     * The show is over.
     *
     * @param outcome how it ended
     * @param steps how many steps were played to their end
     * @param of how many there are
     * @param took how long
     */
    record Over(Outcome outcome, int steps, int of, Duration took) implements Line {}
}
