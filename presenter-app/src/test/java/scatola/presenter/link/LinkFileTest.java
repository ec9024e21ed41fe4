package scatola.presenter.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkFileTest {
    private static final Link LINK = new Link(
            "Zk3_x0a-",
            "p.1777705800.Zk3_x0a-.secret",
            Role.PRESENTER,
            Instant.ofEpochSecond(1777662600),
            Instant.ofEpochSecond(1777705800));

    @TempDir
    Path folder;

    @Test
    void whatWasKeptIsReadAgainWithoutTokens() throws IOException {
        LinkFile file = new LinkFile(folder.resolve("links"));

        file.keep(List.of(LINK));

        LinkFile.Read read = new LinkFile(folder.resolve("links")).read();
        assertThat(read.trouble()).isEmpty();
        assertThat(read.links()).containsExactly(new Link(LINK.id(), "", LINK.role(), LINK.made(), LINK.until()));
        assertThat(Files.readString(folder.resolve("links"))).doesNotContain("secret");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void withoutAFileNoneIsOut() {
        assertThat(new LinkFile(folder.resolve("links")).read().links()).isEmpty();
    }

    @Test
    void aLineThatIsBrokenMakesItsLinkVoidAndSaysSo() throws IOException {
        LinkFile file = new LinkFile(folder.resolve("links"));
        file.keep(List.of(LINK));
        Files.writeString(folder.resolve("links"), "Zk3_x0ab x 1 2\n" + Files.readString(folder.resolve("links")));

        LinkFile.Read read = file.read();

        assertThat(read.links()).hasSize(1);
        assertThat(read.trouble()).hasValueSatisfying(words -> assertThat(words).contains("1 links are void"));
    }

    @Test
    void aFileThatIsNoTextSaysSo() throws IOException {
        Files.createDirectory(folder.resolve("links"));

        assertThat(new LinkFile(folder.resolve("links")).read().trouble()).isPresent();
    }

    @Test
    void aDiskThatTakesNothingIsTold() {
        assertThatThrownBy(() -> new LinkFile(folder.resolve("gone/links")).keep(List.of(LINK)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("after a restart they are as they were");
    }
}
