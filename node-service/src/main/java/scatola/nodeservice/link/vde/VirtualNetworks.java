package scatola.nodeservice.link.vde;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import scatola.bus.NetworkName;
import scatola.bus.VirtualNetworkLocator;

/**
 * Where each virtual network is. By default that is a VXVDE of its own: a multicast group and a VNI that every node
 * works out from the names of box and network, so that nobody has to be asked. Source: libvdeplug_vxvde(1).
 */
public final class VirtualNetworks {
    /** Groups are from the administratively scoped block (RFC 2365); the VNI has 24 bits (RFC 7348). */
    public static final String DEFAULT_TEMPLATE = "vxvde://{group}/vni={vni}/if={interface}";

    private final String template;
    private final String instance;
    private final String uplink;

    /**
     * @param template a locator with any of {@code {group}}, {@code {vni}}, {@code {network}}, {@code {instance}} and
     *     {@code {interface}} to be filled in
     * @param instance the box, so that two boxes on one switch don't meet
     * @param uplink the interface that leads to the other nodes
     * @throws IllegalArgumentException if the template makes no locator
     */
    public VirtualNetworks(String template, String instance, String uplink) {
        this.template = template;
        this.instance = instance;
        this.uplink = uplink;
        locator(new NetworkName("probe"));
    }

    /**
     * @param network a virtual network
     * @return where it is; the same on every node of the box
     */
    public VirtualNetworkLocator locator(NetworkName network) {
        byte[] hash = sha256(instance + "/" + network);
        String group = "239.%d.%d.%d".formatted(hash[0] & 0xff, hash[1] & 0xff, 1 + (hash[2] & 0xff) % 254);
        int vni = 1 + (((hash[3] & 0xff) << 16 | (hash[4] & 0xff) << 8 | hash[5] & 0xff) % 0xfffffe);
        String text = template;
        Map<String, String> values = Map.of(
                "{group}", group,
                "{vni}", Integer.toString(vni),
                "{network}", network.text(),
                "{instance}", instance,
                "{interface}", uplink);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return new VirtualNetworkLocator(text);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
