package scatola.nodeservice.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.message.NodeState;

class BoardTest {
    private final Path proc;
    private final Board board;

    BoardTest(@TempDir Path proc) throws IOException {
        this.proc = proc;
        this.board = new Board(proc, proc.resolve("temp"));
        Files.writeString(proc.resolve("loadavg"), "0.52 0.30 0.20 1/123 4567\n");
        Files.writeString(
                proc.resolve("meminfo"), "MemTotal:         948304 kB\nMemFree: 1 kB\nMemAvailable:     512000 kB\n");
    }

    @Test
    void useIsMeasuredBetweenTwoLooks() throws IOException {
        ticks("cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1\ncpu1 1\n");
        board.cpu();
        ticks("cpu  130 0 120 850 0 0 0 0 0 0\ncpu0 1\ncpu1 1\n");

        assertThat(board.cpu()).isEqualTo(new NodeState.Cpu(2, 50.0, 0.52));
    }

    @Test
    void memoryIsInMebibytes() {
        assertThat(board.memory()).isEqualTo(new NodeState.Memory(926, 500));
    }

    @Test
    void temperatureIsInDegrees() throws IOException {
        Files.writeString(proc.resolve("temp"), "48312\n");

        assertThat(board.temperatureC()).isEqualTo(48.3);
    }

    @Test
    void aBoardWithoutASensorTellsNoTemperature() {
        assertThat(board.temperatureC()).isNull();
    }

    private void ticks(String text) throws IOException {
        Files.writeString(proc.resolve("stat"), text);
    }
}
