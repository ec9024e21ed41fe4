package scatola.presenter.web;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.Open;
import io.quarkus.websockets.next.OpenConnections;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.presenter.link.Link;
import scatola.presenter.link.Links;
import scatola.presenter.link.Reading;

/** Takes links back: nobody comes in by them any more, and whoever came by one is put out at once. */
@Singleton
public final class TakingBack {
    /** A status code of our own (RFC 6455, section 7.4.2), after HTTP's. */
    private static final CloseReason PUT_OUT = new CloseReason(4401, Access.TAKEN_BACK);

    private static final Logger LOG = LoggerFactory.getLogger(TakingBack.class);

    private final Links links;
    private final OpenConnections open;
    private final Visitors visitors;

    TakingBack(Links links, OpenConnections open, Visitors visitors) {
        this.links = links;
        this.open = open;
        this.visitors = visitors;
    }

    /** Takes one back; returns whether there was such a link. */
    boolean one(String id) {
        boolean taken = links.takeBack(id).isPresent();
        putOut();
        return taken;
    }

    /** Takes back all that are out. */
    void all() {
        List<Link> taken = links.takeBackAll();
        LOG.info("links: all {} were taken back", taken.size());
        putOut();
    }

    /** How many WebSockets are open that were opened by a link. */
    long inUse(Link link) {
        return open.stream().filter(one -> link.id().equals(Visitors.link(one))).count();
    }

    /**
     * Takes back those whose tokens stand where they are seen by others.
     *
     * @param text where no token may stand
     * @param where that is, for people
     * @return whether there stands one
     */
    boolean leaked(String text, String where) {
        List<String> tokens = Links.tokensIn(text);
        for (String token : tokens) {
            if (links.read(token) instanceof Reading.Valid valid
                    && one(String.valueOf(valid.visitor().link()))) {
                LOG.warn(
                        "a link for a {} was taken back, because its token stood in {}: hand out a new one",
                        valid.visitor().role().word(),
                        where);
            }
        }
        return !tokens.isEmpty();
    }

    /** One that was let in just when its link was taken back. */
    void opened(@ObservesAsync @Open WebSocketConnection connection) {
        putOut();
    }

    private void putOut() {
        open.stream()
                .filter(visitors::isTakenBack)
                .forEach(one -> one.close(PUT_OUT)
                        .subscribe()
                        .with(done -> {}, failure -> LOG.debug("a client was gone already: {}", failure.toString())));
    }
}
