package scatola.nodeservice.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
    @Test
    void aPlainWordStaysAsItIs() {
        assertThat(ShellWords.quote("/usr/bin/ping")).isEqualTo("/usr/bin/ping");
        assertThat(ShellWords.quote("10.1.1.2/24")).isEqualTo("10.1.1.2/24");
        assertThat(ShellWords.quote("-c")).isEqualTo("-c");
    }

    @Test
    void anythingElseIsQuoted() {
        assertThat(ShellWords.quote("")).isEqualTo("''");
        assertThat(ShellWords.quote("a b")).isEqualTo("'a b'");
        assertThat(ShellWords.quote("$(reboot)`x`\"\\")).isEqualTo("'$(reboot)`x`\"\\'");
        assertThat(ShellWords.quote("it's")).isEqualTo("'it'\\''s'");
        assertThat(ShellWords.quote("~")).isEqualTo("'~'");
        assertThat(ShellWords.quote("a\nb")).isEqualTo("'a\nb'");
        assertThat(ShellWords.quote("è")).isEqualTo("'è'");
    }

    @Test
    void wordsAreSeparatedByBlanks() {
        assertThat(ShellWords.line(List.of("echo", "a b", ""))).isEqualTo("echo 'a b' ''");
    }

    @Test
    void aShortPrintableScriptIsTypedAsItIs() {
        assertThat(ShellWords.typable("echo 'a b'", 100)).containsExactly("echo 'a b'");
    }

    @Test
    void aTabALineFeedAndUtf8AreSpelledOut() {
        assertThat(ShellWords.typable("echo 'a\tè\n\\'", 100))
                .containsExactly(
                        "_b='echo \\0047a\\0011\\0303\\0250\\0012\\\\\\0047'", "eval \"$(printf %b \"$_b\")\"");
    }

    @Test
    void aLongScriptIsCutIntoLinesThatFit() {
        List<String> lines = ShellWords.typable("echo " + "x".repeat(500) + "'" + "y".repeat(500), 200);

        assertThat(lines).hasSizeGreaterThan(5).allMatch(line -> line.length() <= 200);
        assertThat(lines).allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c <= '~'));
    }
}
