package scatola.presenter.attendance;

import java.time.Instant;
import scatola.bus.PresenterName;

/**
 * A presenter at the page.
 *
 * @param id as in {@code presenter/P}
 * @param name for people
 * @param since when they came
 */
record Present(PresenterName id, DisplayName name, Instant since) {}
