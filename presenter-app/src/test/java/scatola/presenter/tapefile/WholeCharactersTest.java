package scatola.presenter.tapefile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WholeCharactersTest {
    @Test
    void aCharacterCutInTwoComesWithItsSecondHalf() {
        WholeCharacters characters = new WholeCharacters();
        byte[] dog = "🐶".getBytes(UTF_8);

        assertThat(characters.add(Arrays.copyOf(dog, 3))).isEmpty();
        assertThat(characters.add(new byte[] {dog[3], 'x', (byte) 0xc3})).isEqualTo("🐶x");
        assertThat(characters.end()).isEqualTo("\ufffd");
        assertThat(characters.end()).isEmpty();
    }

    @Test
    void howBytesAreCutChangesNothing() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] bytes =
                    random.nextBoolean() ? noise(random) : Tapes.text(random).getBytes(UTF_8);
            WholeCharacters characters = new WholeCharacters();
            StringBuilder text = new StringBuilder();

            for (int place = 0; place < bytes.length; ) {
                int next = Math.min(bytes.length, place + random.nextInt(4));
                text.append(characters.add(Arrays.copyOfRange(bytes, place, next)));
                place = next;
            }
            text.append(characters.end());

            assertThat(text).as("seed %d", seed).hasToString(new String(bytes, UTF_8));
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(30)];
        random.nextBytes(bytes);
        return bytes;
    }
}
