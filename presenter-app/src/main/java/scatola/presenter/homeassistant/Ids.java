package scatola.presenter.homeassistant;

import org.jspecify.annotations.Nullable;
import scatola.bus.NodeName;
import scatola.bus.VmName;

/**
 * What devices are called in discovery topics, identifiers and unique ids: letters, digits, {@code _} and {@code -}, as
 * Home Assistant wants it. The box's root stands in each, so that no two boxes have one in common.
 */
final class Ids {
    private final String root;

    /** @param root the box's */
    Ids(String root) {
        // so that no root with what follows it reads like another one
        this.root = root.replace("_", "__").replace("/", "_-");
    }

    /** @return such as {@code scatola_vm_doge1} */
    String of(Subject subject) {
        return root
                + switch (subject) {
                    case Subject.Guest guest -> "_vm_" + guest.vm();
                    case Subject.Pi pi -> "_node_" + pi.node();
                    case Subject.Box box -> "_box";
                };
    }

    /** @return whose id that is, or null if it is nothing's of this box */
    @Nullable
    Subject read(String id) {
        if (!id.startsWith(root)) {
            return null;
        }
        String rest = id.substring(root.length());
        try {
            if (rest.startsWith("_vm_")) {
                return new Subject.Guest(new VmName(rest.substring("_vm_".length())));
            }
            if (rest.startsWith("_node_")) {
                return new Subject.Pi(new NodeName(rest.substring("_node_".length())));
            }
            return rest.equals("_box") ? new Subject.Box() : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
