package scatola.presenter.show;

import java.time.Duration;
import java.util.List;

/**
 * One step of a show.
 *
 * @param say its line for the audience
 * @param orders what to send, in order
 * @param sights what must be seen
 * @param bans what must not
 * @param pause how long to let it sink in, left out when rehearsing
 */
record Step(String say, List<Order> orders, List<Sight> sights, List<Ban> bans, Duration pause) {
    Step {
        orders = List.copyOf(orders);
        sights = List.copyOf(sights);
        bans = List.copyOf(bans);
    }
}
