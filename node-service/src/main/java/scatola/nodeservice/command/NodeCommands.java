package scatola.nodeservice.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.Quoted;
import scatola.bus.message.Message;
import scatola.bus.message.OnOff;
import scatola.bus.message.Operations;
import scatola.bus.message.UplinkSet;
import scatola.bus.message.VmCreate;
import scatola.bus.message.VmDelete;
import scatola.nodeservice.image.CatalogueSnapshot;
import scatola.nodeservice.image.Image;
import scatola.nodeservice.image.ImageCatalogue;
import scatola.nodeservice.link.vde.VirtualNetworks;
import scatola.nodeservice.node.Neighbours;
import scatola.nodeservice.node.Uplink;
import scatola.nodeservice.vm.Definition;
import scatola.nodeservice.vm.Nic;
import scatola.nodeservice.vm.NicState;
import scatola.nodeservice.vm.Outcome;
import scatola.nodeservice.vm.Vms;

/** Requests to the node itself. What reads disks runs in order on the executor. */
final class NodeCommands {
    /** The network of a guest for which none was named. */
    private static final NetworkName STAGE = new NetworkName("stage");

    private final Vms vms;
    private final Neighbours neighbours;
    private final VirtualNetworks networks;
    private final ImageCatalogue images;
    private final Uplink uplink;
    private final Executor inOrder;
    private final RandomGenerator random;
    private final Runnable imagesChanged;

    NodeCommands(
            Vms vms,
            Neighbours neighbours,
            VirtualNetworks networks,
            ImageCatalogue images,
            Uplink uplink,
            Executor inOrder,
            RandomGenerator random,
            Runnable imagesChanged) {
        this.vms = vms;
        this.neighbours = neighbours;
        this.networks = networks;
        this.images = images;
        this.uplink = uplink;
        this.inOrder = inOrder;
        this.random = random;
        this.imagesChanged = imagesChanged;
    }

    CompletionStage<Outcome> perform(String operation, Message message) {
        return switch (operation) {
            case "vm/create" -> later(() -> create(message));
            case "vm/delete" -> later(() -> delete(message));
            case "images/refresh" -> later(this::refreshImages);
            default ->
                Commands.refused("there is no operation %s on a node: there are %s"
                        .formatted(Quoted.of(operation), String.join(", ", Operations.NODE)));
        };
    }

    CompletionStage<Outcome> uplink(Message message) {
        if (!(message instanceof UplinkSet set)) {
            return Commands.refused("an uplink's set is expected");
        }
        return later(() -> {
            Long forS = set.forS();
            if (set.state() == OnOff.ON || forS == null) {
                uplink.plug(set.sender().by());
                return CompletableFuture.completedStage(Outcome.DONE);
            }
            return uplink.announcePull(forS, set.sender().by())
                    .map(Commands::refused)
                    .orElseGet(() -> CompletableFuture.completedStage(new Outcome.Done(Map.of("for_s", forS))));
        });
    }

    void uplinkAnswered() {
        inOrder.execute(uplink::carryOut);
    }

    private CompletionStage<Outcome> later(Supplier<CompletionStage<Outcome>> action) {
        return CompletableFuture.supplyAsync(action, inOrder).thenCompose(stage -> stage);
    }

    private CompletionStage<Outcome> create(Message message) {
        if (!(message instanceof VmCreate create)) {
            return Commands.refused("a guest to create is expected");
        }
        Optional<NodeName> elsewhere = neighbours.liveHolder(create.vm());
        if (elsewhere.isPresent()) {
            return Commands.refused("%s is already on %s: take another name, or delete it there first"
                    .formatted(create.vm(), elsewhere.get()));
        }
        CatalogueSnapshot catalogue = images.current();
        Optional<Image> image = catalogue.find(create.image());
        if (image.isEmpty()) {
            return Commands.refused(catalogue.unknown(create.image()));
        }
        Set<MacAddress> taken = new HashSet<>(neighbours.macs());
        vms.definitions()
                .forEach(
                        there -> there.nics().forEach(nic -> taken.add(nic.nic().mac())));
        List<NicState> nics = new ArrayList<>();
        for (VmCreate.NicRequest wanted : nics(create)) {
            MacAddress mac = wanted.mac() == null ? freeMac(taken) : wanted.mac();
            if (!taken.add(mac)) {
                return Commands.refused(
                        "MAC %s is already in use in the box: take another, or leave it out".formatted(mac));
            }
            nics.add(new NicState(
                    new Nic(
                            wanted.network(),
                            mac,
                            wanted.vnl() == null ? networks.locator(wanted.network()) : wanted.vnl()),
                    true,
                    wanted.ip(),
                    create.sender().by()));
        }
        int memory = create.memoryMib() == null ? image.get().memoryMib() : create.memoryMib();
        Definition definition = new Definition(create.vm(), create.image(), memory, false, nics, null, false, false);
        return vms.create(
                definition, create.state() == OnOff.ON, create.sender().by());
    }

    private static List<VmCreate.NicRequest> nics(VmCreate create) {
        List<VmCreate.NicRequest> named = create.nics();
        return named == null ? List.of(new VmCreate.NicRequest(STAGE, null, null, null)) : named;
    }

    private MacAddress freeMac(Set<MacAddress> taken) {
        while (true) {
            MacAddress mac = MacAddress.random(random);
            if (!taken.contains(mac)) {
                return mac;
            }
        }
    }

    private CompletionStage<Outcome> delete(Message message) {
        return message instanceof VmDelete delete
                ? vms.delete(delete.vm(), delete.sender().by())
                : Commands.refused("a guest to delete is expected");
    }

    private CompletionStage<Outcome> refreshImages() {
        CatalogueSnapshot catalogue = images.refresh();
        imagesChanged.run();
        return CompletableFuture.completedStage(new Outcome.Done(Map.of(
                "images",
                String.join(
                        ", ",
                        catalogue.images().stream().map(i -> i.name().text()).toList()),
                "broken",
                catalogue.broken().size())));
    }
}
