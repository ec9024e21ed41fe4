package scatola.bus;

import java.util.regex.Pattern;

/**
 * A virtual network locator (VNL): how vdeplug4 finds a virtual network, such as
 * {@code vxvde://239.1.2.3/vni=42/if=eth0}. Only modules that join a network by its address or path are let through:
 * {@code cmd://} would run a program on the node, {@code tap://} would reach the node's own network, and {@code multi}
 * and {@code bonding} would carry either inside. Source: vde_plug(1), libvdeplug_cmd(1).
 *
 * @param text the locator; commas would end QEMU's option and are refused
 */
public record VirtualNetworkLocator(String text) {
    private static final Pattern FORM =
            Pattern.compile("(vxvde|vxvdex|vde|switch|hub|udp|ptp|vxlan)://[\\x21-\\x2b\\x2d-\\x7e]{0,200}");

    /** @throws IllegalArgumentException if it is of another module, too long or has white space, commas or controls */
    public VirtualNetworkLocator {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(("'%s' is no virtual network locator: write it like "
                            + "vxvde://239.1.2.3/vni=42, without spaces or commas; modules are vxvde, vxvdex, vde, "
                            + "switch, hub, udp, ptp and vxlan")
                    .formatted(Quoted.of(text)));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
