package scatola.presenter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scatola.bus.Decoded;
import scatola.presenter.attendance.DisplayName;

class LiveSocketTest {
    @Test
    void aNameIsReadAsBrowsersWriteIt() {
        for (String query : List.of("name=Anna+%C3%84", "x=1&name=Anna%20%C3%84", "name=Anna%20A%CC%88&name=b")) {
            assertThat(LiveSocket.name(query))
                    .as(query)
                    .isEqualTo(new Decoded.Value<>(Optional.of(new DisplayName("Anna Ä"))));
        }
    }

    @Test
    void whoHasNoneNeedsNone() {
        for (String query : new String[] {null, "", "x=1", "names=Anna"}) {
            assertThat(LiveSocket.name(query)).isEqualTo(new Decoded.Value<>(Optional.empty()));
        }
    }

    @Test
    void aQueryThatCanNotBeReadIsToldInFewEnoughBytesForACloseFrame() {
        for (String query : List.of("name=%zz", "name=%", "name=" + "%".repeat(300), "name=", "name")) {
            assertThat(LiveSocket.name(query))
                    .as(query)
                    .isInstanceOfSatisfying(
                            Decoded.Malformed.class,
                            bad -> assertThat(bad.reason().length()).isBetween(1, 123));
        }
    }
}
