package scatola.presenter.homeassistant;

import scatola.bus.NodeName;
import scatola.bus.VmName;

/** What is a device in Home Assistant. */
sealed interface Subject {
    /** A guest. */
    record Guest(VmName vm) implements Subject {}

    /** A node. */
    record Pi(NodeName node) implements Subject {}

    /** The box as a whole. */
    record Box() implements Subject {}
}
