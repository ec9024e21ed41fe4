package scatola.nodeservice.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @Test
    void aSecondServiceIsKeptOutAndToldWhatToDo(@TempDir Path folder) {
        try (FolderLock first = new FolderLock(folder)) {
            assertThatThrownBy(() -> new FolderLock(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another node service works in")
                    .hasMessageContaining("SCATOLA_FOLDER");
        }
    }

    @Test
    void aFolderThatWasLetGoCanBeTaken(@TempDir Path folder) {
        new FolderLock(folder).close();

        new FolderLock(folder).close();
    }
}
