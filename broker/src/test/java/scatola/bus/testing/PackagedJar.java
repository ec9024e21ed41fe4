package scatola.bus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a packaged application of ours is started in a process of its own: as the lab does it, in this test's JDK. */
public final class PackagedJar {
    private PackagedJar() {}

    /**
     * The command that starts it: from JDK 25 on with the start-up cache that {@code lab train} has left beside the jar,
     * if that is no older than the jar.
     *
     * @param jar its quarkus-run.jar
     * @return program and arguments, to which the application's own can be added
     */
    public static List<String> command(Path jar) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m"));
        Path cache = jar.resolveSibling("app.aot");
        if (Runtime.version().feature() >= 25 && isNewer(cache, jar)) {
            command.addAll(List.of("-XX:+UseCompactObjectHeaders", "-XX:AOTCache=" + cache));
        }
        command.addAll(List.of("-jar", jar.toString()));
        return List.copyOf(command);
    }

    private static boolean isNewer(Path cache, Path jar) {
        try {
            return Files.exists(cache)
                    && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
