package scatola.nodeservice.vm;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import scatola.bus.NetworkName;

/**
 * The changes of a guest's links that are under way. Cables are pulled and plugged in the order in which that was asked
 * for, so that the last one asked for is the one that stays. Only the owner's thread may use it.
 */
final class Cables {
    private static final int MOST = 64;

    private final Executor hands;
    private final Map<NetworkName, Boolean> asked = new HashMap<>();
    private int underWay;

    /** @param hands does one thing after another */
    Cables(Executor hands) {
        this.hands = hands;
    }

    /** @return whether no more changes are taken at the moment */
    boolean busy() {
        return underWay >= MOST;
    }

    /** A change begins; {@link #ended} must follow. */
    void began() {
        underWay++;
    }

    /** A change has ended, well or not. */
    void ended() {
        underWay--;
        if (underWay == 0) {
            asked.clear();
        }
    }

    /** @return whether its cable will be in when all that is under way has been done */
    boolean plugged(NicState nic) {
        return asked.getOrDefault(nic.nic().network(), nic.plugged());
    }

    /** Notes how a cable is to be as soon as there is a machine. */
    void note(NetworkName network, boolean plugged) {
        asked.put(network, plugged);
    }

    /** Pulls or plugs a cable after all others. */
    CompletionStage<Void> plug(Machine machine, NetworkName network, boolean plugged) {
        note(network, plugged);
        CompletableFuture<Void> done = new CompletableFuture<>();
        hands.execute(() -> {
            try {
                machine.setLink(network, plugged);
                done.complete(null);
            } catch (RuntimeException e) {
                // whatever it is, the command that waits for it must be answered
                done.completeExceptionally(e);
            }
        });
        return done;
    }
}
