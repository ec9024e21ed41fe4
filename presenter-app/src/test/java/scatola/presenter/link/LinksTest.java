package scatola.presenter.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final Instant T0 = Instant.parse("2026-05-01T18:30:00.123Z");
    private static final Duration LIFE = Duration.ofHours(12);
    private static final Instant END = Instant.parse("2026-05-02T06:30:00Z");
    private static final long SEED = 20260501;

    private final LinkKey key = LinkKey.of(LinkKey.random());
    private Instant now = T0;
    private final List<List<Link>> kept = new ArrayList<>();
    private final Links links = links(key, LIFE, List.of());

    @Test
    void aLinkLetsInWhomItWasMadeForUntilItEnds() {
        for (Role role : Role.values()) {
            Link link = made(role);

            assertThat(link.until()).isEqualTo(END);
            assertThat(links.read(link.token())).isEqualTo(new Reading.Valid(new Visitor(role, END, link.id())));
        }
    }

    @Test
    void itLetsInUpToItsEndAndNotAtIt() {
        String token = made(Role.ONLOOKER).token();

        now = END.minusNanos(1);
        assertThat(links.read(token)).isInstanceOf(Reading.Valid.class);
        now = END;
        assertThat(links.read(token)).isEqualTo(new Reading.Expired(END));
        now = END.plus(Duration.ofDays(10_000));
        assertThat(links.read(token)).isEqualTo(new Reading.Expired(END));
    }

    @Test
    void aTokenFitsAFragmentAHeaderAndASubprotocol() {
        assertThat(made(Role.PRESENTER).token()).matches("p\\.[0-9]{10}\\.[A-Za-z0-9_-]{8}\\.[A-Za-z0-9_-]{22}");
    }

    @Test
    void anotherBoxDoesNotKnowIt() {
        Links other = links(LinkKey.of(LinkKey.random()), LIFE, List.of());

        assertThat(other.read(made(Role.PRESENTER).token())).isEqualTo(new Reading.Forged());
    }

    @Test
    void theSameKeyKnowsItAfterARestart() {
        String token = made(Role.ONLOOKER).token();

        Links again = links(key, Duration.ofHours(1), kept.getLast());

        assertThat(again.read(token)).isInstanceOf(Reading.Valid.class);
    }

    @Test
    void anOnlookersTokenMakesNoPresenter() {
        String token = made(Role.ONLOOKER).token();

        assertThat(links.read("p" + token.substring(1))).isEqualTo(new Reading.Forged());
    }

    @Test
    void itsEndCanNotBePutOff() {
        String[] parts = made(Role.ONLOOKER).token().split("\\.", -1);

        assertThat(links.read("o.%d.%s.%s".formatted(END.getEpochSecond() + 1, parts[2], parts[3])))
                .isEqualTo(new Reading.Forged());
        assertThat(links.read("o.0%d.%s.%s".formatted(END.getEpochSecond(), parts[2], parts[3])))
                .isEqualTo(new Reading.Forged());
    }

    @Test
    void whatIsCutOrIsNoTokenAtAllIsForged() {
        String token = made(Role.PRESENTER).token();

        for (int length = 0; length < token.length(); length++) {
            assertThat(links.read(token.substring(0, length)))
                    .as("cut after %d", length)
                    .isEqualTo(new Reading.Forged());
        }
        for (String wrong : List.of(
                "p",
                "..",
                "p..",
                "x.1.aaaaaaaaaaaaaaaaaaaaaa",
                "p.99999999999999999999.aaaaaaaaaaaaaaaaaaaaaa",
                "ä\n\0")) {
            assertThat(links.read(wrong)).as(wrong).isEqualTo(new Reading.Forged());
        }
        assertThat(links.read("p".repeat(1_000_000))).isEqualTo(new Reading.Forged());
    }

    @Test
    void noMutationOfATokenLetsIn() {
        Random random = new Random(SEED);
        String characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~ =/+";

        for (int i = 0; i < 10_000; i++) {
            String token = links.current(random.nextBoolean() ? Role.PRESENTER : Role.ONLOOKER)
                    .token();
            StringBuilder mutated = new StringBuilder(token);
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                int at = random.nextInt(mutated.length());
                char other = characters.charAt(random.nextInt(characters.length()));
                switch (random.nextInt(4)) {
                    case 0 -> mutated.setCharAt(at, other);
                    case 1 -> mutated.insert(at, other);
                    case 2 -> mutated.deleteCharAt(at);
                    default -> mutated.append(other);
                }
            }
            if (!mutated.toString().equals(token)) {
                assertThat(links.read(mutated.toString()))
                        .as("seed %d, %d: %s of %s", SEED, i, mutated, token)
                        .isEqualTo(new Reading.Forged());
            }
        }
    }

    @Test
    void aSignatureCanNotBeWrittenInTwoWays() {
        // the last of 22 characters holds two bits of 16 bytes; base64 leaves the other four to anybody
        String token = made(Role.PRESENTER).token();
        String head = token.substring(0, token.length() - 1);
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));

        long same = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                .chars()
                .filter(last -> links.read(head + (char) last) instanceof Reading.Valid)
                .count();

        assertThat(signature).hasSize(16);
        assertThat(same).isOne();
    }

    @Test
    void aLinkDoesNotTellItsTokenToALog() {
        Link link = made(Role.PRESENTER);

        assertThat(link.toString()).isEqualTo("a link for a presenter until 2026-05-02T06:30:00Z");
    }

    @Test
    void aLifeThatIsTooShortOrTooLongIsRefused() {
        for (int hours : new int[] {0, -1, 169}) {
            assertThatThrownBy(() -> links(key, Duration.ofHours(hours), List.of()))
                    .hasMessage("links can't live %d hours: set SCATOLA_LINK_HOURS to 1 up to 168".formatted(hours));
        }
        assertThat(links(key, Duration.ofDays(7), List.of())
                        .current(Role.ONLOOKER)
                        .until())
                .isEqualTo(Instant.parse("2026-05-08T18:30:00Z"));
    }

    @Test
    void theLinkThatIsShownStaysTheSameForHalfOfItsTime() {
        Link shown = links.current(Role.ONLOOKER);

        now = now.plus(LIFE.dividedBy(2)).minusSeconds(2);
        assertThat(links.current(Role.ONLOOKER)).isEqualTo(shown);
        now = now.plusSeconds(3);

        assertThat(links.current(Role.ONLOOKER).until()).isAfter(shown.until());
        assertThat(links.read(shown.token())).isInstanceOf(Reading.Valid.class);
        assertThat(links.all()).hasSize(2);
    }

    @Test
    void aLinkForSomebodyAloneIsTheOneThatIsShownFromThenOn() {
        Link shown = links.current(Role.PRESENTER);

        Link alone = made(Role.PRESENTER);

        assertThat(alone.token()).isNotEqualTo(shown.token());
        assertThat(links.current(Role.PRESENTER)).isEqualTo(alone);
    }

    @Test
    void aLinkThatWasTakenBackLetsNobodyInAlsoAfterARestartAndTheOthersDo() {
        Link one = made(Role.PRESENTER);
        Link other = made(Role.PRESENTER);

        assertThat(links.takeBack(one.id())).contains(one);

        assertThat(links.read(one.token())).isEqualTo(new Reading.TakenBack());
        assertThat(links.isTakenBack(one.id())).isTrue();
        assertThat(links.read(other.token())).isInstanceOf(Reading.Valid.class);
        assertThat(links.takeBack(one.id())).isEmpty();
        Links again = links(key, LIFE, kept.getLast());
        assertThat(again.read(one.token())).isEqualTo(new Reading.TakenBack());
        assertThat(again.read(other.token())).isInstanceOf(Reading.Valid.class);
        assertThat(again.all()).containsExactly(other);
    }

    @Test
    void allAreTakenBackAtOnceAndNewOnesCanBeMade() {
        Link one = made(Role.PRESENTER);
        Link other = made(Role.ONLOOKER);

        assertThat(links.takeBackAll()).containsExactly(one, other);

        assertThat(links.read(one.token())).isEqualTo(new Reading.TakenBack());
        assertThat(links.read(other.token())).isEqualTo(new Reading.TakenBack());
        assertThat(kept.getLast()).isEmpty();
        assertThat(links.read(links.current(Role.ONLOOKER).token())).isInstanceOf(Reading.Valid.class);
    }

    @Test
    void noMoreAreOutThanCanBeKeptAndThoseThatHaveEndedAreForgotten() {
        for (int i = 0; i < Links.MOST; i++) {
            made(Role.ONLOOKER);
        }

        assertThat(links.issue(Role.PRESENTER)).isEmpty();
        now = END;

        assertThat(links.all()).isEmpty();
        assertThat(links.issue(Role.PRESENTER)).isPresent();
        assertThat(kept.getLast()).hasSize(1);
    }

    @Test
    void aTokenIsFoundWhereverItStands() {
        String token = made(Role.PRESENTER).token();

        for (String text : List.of(
                "/?key=" + token,
                "/api/box?token=" + token + "&x=1",
                "/" + token,
                "/%23key=" + token,
                "http://192.168.1.7:8080/?#key=" + token,
                "/?key=" + token.replace(".", "%2E"))) {
            assertThat(Links.tokensIn(text)).as(text).containsExactly(token);
        }
        assertThat(Links.tokensIn("/api/recordings/3/samples?from=1.5&to=2.25")).isEmpty();
    }

    private Link made(Role role) {
        return links.issue(role).orElseThrow();
    }

    private Links links(LinkKey other, Duration life, List<Link> before) {
        return new Links(other, life, () -> now, before, kept::add);
    }
}
