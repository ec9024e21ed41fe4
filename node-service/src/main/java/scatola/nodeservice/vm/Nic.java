package scatola.nodeservice.vm;

import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.VirtualNetworkLocator;

/**
 * A guest's network card, one per virtual network.
 *
 * @param network the virtual network it is in; also its id towards the hypervisor
 * @param mac kept for the guest's life
 * @param vnl how VDE finds the network
 */
public record Nic(NetworkName network, MacAddress mac, VirtualNetworkLocator vnl) {}
