package scatola.presenter.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes links, remembers which are out, takes them back, and reads their tokens, {@code ROLE.EXPIRY.ID.SIGNATURE}: {@code
 * p} or {@code o}, seconds since 1970, 8 random characters, and the signature of all that. All characters may stand in an
 * address's fragment, a header and a WebSocket's subprotocol. A token that is signed but not remembered was taken back.
 * Safe for several threads.
 */
public final class Links {
    /** How many may be out at a time. */
    public static final int MOST = 100;

    private static final String TOKEN = "([po])\\.([0-9]{1,11})\\.([A-Za-z0-9_-]{8})\\.[A-Za-z0-9_-]{22}";
    private static final Pattern FORM = Pattern.compile(TOKEN);
    private static final Pattern ANYWHERE = Pattern.compile("(?<![A-Za-z0-9_.-])%s(?![A-Za-z0-9_-])".formatted(TOKEN));
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int ID_BYTES = 6;

    private final LinkKey key;
    private final Duration life;
    private final InstantSource clock;
    private final Consumer<List<Link>> keeper;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Link> out = new LinkedHashMap<>();

    /**
     * @param key behind all tokens
     * @param life how long a link lets in, from 1 hour to a week
     * @param clock the present
     * @param kept those that were out when this was last told, the oldest first; their tokens are of no account
     * @param keeper is told all that are out whenever that changes; what it throws comes out here, after the change
     * @throws IllegalArgumentException if that is no such time; the message says what to set
     */
    public Links(LinkKey key, Duration life, InstantSource clock, List<Link> kept, Consumer<List<Link>> keeper) {
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("links can't live %d hours: set SCATOLA_LINK_HOURS to %d up to %d"
                    .formatted(life.toHours(), SHORTEST.toHours(), LONGEST.toHours()));
        }
        this.key = key;
        this.life = life;
        this.clock = clock;
        this.keeper = keeper;
        kept.forEach(link -> out.put(link.id(), link(link.id(), link.role(), link.made(), link.until())));
    }

    /**
     * @param role of who will have it
     * @return the newest that is out for them and has half of its time left, or else a new one
     */
    public synchronized Link current(Role role) {
        Instant enough = clock.instant().plus(life.dividedBy(2));
        return all().reversed().stream()
                .filter(link -> link.role() == role && link.until().isAfter(enough))
                .findFirst()
                .orElseGet(() -> add(role));
    }

    /**
     * @param role of who will have it
     * @return a new link, which lets in from now on; empty if {@value #MOST} are out
     */
    public synchronized Optional<Link> issue(Role role) {
        return all().size() < MOST ? Optional.of(add(role)) : Optional.empty();
    }

    /** @return those that are out, the oldest first */
    public synchronized List<Link> all() {
        Instant now = clock.instant();
        out.values().removeIf(link -> !now.isBefore(link.until()));
        return List.copyOf(out.values());
    }

    /**
     * @param id of a link
     * @return the link, which lets in no longer, or empty if it did not anyway
     */
    public synchronized Optional<Link> takeBack(String id) {
        Link link = out.remove(id);
        if (link == null) {
            return Optional.empty();
        }
        keeper.accept(all());
        return Optional.of(link);
    }

    /** @return all that were out, none of which lets in any longer */
    public synchronized List<Link> takeBackAll() {
        List<Link> all = all();
        out.clear();
        keeper.accept(List.of());
        return all;
    }

    /**
     * @param id of a link that has not ended
     * @return whether it was taken back
     */
    public synchronized boolean isTakenBack(String id) {
        return !out.containsKey(id);
    }

    /**
     * @param token what somebody says is one
     * @return what it is
     */
    public synchronized Reading read(String token) {
        Matcher form = FORM.matcher(token);
        if (!form.matches()) {
            return new Reading.Forged();
        }
        Role role = Role.of(form.group(1));
        Instant until = Instant.ofEpochSecond(Long.parseLong(form.group(2)));
        String id = form.group(3);
        // as a whole, so that no token can be written in two ways
        if (!MessageDigest.isEqual(bytes(token(id, role, until)), bytes(token))) {
            return new Reading.Forged();
        }
        if (!clock.instant().isBefore(until)) {
            return new Reading.Expired(until);
        }
        return out.containsKey(id) ? new Reading.Valid(new Visitor(role, until, id)) : new Reading.TakenBack();
    }

    /**
     * @param text any, such as an address
     * @return what stands in it and has the form of a token
     */
    public static List<String> tokensIn(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher found = ANYWHERE.matcher(text.replace("%2E", ".").replace("%2e", "."));
        while (found.find()) {
            tokens.add(found.group());
        }
        return tokens;
    }

    private Link add(Role role) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Link link = link(Base64.getUrlEncoder().encodeToString(bytes), role, now, now.plus(life));
        out.put(link.id(), link);
        keeper.accept(all());
        return link;
    }

    private Link link(String id, Role role, Instant made, Instant until) {
        return new Link(id, token(id, role, until), role, made, until);
    }

    private String token(String id, Role role, Instant until) {
        String said = "%s.%d.%s".formatted(role.letter(), until.getEpochSecond(), id);
        return said + "." + key.sign(said);
    }

    private static byte[] bytes(String token) {
        return token.getBytes(StandardCharsets.US_ASCII);
    }
}
