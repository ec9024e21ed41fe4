package scatola.bus.client;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells log and owner what the broker refuses: once for topics that differ only in their third level, where the box has
 * its names, so that what is said each second does not fill the log. Safe for several threads.
 */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(BusConnection.class);
    private static final Pattern NAME = Pattern.compile("^([^/]*/[^/]*/)[^/]*");
    /** Of kinds of topics; what goes beyond is known from those. */
    private static final int MOST = 64;

    private final String name;
    private final BusOwner owner;
    private final Set<String> told = new HashSet<>();

    Refusals(String name, BusOwner owner) {
        this.name = name;
        this.owner = owner;
    }

    void told(Refusal refusal) {
        if (!isNews(NAME.matcher(refusal.topic()).replaceFirst("$1+"))) {
            LOG.debug("bus {} refused again: {}", name, refusal.reason());
            return;
        }
        LOG.warn("bus {} refused: {}", name, refusal.reason());
        try {
            owner.refused(refusal.topic(), refusal.reason());
        } catch (RuntimeException e) {
            LOG.error("bus {} the owner broke on a refusal", name, e);
        }
    }

    /** What is refused from now on is news. */
    synchronized void forget() {
        told.clear();
    }

    private synchronized boolean isNews(String kind) {
        return told.size() < MOST && told.add(kind);
    }
}
