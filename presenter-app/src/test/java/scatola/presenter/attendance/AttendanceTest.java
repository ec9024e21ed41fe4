package scatola.presenter.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scatola.bus.Decoded;
import scatola.bus.PresenterName;
import scatola.presenter.link.Role;

class AttendanceTest {
    private static final Instant T0 = Instant.parse("2026-05-01T18:30:00Z");
    private static final Instant LATER = T0.plusSeconds(60);
    private static final long SEED = 20260501;

    private final Attendance attendance = new Attendance(new PresenterName("laptop"));

    @Test
    void whoComesIsHere() {
        Present anna = comes("1", "Anna");

        assertThat(anna.id()).isEqualTo(new PresenterName("web-anna"));
        assertThat(anna.since()).isEqualTo(T0);
        assertThat(attendance.present()).containsExactly(anna);
        assertThat(attendance.isHere(anna.id())).isTrue();
    }

    @Test
    void whoOpensASecondPageIsStillThere() {
        comes("1", "Anna");

        Present again = attendance.arrive("2", Role.PRESENTER, name("Anna"), LATER);

        assertThat(again).isNull();
        assertThat(attendance.leave("1")).isNull();
        assertThat(attendance.present()).extracting(Present::since).containsExactly(T0);
    }

    @Test
    void whoLoadsThePageAgainWasNeverAway() {
        comes("1", "Anna");
        Attendance.Leaving left = Objects.requireNonNull(attendance.leave("1"));

        assertThat(attendance.arrive("2", Role.PRESENTER, name("Anna"), LATER)).isNull();

        assertThat(attendance.lapse(left)).isNull();
        assertThat(attendance.present()).extracting(Present::since).containsExactly(T0);
    }

    @Test
    void anOldDeadlineDoesNotEndANewVisit() {
        comes("1", "Anna");
        Attendance.Leaving first = Objects.requireNonNull(attendance.leave("1"));
        attendance.arrive("2", Role.PRESENTER, name("Anna"), LATER);
        Attendance.Leaving second = Objects.requireNonNull(attendance.leave("2"));

        assertThat(attendance.lapse(first)).isNull();
        assertThat(attendance.lapse(second)).isNotNull();
        assertThat(attendance.lapse(second)).isNull();
        assertThat(attendance.present()).isEmpty();
    }

    @Test
    void whoComesBackLaterHasCameAnew() {
        comes("1", "Anna");
        attendance.lapse(Objects.requireNonNull(attendance.leave("1")));

        Present again = Objects.requireNonNull(attendance.arrive("2", Role.PRESENTER, name("Anna"), LATER));

        assertThat(again.since()).isEqualTo(LATER);
        assertThat(again.id()).isEqualTo(new PresenterName("web-anna"));
    }

    @Test
    void differentNamesHaveDifferentIds() {
        assertThat(List.of(
                        comes("1", "Anna"),
                        comes("2", "ANNA"),
                        comes("3", "Änna"),
                        comes("4", "李"),
                        comes("5", "☕"),
                        comes("6", "Anna at the back, with a telephone!")))
                .extracting(present -> present.id().text())
                .containsExactly(
                        "web-anna",
                        "web-anna-2",
                        "web-anna-3",
                        "web-presenter",
                        "web-presenter-2",
                        "web-anna-at-the-back-with-a");
    }

    @Test
    void nobodyIsTakenForTheAppItself() {
        Attendance other = new Attendance(new PresenterName("web-anna"));

        Present anna = Objects.requireNonNull(other.arrive("1", Role.PRESENTER, name("Anna"), T0));

        assertThat(anna.id()).isEqualTo(new PresenterName("web-anna-2"));
        assertThat(other.isHere(new PresenterName("web-anna"))).isTrue();
    }

    @Test
    void everyNameMakesAnIdThatNobodyElseHas() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            String said = random.ints(random.nextInt(1, 40), 0x20, 0x250)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            if (DisplayName.read(said) instanceof Decoded.Value<DisplayName> name) {
                attendance.arrive("c" + i, Role.PRESENTER, name.value(), T0);
            }
        }

        assertThat(attendance.present()).hasSizeGreaterThan(500);
        assertThat(attendance.present()).extracting(Present::id).doesNotHaveDuplicates();
    }

    @Test
    void onlookersAndWhoHasNoNameOnlyCount() {
        comes("1", "Anna");
        attendance.arrive("2", Role.PRESENTER, name("Anna"), T0);
        assertThat(attendance.arrive("3", Role.PRESENTER, null, T0)).isNull();
        assertThat(attendance.arrive("4", Role.ONLOOKER, name("Marta"), T0)).isNull();
        attendance.arrive("5", Role.ONLOOKER, null, T0);

        assertThat(attendance.count()).isEqualTo(new Headcount(2, 2));
        assertThat(attendance.present()).hasSize(1);

        assertThat(attendance.leave("3")).isNull();
        assertThat(attendance.leave("4")).isNull();
        assertThat(attendance.leave("nobody")).isNull();

        assertThat(attendance.count()).isEqualTo(new Headcount(1, 1));
    }

    @Test
    void aNameHasOneToFortyPrintableCharacters() {
        assertThat(name("  Anna  ")).isEqualTo(new DisplayName("Anna"));
        assertThat(name("A\u0308nna")).isEqualTo(name("Änna"));
        assertThat(name("😀".repeat(40)).text()).hasSize(80);
        for (String wrong :
                List.of("", " ", "x".repeat(41), "a\nb", "a\0b", "a\u202eb", "\ud800", "\u2028", "\ue000")) {
            assertThat(DisplayName.read(wrong))
                    .as(wrong)
                    .isEqualTo(new Decoded.Malformed<>("a name has 1 to 40 printable characters"));
        }
    }

    private Present comes(String connection, String name) {
        return Objects.requireNonNull(attendance.arrive(connection, Role.PRESENTER, name(name), T0));
    }

    private static DisplayName name(String text) {
        @Nullable
        DisplayName name = DisplayName.read(text) instanceof Decoded.Value<DisplayName> good ? good.value() : null;
        return Objects.requireNonNull(name);
    }
}
