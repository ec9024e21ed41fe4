package scatola.nodeservice.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.testing.Conforms;

class SessionCounterTest {
    @Test
    void eachStartHasAHigherNumber(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("session"), "16\n");

        assertThat(SessionCounter.next(folder)).isEqualTo(17);
        assertThat(SessionCounter.next(folder)).isEqualTo(18);
    }

    /** A Pi gets a new card, or a box is brought up anew: whoever knew the old one must hear it nevertheless. */
    @Test
    @Conforms("sessions-rise")
    void aLostCounterGoesOnHigherThanAnyBefore(@TempDir Path folder) {
        Path fresh = folder.resolve("pi1");

        long session = SessionCounter.next(fresh);

        assertThat(session).isGreaterThan(1_000_000_000);
        assertThat(SessionCounter.next(fresh)).isEqualTo(session + 1);
    }

    @Test
    @Conforms("sessions-rise")
    void aBrokenCounterGoesOnHigherThanAnyBefore(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("session"), "seventeen");

        long session = SessionCounter.next(folder);

        assertThat(session).isGreaterThan(1_000_000_000);
        assertThat(SessionCounter.next(folder)).isEqualTo(session + 1);
    }
}
