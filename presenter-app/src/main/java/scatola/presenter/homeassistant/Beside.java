package scatola.presenter.homeassistant;

import scatola.bus.Topics;
import scatola.bus.VmName;

/** The topics of what is said for Home Assistant alone, beside the contract's root, where the recorder doesn't hear it. */
final class Beside {
    private final String root;

    Beside(Topics topics) {
        this.root = topics.root() + "-homeassistant";
    }

    /** @return where a guest's figures are retained */
    String guest(VmName vm) {
        return "%s/vm/%s".formatted(root, vm);
    }

    /** @return where is said what happens to a guest's traffic; not retained */
    String event(VmName vm) {
        return guest(vm) + "/event";
    }

    /** @return where it is retained what the box does */
    String box() {
        return root + "/box";
    }

    /** @return the filter for all guests' figures */
    String guests() {
        return root + "/vm/+";
    }
}
