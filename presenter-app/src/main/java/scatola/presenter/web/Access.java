package scatola.presenter.web;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import scatola.bus.Quoted;
import scatola.presenter.link.Links;
import scatola.presenter.link.Reading;
import scatola.presenter.link.Role;
import scatola.presenter.link.Visitor;

/**
 * Decides who may do what by HTTP and WebSocket. What is not named here is for presenters alone, so a new path has to be
 * opened to onlookers on purpose. Pure; safe for several threads.
 */
final class Access {
    static final String NO_LINK = "open the link that the presenter shows (its QR code)";
    static final String WRONG_LINK =
            "this link is not one of this box, or a part of it is missing: open the one that the presenter shows (its"
                    + " QR code)";
    static final String OLD_LINK =
            "this link has ended: open the new one that the presenter shows (its QR code), or ask for one";
    static final String TAKEN_BACK = "this link was taken back: ask for a new one";
    static final String TOO_FAST = "too many orders at once: wait a second, and send fewer";
    static final String ONLY_LOOKS = "this link only looks on: ask a presenter for theirs";

    /** The page itself, which says nothing of the box: in the root, and what the page's build puts into assets. */
    private static final Pattern PAGE = Pattern.compile("/|/[A-Za-z0-9_-]+\\.[a-z0-9]+|/assets/[A-Za-z0-9._/-]+");

    /** What only tells. Files of recordings are not among it: they hold what was typed on consoles. */
    private static final Pattern TELLS = Pattern.compile("/health"
            + "|/api/(me|box|live|status|openapi|timeline)"
            + "|/api/recordings(/[0-9]+(/samples)?)?"
            + "|/api/(replays|performances|consoles)(/[^;]*)?");

    private static final Set<String> READS = Set.of("GET", "HEAD");

    /** An address in numbers, with or without a port: a name that leads to this machine may be anybody's, a number not. */
    private static final Pattern NUMBER =
            Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?");

    private static final String LOCALHOST = "localhost";

    private final Links links;
    private final @Nullable String pageHost;

    /**
     * A request.
     *
     * @param method of HTTP
     * @param path normalized
     * @param host the host and port that it came to, as the client says, or null if it says none
     * @param local whether it comes from this very machine, and for nobody else
     * @param token of a link; empty if there is something else in its place; null if there is none
     */
    record Asked(
            String method,
            String path,
            @Nullable String host,
            boolean local,
            @Nullable String token) {
        /** Without the token. */
        @Override
        public String toString() {
            return "%s %s".formatted(method, path);
        }
    }

    /** What becomes of a request. */
    sealed interface Verdict {
        /** It is about the page itself, which everybody may have. */
        record Free() implements Verdict {}

        /**
         * It may pass.
         *
         * @param visitor who asks
         */
        record Admitted(Visitor visitor) implements Verdict {}

        /**
         * It may not.
         *
         * @param status of HTTP
         * @param reason what to do about it
         */
        record Refused(int status, String reason) implements Verdict {}
    }

    /**
     * @param links that let in
     * @param pageHost the name under which somebody has put the page, in small letters, or null
     */
    Access(Links links, @Nullable String pageHost) {
        this.links = links;
        this.pageHost = pageHost;
    }

    Verdict judge(Asked asked) {
        String host = asked.host();
        if (host != null && !isOurs(host)) {
            return new Verdict.Refused(
                    421,
                    "this box is not '%s': open it by its address in numbers, or set SCATOLA_PAGE_URL"
                            .formatted(Quoted.of(host)));
        }
        if (READS.contains(asked.method()) && PAGE.matcher(asked.path()).matches()) {
            return new Verdict.Free();
        }
        Verdict known = recognize(asked);
        return known instanceof Verdict.Admitted admitted
                        && admitted.visitor().role() == Role.ONLOOKER
                        && !(READS.contains(asked.method())
                                && TELLS.matcher(asked.path()).matches())
                ? new Verdict.Refused(403, ONLY_LOOKS)
                : known;
    }

    /** Who asks, whatever it is about: {@link Verdict.Free} never. */
    Verdict recognize(Asked asked) {
        String token = asked.token();
        if (token == null) {
            return asked.local()
                    ? new Verdict.Admitted(new Visitor(Role.PRESENTER, null, null))
                    : new Verdict.Refused(401, NO_LINK);
        }
        return switch (links.read(token)) {
            case Reading.Valid valid -> new Verdict.Admitted(valid.visitor());
            case Reading.Expired expired -> new Verdict.Refused(401, OLD_LINK);
            case Reading.TakenBack back -> new Verdict.Refused(401, TAKEN_BACK);
            case Reading.Forged forged -> new Verdict.Refused(401, WRONG_LINK);
        };
    }

    /**
     * Another site's name may be made to lead here (DNS rebinding), and then the browser takes its page for one of ours,
     * at the laptop even for a presenter's.
     */
    private boolean isOurs(String host) {
        String name = host.replaceFirst(":[0-9]{1,5}$", "");
        return NUMBER.matcher(host).matches()
                || name.equalsIgnoreCase(LOCALHOST)
                || pageHost != null && name.equalsIgnoreCase(pageHost);
    }
}
