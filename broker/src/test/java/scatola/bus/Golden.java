package scatola.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One of the contract's examples: a payload as it goes over the wire. The files lie below {@code golden/} on the
 * classpath, each in the folder that is its topic: {@code golden/vm/doge1/set/on.json} is said on
 * {@code scatola/vm/doge1/set}.
 *
 * @param path the file below {@code golden/}
 * @param topic what its folder says
 * @param payload not copied; do not change it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Golden(String path, Topic topic, byte[] payload) {
    private static final Topics TOPICS = new Topics("scatola");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** @return all of them, ordered by path */
    public static List<Golden> all() {
        try {
            URI folder = folder().toURI();
            if (!folder.getScheme().equals("jar")) {
                return below(Path.of(folder));
            }
            try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
                return below(jar.getPath("/golden"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param path of a file below {@code golden/}
     * @return that example
     * @throws IllegalArgumentException if there is none
     */
    public static Golden of(String path) {
        return all().stream()
                .filter(golden -> golden.path.equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no golden/" + path));
    }

    /** @return whether it is JSON; else it is plain text */
    public boolean isJson() {
        return path.endsWith(".json");
    }

    /** @return the JSON */
    public JsonNode tree() {
        try {
            return MAPPER.readTree(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    @Override
    public String toString() {
        return path;
    }

    private static URL folder() {
        URL folder = Golden.class.getResource("/golden");
        if (folder == null) {
            throw new IllegalStateException("golden/ is not on the classpath");
        }
        return folder;
    }

    private static List<Golden> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .map(path -> read(folder, path))
                    .toList();
        }
    }

    private static Golden read(Path folder, String path) {
        String topic = "scatola/" + path.substring(0, path.lastIndexOf('/'));
        return switch (TOPICS.parse(topic)) {
            case Decoded.Malformed<Topic> bad -> throw new IllegalStateException(path + ": " + bad.reason());
            case Decoded.Value<Topic> good -> {
                try {
                    yield new Golden(path, good.value(), Files.readAllBytes(folder.resolve(path)));
                } catch (IOException e) {
                    throw new UncheckedIOException(path, e);
                }
            }
        };
    }
}
