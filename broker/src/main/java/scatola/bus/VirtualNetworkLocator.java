package scatola.bus;

import java.util.regex.Pattern;

/**
 * A virtual network locator (VNL): how vdeplug4 finds a virtual network, such as
 * {@code vxvde://239.1.2.3/vni=42/if=eth0}. Source: vde_plug(1), libvdeplug(3).
 *
 * @param text the locator; commas would end QEMU's option and are refused
 */
public record VirtualNetworkLocator(String text) {
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{1,200}");

    /** @throws IllegalArgumentException if {@code text} is empty, too long or has white space, commas or controls */
    public VirtualNetworkLocator {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no virtual network locator: write it like vxvde://239.1.2.3/vni=42, without spaces or commas"
                            .formatted(Quoted.of(text)));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
