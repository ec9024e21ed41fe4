package scatola.bus.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import scatola.bus.client.BusCredentials;

/**
 * The folder of a secured bus, made by the program that people have.
 *
 * @param folder it
 */
public record Security(Path folder) {
    /**
     * A program that has run to its end.
     *
     * @param status its exit status
     * @param output what it said
     */
    public record Ran(int status, String output) {
        /** @return this, which went well */
        public Ran orThrow() {
            if (status != 0) {
                throw new IllegalStateException("status %d: %s".formatted(status, output));
            }
            return this;
        }
    }

    /**
     * @param folder where it is to be; need not be there
     * @param options of {@code ./scatola secure}
     * @return it, whole
     */
    public static Security make(Path folder, String... options) {
        Security security = new Security(folder);
        security.secure(Map.of(), options).orThrow();
        return security;
    }

    /**
     * {@code ./scatola secure}, without what the front door installs.
     *
     * @param environment added to this process's own
     * @param options its options
     * @return what came of it
     */
    public Ran secure(Map<String, String> environment, String... options) {
        List<String> command = new ArrayList<>(
                List.of(Home.folder().resolve("deploy/secure/secure").toString()));
        command.addAll(List.of(options));
        return run(environment, command);
    }

    /**
     * @param command a program that is run in the folder
     * @return what came of it
     */
    public Ran run(String... command) {
        return run(Map.of(), List.of(command));
    }

    /**
     * @param user a user's name
     * @return who that is at the broker
     */
    public BusCredentials as(String user) {
        return BusCredentials.read(folder.resolve("credentials").resolve(user));
    }

    private Ran run(Map<String, String> environment, List<String> command) {
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().put("SCATOLA_SECURITY", folder.toString());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Ran(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }
}
