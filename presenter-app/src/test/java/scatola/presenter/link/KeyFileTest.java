package scatola.presenter.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void aFolderThatIsNotThereYet() {
        file = folder.resolve("recordings/link.key");
    }

    @Test
    void atTheFirstStartAKeyIsMadeThatOnlyItsOwnerMayRead() throws IOException {
        KeyFile.Opened opened = KeyFile.open(file);

        assertThat(opened.trouble()).isEmpty();
        assertThat(file).hasSize(32);
        assertThat(mode()).isEqualTo("rw-------");
        try (Stream<Path> beside = Files.list(file.resolveSibling("."))) {
            assertThat(beside).hasSize(1);
        }
    }

    @Test
    void theNextStartHasTheSame() {
        KeyFile.Opened first = KeyFile.open(file);

        KeyFile.Opened second = KeyFile.open(file);

        assertThat(second.trouble()).isEmpty();
        assertThat(second.key().sign("x")).isEqualTo(first.key().sign("x"));
    }

    @Test
    void twoBoxesHaveTwoKeys() {
        assertThat(KeyFile.open(file).key().sign("x"))
                .isNotEqualTo(KeyFile.open(folder.resolve("other.key")).key().sign("x"));
    }

    @Test
    void aBrokenKeyIsToldAndReplacedInMemory() throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "short");

        KeyFile.Opened opened = KeyFile.open(file);

        assertThat(opened.trouble().orElseThrow())
                .contains(file.toString(), "it has 5 bytes, not 32", "delete it, and a new one is made");
        assertThat(opened.key().sign("x"))
                .hasSize(22)
                .isNotEqualTo(KeyFile.open(file).key().sign("x"));
        assertThat(file).hasContent("short");
    }

    @Test
    void aKeyThatCanNotBeReadIsToldAndReplacedInMemory() throws IOException {
        // a folder in its place can't be read by root either
        Files.createDirectories(file);

        KeyFile.Opened opened = KeyFile.open(file);

        assertThat(opened.trouble().orElseThrow()).contains(file.toString(), "delete it");
        assertThat(opened.key().sign("x")).hasSize(22);
    }

    @Test
    void aKeyThatCanNotBeKeptIsTold() throws IOException {
        Files.writeString(folder.resolve("recordings"), "no folder");

        KeyFile.Opened opened = KeyFile.open(file);

        assertThat(opened.trouble()).isPresent();
        assertThat(opened.key().sign("x")).hasSize(22);
    }

    @Test
    void aKeyThatOthersCouldReadIsClosedToThemAndTold() throws IOException {
        KeyFile.Opened first = KeyFile.open(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        KeyFile.Opened second = KeyFile.open(file);

        assertThat(second.trouble().orElseThrow()).contains("others on this machine could read " + file);
        assertThat(second.key().sign("x")).isEqualTo(first.key().sign("x"));
        assertThat(mode()).isEqualTo("rw-------");
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
