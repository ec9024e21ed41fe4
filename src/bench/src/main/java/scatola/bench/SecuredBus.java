package scatola.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import scatola.it.box.Bus;
import scatola.it.box.Lab;

/**
 * What TLS, passwords and rules cost: a guest's link is switched off on a box that has them and on a plain one, by turns.
 */
record SecuredBus(Path home, Path outputs, boolean quick) {
    private static final int WARM_UP = 50;

    Figure measure() {
        Lab plain = new Lab(home, "plain", outputs);
        Lab secured = new Lab(home, "safe", outputs).withSecurity(security());
        secured.scatola(Duration.ofMinutes(1), "secure", "--pis", "1").orThrow();
        try {
            plain.up(1);
            secured.up(1);
            try (Bus open = plain.bus();
                    Bus locked = secured.bus()) {
                return measure(new Box(home, plain, open, quick), new Box(home, secured, locked, quick));
            }
        } finally {
            plain.down();
            secured.down();
        }
    }

    private static Figure measure(Box plain, Box secured) {
        for (Box box : List.of(plain, secured)) {
            box.create("pi1", "doge1", "doge", "10.1.1.1/24");
            var unused = box.running("doge1");
        }
        Samples bare = new Samples();
        Samples locked = new Samples();
        for (int i = 0; i < WARM_UP + plain.times(60, 400); i++) {
            double without = SwitchedLinks.off(plain);
            double with = SwitchedLinks.off(secured);
            if (i >= WARM_UP) {
                bare.add(without);
                locked.add(with);
            }
        }
        return new Figure(
                "link OFF to retained state, on a secured bus",
                "ms",
                locked,
                new Figure.Floor("on a plain one", bare),
                List.of(Goal.p50(5)));
    }

    private static Path security() {
        try {
            return Files.createTempDirectory("security");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
