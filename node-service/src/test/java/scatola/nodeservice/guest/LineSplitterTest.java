package scatola.nodeservice.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter(10, lines::add);

    @Test
    void linesAreCutWhereverThePiecesEnd() {
        feed("on");
        feed("e\r\ntwo\n\nthr");

        assertThat(lines).containsExactly("one", "two", "");
    }

    @Test
    void aCharacterInTwoPiecesStaysWhole() {
        byte[] bytes = "è\n".getBytes(StandardCharsets.UTF_8);
        splitter.feed(new byte[] {bytes[0]});
        splitter.feed(new byte[] {bytes[1], bytes[2]});

        assertThat(lines).containsExactly("è");
    }

    @Test
    void aLineTooLongLosesItsRest() {
        feed("0123456789abc\nnext\n");

        assertThat(lines).containsExactly("0123456789", "next");
    }

    private void feed(String text) {
        splitter.feed(text.getBytes(StandardCharsets.UTF_8));
    }
}
