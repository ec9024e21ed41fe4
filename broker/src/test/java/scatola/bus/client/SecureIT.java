package scatola.bus.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scatola.bus.testing.SecuredMosquitto;
import scatola.bus.testing.Security;
import scatola.bus.testing.TestClient;

/** What {@code ./scatola secure} makes of its folder. */
class SecureIT {
    @TempDir
    private Path folder;

    @Test
    void whatIsSecretIsItsOwnersAlone() {
        Security security = Security.make(folder.resolve("security"));

        assertThat(mode(security.folder())).isEqualTo("rwx------");
        assertThat(files(security).keySet())
                .contains(
                        "ca.key",
                        "credentials/node-pi3",
                        "credentials/presenter-laptop",
                        "options/onlooker/mosquitto_pub")
                .filteredOn(file -> !file.endsWith(".crt"))
                .allSatisfy(file ->
                        assertThat(mode(security.folder().resolve(file))).isEqualTo("rw-------"));
    }

    @Test
    void noPasswordIsPrinted() {
        Security security = new Security(folder.resolve("security"));

        String said = security.secure(Map.of()).orThrow().output()
                + security.secure(Map.of(), "--renew", "presenter").orThrow().output();

        assertThat(said).contains("node-pi1", "credentials/presenter", "XDG_CONFIG_HOME");
        assertThat(passwords(security).values())
                .hasSize(7)
                .doesNotHaveDuplicates()
                .noneMatch(said::contains);
    }

    @Test
    void aSecondRunChangesNothing() {
        Security security = Security.make(folder.resolve("security"), "--host", "box.example");
        Map<String, String> before = files(security);

        String said = security.secure(Map.of()).orThrow().output();

        assertThat(said).contains("nothing to do");
        assertThat(files(security)).isEqualTo(before);
    }

    @Test
    void morePisAreAddedToWhatIsThere() {
        Security security = Security.make(folder.resolve("security"), "--pis", "1");
        Map<String, String> before = files(security);

        security.secure(Map.of(), "--pis", "2").orThrow();

        Map<String, String> after = files(security);
        assertThat(after).containsKey("credentials/node-pi2");
        after.keySet().removeAll(List.of("credentials/node-pi2", "passwords", "acl"));
        before.keySet().removeAll(List.of("passwords", "acl"));
        assertThat(after).isEqualTo(before);
        assertServes(security, "node-pi1", "node-pi2", "presenter");
    }

    @Test
    void rulesOfOnesOwnAreAdded() throws IOException {
        Security security = Security.make(folder.resolve("security"));
        Files.writeString(security.folder().resolve("acl.more"), "user automation\ntopic write zigbee2mqtt/#\n");

        security.secure(Map.of()).orThrow();

        try (SecuredMosquitto broker = SecuredMosquitto.start(security);
                TestClient button =
                        TestClient.connect(broker.settings("button").withCredentials(security.as("automation")))) {
            button.publish("zigbee2mqtt/red-button/action", "single");
            button.publish("scatola/vm/doge1/set/state", "ON");
        }
    }

    @Test
    void aNewHostGetsANewCertificateByTheSameCa() {
        Security security = Security.make(folder.resolve("security"));
        Map<String, String> before = files(security);

        security.secure(Map.of(), "--host", "127.0.0.2").orThrow();

        assertThat(files(security).get("ca.crt")).isEqualTo(before.get("ca.crt"));
        assertThat(files(security).get("server.crt")).isNotEqualTo(before.get("server.crt"));
        assertThat(passwords(security)).isEqualTo(passwords(before));
        try (SecuredMosquitto broker = SecuredMosquitto.start(security);
                TestClient client = TestClient.connect(BusSettings.of("127.0.0.2", broker.port(), "client")
                        .withCredentials(security.as("presenter")))) {
            assertThat(client.bus().isConnected()).isTrue();
        }
    }

    @Test
    void aRenewedUserHasANewPasswordAndNobodyElseHas() {
        Security security = Security.make(folder.resolve("security"));
        Map<String, String> before = passwords(security);

        security.secure(Map.of(), "--renew", "node-pi2").orThrow();

        Map<String, String> after = passwords(security);
        assertThat(after.remove("node-pi2")).isNotEqualTo(before.remove("node-pi2"));
        assertThat(after).isEqualTo(before);
        assertServes(security, "node-pi2", "node-pi1");
    }

