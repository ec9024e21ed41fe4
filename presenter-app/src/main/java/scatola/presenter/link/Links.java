package scatola.presenter.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes links and reads their tokens, {@code ROLE.EXPIRY.SIGNATURE}: {@code p} or {@code o}, seconds since 1970, and the
 * signature of both. All characters may stand in an address's fragment, a header and a WebSocket's subprotocol. Safe for
 * several threads.
 */
public final class Links {
    private static final Pattern FORM = Pattern.compile("([po])\\.([0-9]{1,11})\\.[A-Za-z0-9_-]{22}");
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final LinkKey key;
    private final Duration life;
    private final InstantSource clock;

    /**
     * @param key behind all tokens
     * @param life how long a link lets in, from 1 hour to a week
     * @param clock the present
     * @throws IllegalArgumentException if that is no such time; the message says what to set
     */
    public Links(LinkKey key, Duration life, InstantSource clock) {
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("links can't live %d hours: set SCATOLA_LINK_HOURS to %d up to %d"
                    .formatted(life.toHours(), SHORTEST.toHours(), LONGEST.toHours()));
        }
        this.key = key;
        this.life = life;
        this.clock = clock;
    }

    /**
     * @param role of who will have it
     * @return a link that lets in from now on
     */
    public Link issue(Role role) {
        Instant until = clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
        return new Link(token(role, until), role, until);
    }

    /**
     * @param token what somebody says is one
     * @return what it is
     */
    public Reading read(String token) {
        Matcher form = FORM.matcher(token);
        if (!form.matches()) {
            return new Reading.Forged();
        }
        Role role = Role.of(form.group(1));
        Instant until = Instant.ofEpochSecond(Long.parseLong(form.group(2)));
        // as a whole, so that no token can be written in two ways
        if (!MessageDigest.isEqual(bytes(token(role, until)), bytes(token))) {
            return new Reading.Forged();
        }
        return clock.instant().isBefore(until)
                ? new Reading.Valid(new Visitor(role, until))
                : new Reading.Expired(until);
    }

    private String token(Role role, Instant until) {
        String said = "%s.%d".formatted(role.letter(), until.getEpochSecond());
        return said + "." + key.sign(said);
    }

    private static byte[] bytes(String token) {
        return token.getBytes(StandardCharsets.US_ASCII);
    }
}
