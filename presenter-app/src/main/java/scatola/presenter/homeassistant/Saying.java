package scatola.presenter.homeassistant;

import java.util.Map;

/** What Home Assistant's discovery is to be told. */
sealed interface Saying {
    /** @return of which device */
    Subject subject();

    /**
     * It is like this.
     *
     * @param subject which
     * @param device how it is
     * @param gone what it had, by the components' ids, and has no more
     */
    record Is(Subject subject, Device device, Map<String, Platform> gone) implements Saying {}

    /**
     * There is no such thing any more.
     *
     * @param subject which
     */
    record IsGone(Subject subject) implements Saying {}
}
