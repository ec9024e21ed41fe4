package scatola.nodeservice.vm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.VmName;
import scatola.nodeservice.guest.Guest;

/**
 * The inside of a machine, held from a boot of the guest to its end: its console, which is heard all the time, and its
 * NICs' addresses. Safe for several threads.
 */
final class Hold {
    private static final Logger LOG = LoggerFactory.getLogger(Hold.class);

    private final VmName vm;
    private final int attempt;
    private final Guest guest;
    private final AutoCloseable printing;
    private final Map<MacAddress, CompletableFuture<Void>> addressing = new ConcurrentHashMap<>();
    /** The NICs that are being announced, and what is to be announced after that. */
    private final Map<MacAddress, Optional<Ipv4Cidr>> announcing = new HashMap<>();

    /**
     * @param vm whose it is
     * @param attempt which launch
     * @param guest the inside
     * @param reports hears what is printed
     */
    Hold(VmName vm, int attempt, Guest guest, VmReports reports) {
        this.vm = vm;
        this.attempt = attempt;
        this.guest = guest;
        this.printing = guest.console().listen((bytes, written) -> reports.printed(vm, bytes, written));
    }

    int attempt() {
        return attempt;
    }

    Guest guest() {
        return guest;
    }

    boolean answers() {
        CompletableFuture<Void> answering = guest.answering().toCompletableFuture();
        return answering.isDone() && !answering.isCompletedExceptionally();
    }

    /** Gives a NIC its address. One after another: two at a time would leave the NIC with either, or both. */
    CompletionStage<Void> assign(Nic nic, Ipv4Cidr ip) {
        CompletableFuture<Void> given = new CompletableFuture<>();
        CompletableFuture<Void> free = new CompletableFuture<>();
        CompletionStage<Void> before = addressing.put(nic.mac(), free);
        CompletionStage<Void> turn = before == null ? CompletableFuture.completedStage(null) : before;
        turn.thenCompose(now -> guest.assign(nic.mac(), ip)).whenComplete((done, problem) -> {
            if (problem == null) {
                given.complete(null);
            } else {
                given.completeExceptionally(problem);
            }
            // only now, so that whoever waits for this one hears of it before the next one's end
            free.complete(null);
        });
        return given;
    }

    /**
     * Announces addresses again: neighbours may have forgotten them, or think them elsewhere. One announcement of a NIC
     * at a time, however often that is asked for, so that a flood of commands leaves the guest room for programs.
     */
    void announce(List<NicState> nics) {
        for (NicState nic : nics) {
            Ipv4Cidr ip = nic.ip();
            if (ip != null && nic.plugged()) {
                announce(nic.nic().mac(), ip);
            }
        }
    }

    private void announce(MacAddress nic, Ipv4Cidr ip) {
        synchronized (announcing) {
            if (announcing.containsKey(nic)) {
                announcing.put(nic, Optional.of(ip));
                return;
            }
            announcing.put(nic, Optional.empty());
        }
        guest.announce(nic, ip).whenComplete((done, problem) -> {
            if (problem != null) {
                LOG.warn("vm={} {} could not be announced: {}", vm, ip, Reason.of(problem));
            }
            Optional<Ipv4Cidr> again;
            synchronized (announcing) {
                again = Objects.requireNonNull(announcing.remove(nic));
            }
            again.ifPresent(next -> announce(nic, next));
        });
    }

    /** Lets go; the machine runs on. */
    void release() {
        try {
            printing.close();
        } catch (Exception e) {
            LOG.warn("vm={} its console could not be let go", vm, e);
        }
        guest.close();
    }
}
