package scatola.bus.testing;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where a Mosquitto for tests comes from. */
sealed interface MosquittoSource {
    /** A program of this machine: the first choice, for it starts in no time and is inside of what tests are sealed in. */
    record Program(Path path) implements MosquittoSource {}

    /** A container. */
    record Container() implements MosquittoSource {}

    /** From nowhere; says what to do about it. */
    record Missing(String reason) implements MosquittoSource {}

    /**
     * @param program the system's, null if there is none
     * @param dockerAnswers whether there is a Docker engine that answers; not asked where there is a program
     * @return where to take it from
     */
    static MosquittoSource of(@Nullable Path program, BooleanSupplier dockerAnswers) {
        if (program != null) {
            return new Program(program);
        }
        return dockerAnswers.getAsBoolean()
                ? new Container()
                : new Missing("there is no mosquitto here, and no Docker engine answers that could run one:"
                        + " apt-get install mosquitto");
    }
}
