package scatola.presenter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.presenter.link.KeyFile;
import scatola.presenter.link.Link;
import scatola.presenter.link.LinkKey;
import scatola.presenter.link.Links;
import scatola.presenter.link.Role;
import scatola.presenter.link.Visitor;
import scatola.presenter.web.Access.Asked;
import scatola.presenter.web.Access.Verdict;

class AccessTest {
    private static final String LAPTOP = "127.0.0.1:8080";
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final List<String> TELLING = List.of(
            "/health",
            "/api/me",
            "/api/box",
            "/api/live",
            "/api/status",
            "/api/openapi",
            "/api/timeline",
            "/api/recordings",
            "/api/recordings/3",
            "/api/recordings/3/samples",
            "/api/replays",
            "/api/replays/1",
            "/api/performances",
            "/api/performances/1",
            "/api/consoles/doge1");
    private static final List<String> DIRECTING = List.of(
            "/api/links",
            "/api/commands",
            "/api/shows/story",
            "/api/recordings/3/export",
            "/api/recordings/3/consoles/doge1.cast",
            "/api/recordings/3/perform",
            "/api/something/new",
            "/api",
            "/q/dev",
            "/new",
            "/api/box/",
            "/api/box;x",
            "/api/links;x.js",
            "/api/replays/1;x",
            "/assets");

    private Instant now = Instant.parse("2026-05-01T18:30:00Z");
    private Access access;
    private Links links;
    private Link presenter;
    private Link onlooker;

    @BeforeEach
    void aBox(@TempDir java.nio.file.Path folder) {
        LinkKey key = KeyFile.open(folder.resolve("link.key")).key();
        links = new Links(key, Duration.ofHours(12), () -> now, List.of(), all -> {});
        access = new Access(links, "box.example");
        presenter = links.current(Role.PRESENTER);
        onlooker = links.current(Role.ONLOOKER);
    }

    @Test
    void whoeverSitsAtTheLaptopIsAPresenter() {
        everywhere((method, path) -> assertThat(judge(method, path, true, null))
                .isEqualTo(new Verdict.Admitted(new Visitor(Role.PRESENTER, null, null))));
    }

    @Test
    void whoComesFromElsewhereWithoutALinkIsToldWhereToFindOne() {
        everywhere((method, path) -> assertThat(judge(method, path, false, null))
                .isEqualTo(new Verdict.Refused(401, "open the link that the presenter shows (its QR code)")));
    }

    @Test
    void aPresentersLinkMakesAPresenterAnywhere() {
        everywhere((method, path) -> assertThat(judge(method, path, false, presenter.token()))
                .isEqualTo(new Verdict.Admitted(new Visitor(Role.PRESENTER, presenter.until(), presenter.id()))));
    }

    @Test
    void anOnlookersLinkMakesAnOnlookerAnywhereEvenAtTheLaptop() {
        for (boolean local : new boolean[] {true, false}) {
            everywhere((method, path) -> {
                boolean looks = (method.equals("GET") || method.equals("HEAD")) && TELLING.contains(path);
                assertThat(judge(method, path, local, onlooker.token()))
                        .as("%s %s", method, path)
                        .isEqualTo(
                                looks
                                        ? new Verdict.Admitted(
                                                new Visitor(Role.ONLOOKER, onlooker.until(), onlooker.id()))
                                        : new Verdict.Refused(
                                                403, "this link only looks on: ask a presenter for theirs"));
            });
        }
    }

    @Test
    void aWrongOrAnEndedLinkIsRefusedWithItsOwnReasonEvenAtTheLaptop() {
        String ended = presenter.token();
        now = presenter.until();

        for (boolean local : new boolean[] {true, false}) {
            everywhere((method, path) -> {
                assertThat(judge(method, path, local, ended)).isEqualTo(new Verdict.Refused(401, Access.OLD_LINK));
                for (String wrong : List.of("", "x", ended.substring(1), ended + "x")) {
                    assertThat(judge(method, path, local, wrong))
                            .isEqualTo(new Verdict.Refused(401, Access.WRONG_LINK));
                }
            });
        }
    }

    @Test
    void aLinkThatWasTakenBackIsRefusedWithItsOwnReasonEvenAtTheLaptop() {
        links.takeBack(presenter.id());

        for (boolean local : new boolean[] {true, false}) {
            everywhere((method, path) -> assertThat(judge(method, path, local, presenter.token()))
                    .isEqualTo(new Verdict.Refused(401, "this link was taken back: ask for a new one")));
        }
    }

    @Test
    void thePageItselfIsForEverybody() {
        for (String path : List.of("/", "/index.html", "/icon.svg", "/page.js", "/assets/index-B2x_9.js")) {
            for (@Nullable String token : new @Nullable String[] {null, "wrong", onlooker.token()}) {
                assertThat(judge("GET", path, false, token)).as(path).isEqualTo(new Verdict.Free());
                assertThat(judge("HEAD", path, false, token)).as(path).isEqualTo(new Verdict.Free());
            }
            assertThat(judge("POST", path, false, null)).isEqualTo(new Verdict.Refused(401, Access.NO_LINK));
        }
    }

    @Test
    void aNameThatIsNotThisBoxsIsRefusedWhoeverAsks() {
        for (String name : List.of(
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "box.example.evil",
                "evil.example,127.0.0.1",
                "127.0.0.1@evil.example",
                "",
                ":8080",
                "0x7f.1")) {
            for (String path : List.of("/", "/api/box")) {
                Verdict verdict = access.judge(new Asked("GET", path, name, true, presenter.token()));
                assertThat(verdict).as(name).isInstanceOf(Verdict.Refused.class);
                assertThat(((Verdict.Refused) verdict).status()).isEqualTo(421);
                assertThat(((Verdict.Refused) verdict).reason()).contains("'" + name + "'", "SCATOLA_PAGE_URL");
            }
        }
    }

    @Test
    void itsOwnNamesAreNumbersLocalhostAndTheOneThatIsSet() {
        for (@Nullable
        String name : new @Nullable String[] {
            null,
            "127.0.0.1:8080",
            "192.168.1.7",
            "[::1]:8080",
            "[2001:db8::7]",
            "localhost:8080",
            "LocalHost",
            "box.example",
            "Box.Example:443"
        }) {
            assertThat(access.judge(new Asked("GET", "/api/box", name, true, null)))
                    .as(name)
                    .isInstanceOf(Verdict.Admitted.class);
        }
    }

    @Test
    void aRequestDoesNotTellItsTokenToALog() {
        assertThat(new Asked("GET", "/api/box", LAPTOP, true, presenter.token()).toString())
                .isEqualTo("GET /api/box");
    }

    private Verdict judge(String method, String path, boolean local, @Nullable String token) {
        return access.judge(new Asked(method, path, LAPTOP, local, token));
    }

    private interface Request {
        void is(String method, String path);
    }

    private static void everywhere(Request request) {
        for (String method : METHODS) {
            TELLING.forEach(path -> request.is(method, path));
            DIRECTING.forEach(path -> request.is(method, path));
        }
    }
}
