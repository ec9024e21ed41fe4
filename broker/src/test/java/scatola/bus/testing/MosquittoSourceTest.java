package scatola.bus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MosquittoSourceTest {
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    @Test
    void theSystemsProgramGoesFirstAndNobodyAsksForDocker() {
        assertThat(MosquittoSource.of(PROGRAM, () -> {
                    throw new AssertionError("asked for Docker");
                }))
                .isEqualTo(new MosquittoSource.Program(PROGRAM));
    }

    @Test
    void withoutAProgramItIsAContainerWhereDockerAnswers() {
        assertThat(MosquittoSource.of(null, () -> true)).isEqualTo(new MosquittoSource.Container());
    }

    @Test
    void whereThereIsNeitherItIsSaidWhatToInstall() {
        assertThat(MosquittoSource.of(null, () -> false))
                .isInstanceOfSatisfying(
                        MosquittoSource.Missing.class,
                        missing ->
                                assertThat(missing.reason()).contains("Docker").endsWith("apt-get install mosquitto"));
    }
}