    @Test
    void aRenewedCaComesWithANewCertificate() {
        Security security = Security.make(folder.resolve("security"));

        security.secure(Map.of(), "--renew", "ca").orThrow();

        assertServes(security, "node-pi1");
    }

    /** Whatever a run was doing when it was killed, the next one finishes it. */
    @Test
    void whatWasInterruptedIsFinishedByTheNextRun() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        for (String program : List.of("openssl", "mosquitto_passwd", "mv")) {
            Path deadly = Files.writeString(programs.resolve(program), """
                #!/bin/sh
                n=$(($(cat "$COUNT") + 1))
                echo "$n" >"$COUNT"
                [ "$n" -ne "$DEADLY" ] || kill -KILL $PPID
                PATH=${PATH#*:} exec %s "$@"
                """.formatted(program));
            Files.setPosixFilePermissions(deadly, PosixFilePermissions.fromString("rwx------"));
        }
        Path count = folder.resolve("count");
        int killed = 0;
        for (int deadly = 1; killed == deadly - 1; deadly++) {
            Security security = Security.make(folder.resolve("security-" + deadly), "--pis", "1");
            Files.writeString(count, "0");
            Map<String, String> environment = Map.of(
                    "PATH",
                    programs + ":" + System.getenv("PATH"),
                    "COUNT",
                    count.toString(),
                    "DEADLY",
                    Integer.toString(deadly));
            if (security.secure(environment, "--pis", "2", "--renew", "ca", "--renew", "presenter")
                            .status()
                    != 0) {
                killed++;
            }

            security.secure(Map.of(), "--pis", "2").orThrow();

            assertServes(security, "node-pi1", "node-pi2", "presenter");
        }
        assertThat(killed).as("how often it was killed").isGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource({"openssl", "mosquitto_passwd"})
    void aProgramThatIsMissingIsNamedAndNothingIsMade(String missing) throws IOException {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        for (String program : List.of("sh", "dirname", "sed", "openssl", "mosquitto_passwd", "flock")) {
            if (!program.equals(missing)) {
                Files.createSymbolicLink(programs.resolve(program), Path.of("/usr/bin", program));
            }
        }
        Security security = new Security(folder.resolve("security"));

        Security.Ran ran = security.secure(Map.of("PATH", programs.toString()));

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.output()).contains(missing + " is missing: apt-get install openssl mosquitto");
        assertThat(files(security)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --pis 0          | not a number of Pis: '0'; there can be 1 to 99
        --host a,DNS:b   | not a name or address: 'a,DNS:b'
        --days 0         | not a number of days: '0'
        --days soon      | not a number of days: 'soon'
        --renew nobody   | there is no user 'nobody': there are none
        --renew ../ca.key| there is no user '../ca.key'
        --renew          | --renew needs a value
        everything       | not understood: 'everything'
        """)
    void whatMakesNoSenseIsRefusedAndNothingIsMade(String options, String told) {
        Security security = new Security(folder.resolve("security"));

        Security.Ran ran = security.secure(Map.of(), options.split(" "));

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.output()).contains(told);
        assertThat(files(security)).isEmpty();
    }

    private static void assertServes(Security security, String... users) {
        try (SecuredMosquitto broker = SecuredMosquitto.start(security)) {
            for (String user : users) {
                try (TestClient client =
                        TestClient.connect(broker.settings(user).withCredentials(security.as(user)))) {
                    assertThat(client.bus().isConnected()).isTrue();
                }
            }
        }
    }

    private static Map<String, String> passwords(Security security) {
        return passwords(files(security));
    }

    private static Map<String, String> passwords(Map<String, String> files) {
        Map<String, String> passwords = new TreeMap<>();
        files.forEach((file, text) -> {
            if (file.startsWith("credentials/")) {
                text.lines()
                        .filter(line -> line.startsWith("password="))
                        .forEach(line -> passwords.put(file.substring("credentials/".length()), line));
            }
        });
        return passwords;
    }

    /** By path in the folder. */
    private static Map<String, String> files(Security security) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(security.folder())) {
            for (Path file : new ArrayList<>(all.filter(Files::isRegularFile).toList())) {
                files.put(security.folder().relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
