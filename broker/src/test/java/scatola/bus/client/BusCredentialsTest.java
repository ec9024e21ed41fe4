package scatola.bus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusCredentialsTest {
    private static final String PASSWORD = "4d5c7f";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("node-pi1");
        write("# who\nuser=node-pi1\npassword=%s\nca=ca.crt\n".formatted(PASSWORD), "rw-------");
        Files.writeString(folder.resolve("ca.crt"), CA);
    }

    @Test
    void aFileOfOnesOwnIsRead() {
        BusCredentials read = BusCredentials.read(file);

        assertThat(read.user()).isEqualTo("node-pi1");
        assertThat(read.password()).isEqualTo(PASSWORD);
        assertThat(read.caFile()).isEqualTo(folder.resolve("ca.crt"));
        assertThat(read.trust().getTrustManagers()).hasSize(1);
    }

    @Test
    void thePasswordIsInNoText() {
        BusSettings settings = BusSettings.of("host", 1, "client").withCredentials(BusCredentials.read(file));

        assertThat(settings.toString()).contains("node-pi1").doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x"})
    void aFileThatIsOpenToOthersIsRefused(String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertRefused("is open to others: chmod 600 " + file);
    }

    @Test
    void aFileThatIsMissingIsRefused() throws IOException {
        Files.delete(file);

        assertRefused("there is no file " + file, "./scatola secure makes one for each user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "password", "ca"})
    void aFileThatLacksAFieldIsRefused(String field) throws IOException {
        write(
                Files.readString(file)
                        .lines()
                        .filter(line -> !line.startsWith(field))
                        .reduce("", (all, line) -> all + line + "\n"),
                "rw-------");

        assertRefused("does not say %s: write a line %s=".formatted(field, field));
    }

    @Test
    void aCaThatIsMissingOrNoneIsRefused() throws IOException {
        Path ca = folder.resolve("ca.crt");
        Files.writeString(ca, "");
        assertRefused("no certificate in " + ca);

        Files.writeString(ca, CA.replace("A", "B"));
        assertRefused(ca + " holds no certificate");

        Files.delete(ca);
        assertRefused("there is no file " + ca);
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> BusCredentials.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words).doesNotContain(PASSWORD));
    }

    private void write(String text, String mode) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static final String CA = """
        -----BEGIN CERTIFICATE-----
        MIIBdTCCARugAwIBAgIUei1t53pl+DmuBBZtl7jz7f5ocvQwCgYIKoZIzj0EAwIw
        DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjQwMzExNDBaGA8yMTI2MTAzMTAzMTE0
        MFowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABKls
        WXxr4jpJ7ujkNNIqIpHL3P66QzyLzTrGkXMZ1gC/ZJb/LXPYzkoL7yJyh0pY/Vvk
        f6piC5ttqGfRccqAp2mjUzBRMB0GA1UdDgQWBBTF76rqod+gjrGenw6ayc7ozpRT
        LTAfBgNVHSMEGDAWgBTF76rqod+gjrGenw6ayc7ozpRTLTAPBgNVHRMBAf8EBTAD
        AQH/MAoGCCqGSM49BAMCA0gAMEUCICX8z6G3lL5ptI1uitwagZlxYJmAaujjaWSN
        C/GDCZOwAiEA7u6DmNbhJsTxyBv8DdMxXHbEQGfQ4Z25qXxQ6RGDVbs=
        -----END CERTIFICATE-----
        """;
}
