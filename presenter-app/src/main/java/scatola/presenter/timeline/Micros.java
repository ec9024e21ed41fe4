package scatola.presenter.timeline;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Instants as the database has them: microseconds since 1970. */
final class Micros {
    private Micros() {}

    static long of(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    static @Nullable Long orNull(@Nullable Instant at) {
        return at == null ? null : of(at);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
