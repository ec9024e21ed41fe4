package scatola.bus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository is. */
final class Home {
    private Home() {}

    /**
     * @return the folder that has {@code broker/mosquitto.conf}: what the property {@code scatola.home} names, or the
     *     nearest above the working directory
     * @throws IllegalStateException if there is none
     */
    static Path folder() {
        Path folder = Path.of(System.getProperty("scatola.home", "")).toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("broker/mosquitto.conf"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "broker/mosquitto.conf is neither below the property scatola.home nor above the working directory");
        }
        return folder;
    }

    /**
     * @param path of a file in the repository
     * @return its text
     */
    static String read(String path) {
        try {
            return Files.readString(folder().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
