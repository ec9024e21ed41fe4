package scatola.presenter.link;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address of this machine, and the network interface that has it.
 *
 * @param name the interface's
 * @param index the interface's place among all
 * @param up whether it works
 * @param loopback whether it only leads to this machine itself
 * @param address of version 4 or 6
 */
record Nic(String name, int index, boolean up, boolean loopback, InetAddress address) {
    /** Bridges and ends of the lab, of containers and of virtual machines, and tunnels: an audience is in none of them. */
    private static final Pattern INSIDE = Pattern.compile(
            "(docker|br-|veth|virbr|vnet|vboxnet|vmnet|lxc|lxd|cni|podman|flannel|tap|tun|wg|tailscale|zt).*"
                    + "|[a-z][a-z0-9]{0,5}-(sw|pi[0-9]+)");

    /** @return all that this machine has now */
    static List<Nic> all() {
        try {
            List<Nic> all = new ArrayList<>();
            for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(one.getInetAddresses())) {
                    all.add(new Nic(one.getName(), one.getIndex(), one.isUp(), one.isLoopback(), address));
                }
            }
            return all;
        } catch (SocketException e) {
            throw new IllegalStateException("this machine does not tell its network interfaces", e);
        }
    }

    /**
     * @param all a machine's
     * @return where others most likely reach it: an address of version 4, of a private network (RFC 1918) before others
     */
    static Optional<InetAddress> best(List<Nic> all) {
        return all.stream()
                .filter(nic -> nic.up()
                        && !nic.loopback()
                        && !INSIDE.matcher(nic.name()).matches())
                .filter(nic -> nic.address() instanceof Inet4Address
                        && !nic.address().isLinkLocalAddress()
                        && !nic.address().isLoopbackAddress())
                .min(Comparator.<Nic>comparingInt(nic -> nic.address().isSiteLocalAddress() ? 0 : 1)
                        .thenComparingInt(Nic::index))
                .map(Nic::address);
    }
}
