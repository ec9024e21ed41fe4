package scatola.bus;

import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * An Ethernet address of one station (IEEE 802), written in lower case with colons.
 *
 * @param text for example {@code 52:54:00:12:34:56}
 */
public record MacAddress(String text) {
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");
    private static final String NOBODY = "00:00:00:00:00:00";

    /** @throws IllegalArgumentException if {@code text} is no unicast address in the usual form */
    public MacAddress {
        text = text.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(text).matches()
                || text.equals(NOBODY)
                || (Integer.parseInt(text.substring(0, 2), 16) & 1) == 1) {
            throw new IllegalArgumentException("'%s' is no MAC address of one station: write it like 52:54:00:12:34:56"
                    .formatted(Quoted.of(text)));
        }
    }

    /**
     * @param random where the 32 free bits come from
     * @return a locally administered unicast address in QEMU's usual 52:54 range
     */
    public static MacAddress random(RandomGenerator random) {
        int bits = random.nextInt();
        return new MacAddress(
                "52:54:%02x:%02x:%02x:%02x".formatted(bits >>> 24, bits >>> 16 & 0xff, bits >>> 8 & 0xff, bits & 0xff));
    }

    @Override
    public String toString() {
        return text;
    }
}
