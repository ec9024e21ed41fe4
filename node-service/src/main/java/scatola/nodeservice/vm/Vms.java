package scatola.nodeservice.vm;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.VmName;
import scatola.bus.message.Switch;

/** The guests of this node. Safe for several threads. */
public final class Vms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Vms.class);
    private static final Duration LET_GO_WITHIN = Duration.ofSeconds(3);

    private final MachineRoom machineRoom;
    private final Room room;
    private final Map<VmName, VmOwner> owners = new ConcurrentSkipListMap<>();

    /**
     * @param machineRoom what guests are run with
     * @param room how many there may be
     */
    public Vms(MachineRoom machineRoom, Room room) {
        this.machineRoom = machineRoom;
        this.room = room;
    }

    /** Finds the guests of an earlier run again; those whose machines are gone and that are to run are booted. */
    public void start() {
        for (Definition definition : machineRoom.definitions().load()) {
            add(definition);
        }
    }

    /**
     * @param vm a guest
     * @return its owner, if it is on this node
     */
    public Optional<VmOwner> find(VmName vm) {
        return Optional.ofNullable(owners.get(vm));
    }

    /** @return the owners of all guests, by name */
    public Collection<VmOwner> all() {
        return List.copyOf(owners.values());
    }

    /** @return the definitions of all guests, by name */
    public List<Definition> definitions() {
        return owners.values().stream()
                .map(owner -> owner.snapshot().definition())
                .toList();
    }

    /**
     * Makes a guest.
     *
     * @param definition what it is to be; whether its name is free in the box is the caller's to know
     * @param boot whether to boot it at once
     * @param by who asks, or null
     * @return what came of it; where it is to be booted, what came of that
     */
    public synchronized CompletionStage<Outcome> create(Definition definition, boolean boot, @Nullable String by) {
        VmName vm = definition.vm();
        if (owners.containsKey(vm)) {
            return refused("%s is there already: take another name, or delete it first".formatted(vm));
        }
        if (machineRoom.images().find(definition.image()) instanceof MachineRoom.Found.Missing missing) {
            return refused(missing.reason());
        }
        Optional<String> full = room.refuse(definitions(), definition.memoryMib());
        if (full.isPresent()) {
            return refused(full.get());
        }
        machineRoom.definitions().save(definition);
        VmOwner owner = add(definition);
        return boot ? owner.set(Switch.ON, null, by) : CompletableFuture.completedStage(Outcome.DONE);
    }

    /**
     * Ends a guest and forgets it.
     *
     * @param vm which
     * @param by who asks, or null
     * @return what came of it
     */
    public CompletionStage<Outcome> delete(VmName vm, @Nullable String by) {
        VmOwner owner = owners.get(vm);
        return owner == null
                ? refused("there is no guest %s on this node: it has %s".formatted(vm, names()))
                : owner.delete(by);
    }

    /** @return the names of all guests for people */
    public String names() {
        return owners.isEmpty()
                ? "none"
                : String.join(", ", owners.keySet().stream().map(VmName::text).toList());
    }

    /** @return how many guests there may be */
    public Room room() {
        return room;
    }

    /** Lets go of all guests; their machines run on. */
    @Override
    public void close() {
        CompletableFuture<?>[] all = owners.values().stream()
                .map(owner -> owner.letGo().toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(all).get(LET_GO_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("some guests are not let go within {} s", LET_GO_WITHIN.toSeconds(), e);
        }
    }

    private VmOwner add(Definition definition) {
        VmOwner owner = new VmOwner(definition, machineRoom, () -> owners.remove(definition.vm()));
        owners.put(definition.vm(), owner);
        owner.start();
        return owner;
    }

    private static CompletionStage<Outcome> refused(String reason) {
        return CompletableFuture.completedStage(new Outcome.Refused(reason));
    }
}
