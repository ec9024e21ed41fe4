package scatola.nodeservice.vm;

import org.jspecify.annotations.Nullable;
import scatola.bus.Ipv4Cidr;

/**
 * A NIC and what it was told to be.
 *
 * @param nic what it is
 * @param plugged whether its cable is in
 * @param ip its address, or null for none
 * @param by who last changed it, or null
 */
public record NicState(
        Nic nic,
        boolean plugged,
        @Nullable Ipv4Cidr ip,
        @Nullable String by) {}
