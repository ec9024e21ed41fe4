package scatola.presenter.perform;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import scatola.bus.ImageName;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.NodeState;
import scatola.bus.message.TestRequest;
import scatola.bus.message.VmCreate;
import scatola.bus.message.VmDelete;
import scatola.bus.message.VmState;
import scatola.presenter.box.Node;
import scatola.presenter.box.TestRun;
import scatola.presenter.box.World;

/** Holds a plan against the box as it is, step by step, without sending anything. Pure; for one use. */
final class Check {
    private record Guest(NodeName node, int memoryMib, Set<NetworkName> networks) {}

    private static final class Room {
        private int guests;
        private int memoryMib;
    }

    private final World world;
    private final Instant now;
    private final Set<Finding> findings = new LinkedHashSet<>();
    private final Map<VmName, Guest> guests = new TreeMap<>();
    private final Map<NodeName, Room> rooms = new HashMap<>();
    private final Set<TestId> tests = new HashSet<>();

    /**
     * What was found.
     *
     * @param findings in the order of the steps
     * @param changes what would be done to the box, in words, in order
     */
    record Result(List<Finding> findings, List<String> changes) {
        Result {
            findings = List.copyOf(findings);
            changes = List.copyOf(changes);
        }

        List<Finding> blocking() {
            return findings.stream()
                    .filter(one -> one.severity() == Finding.Severity.BLOCKS)
                    .toList();
        }
    }

    private Check(World world, Instant now) {
        this.world = world;
        this.now = now;
    }

    /**
     * @param plan what is to be done
     * @param world the box as it is
     * @param now the present
     * @param reset whether all guests are to be deleted before
     */
    static Result of(Plan plan, World world, Instant now, boolean reset) {
        Check check = new Check(world, now);
        List<String> changes = new ArrayList<>();
        if (reset) {
            changes.addAll(check.reset());
        } else {
            check.guestsAreThere();
        }
        if (plan.steps().isEmpty()) {
            check.findings.add(
                    Finding.blocks(
                            "nothing was asked for in this recording, so there is nothing to do again: replay it to look at it"));
        }
        plan.holes().forEach(hole -> check.findings.add(Finding.warns(hole)));
        plan.steps().forEach(step -> {
            check.step(step);
            changes.add(step.text());
        });
        return new Result(List.copyOf(check.findings), changes);
    }

    private List<String> reset() {
        List<String> changes = new ArrayList<>();
        world.guests().forEach((vm, guest) -> {
            changes.add("%s deletes %s".formatted(guest.node(), vm));
            needs(guest.node());
            Room room = room(guest.node());
            if (room != null) {
                room.guests--;
                room.memoryMib -= guest.memoryMib();
            }
        });
        return changes;
    }

    private void guestsAreThere() {
        world.guests().forEach((vm, guest) -> guests.put(vm, there(vm, guest)));
    }

    private Guest there(VmName vm, VmState guest) {
        Set<NetworkName> networks = new HashSet<>(guest.networks());
        world.links().keySet().stream()
                .filter(link -> link.vm().equals(vm))
                .forEach(link -> networks.add(link.network()));
        return new Guest(guest.node(), guest.memoryMib(), networks);
    }

    private void step(Step step) {
        switch (step.deed()) {
            case Step.Typing typing -> typing.strokes().forEach(stroke -> guest(stroke.vm()));
            case Step.Command command -> {
                if (command.expected() == null) {
                    findings.add(Finding.warns(
                            "%s: its answer was not recorded, so none is waited for".formatted(step.text())));
                }
                order(command.order());
                if (command.test() != null) {
                    tests.add(command.test());
                }
            }
        }
    }

    private void order(Order order) {
        switch (order.topic()) {
            case Topic.NodeRequest t -> node(t.node(), order);
            case Topic.UplinkSet t -> needs(t.node());
            case Topic.VmSet t -> guest(t.vm());
            case Topic.VmSetAttribute t -> guest(t.vm());
            case Topic.VmRequest t -> {
                guest(t.vm());
                if (order.message() instanceof TestRequest test) {
                    test(test);
                }
            }
            case Topic.LinkSet t -> link(t.vm(), t.network());
            case Topic.LinkSetAttribute t -> link(t.vm(), t.network());
            case Topic.BoxRequest t -> {}
        }
    }

    private void node(NodeName node, Order order) {
        boolean there = needs(node);
        switch (order.message()) {
            case VmCreate create -> create(node, there, create);
            case VmDelete delete -> {
                guest(delete.vm());
                Guest gone = guests.remove(delete.vm());
                Room room = gone == null ? null : room(gone.node());
                if (gone != null && room != null) {
                    room.guests--;
                    room.memoryMib -= gone.memoryMib();
                }
            }
            default -> {}
        }
    }

    private void create(NodeName node, boolean there, VmCreate create) {
        Guest before = guests.get(create.vm());
        if (before != null) {
            findings.add(Finding.blocks("there is a guest %s on %s already: delete it, or ask for a reset"
                    .formatted(create.vm(), before.node())));
        }
        NodeState state = state(node);
        int memory = create.memoryMib() == null ? 0 : create.memoryMib();
        if (state != null && there) {
            NodeState.ImageEntry image = image(state, create.image());
            if (image == null) {
                findings.add(
                        Finding.blocks("%s has no image %s, only %s: copy its folder there and request images/refresh"
                                .formatted(node, create.image(), images(state))));
            } else if (create.memoryMib() == null) {
                memory = image.memoryMib();
            }
        }
        takeRoom(node, state, memory, create.vm());
        List<VmCreate.NicRequest> nics = create.nics();
        guests.put(
                create.vm(),
                new Guest(
                        node,
                        memory,
                        nics == null
                                ? Set.of(new NetworkName("stage"))
                                : nics.stream()
                                        .map(VmCreate.NicRequest::network)
                                        .collect(Collectors.toSet())));
    }

    private void takeRoom(NodeName node, @Nullable NodeState state, int memory, VmName vm) {
        Room room = room(node);
        if (state == null || room == null) {
            return;
        }
        room.guests++;
        room.memoryMib += memory;
        NodeState.Room most = state.room();
        if (room.guests > most.guestsMax()) {
            findings.add(
                    Finding.blocks("%s has no room for %s: it may have %d guests; delete one there, or ask for a reset"
                            .formatted(node, vm, most.guestsMax())));
        } else if (room.memoryMib > most.memoryMaxMib()) {
            findings.add(Finding.blocks(
                    "%s has no room for %s: its guests would have %d MiB of %d; delete one there, or ask for a reset"
                            .formatted(node, vm, room.memoryMib, most.memoryMaxMib())));
        }
    }

    private void test(TestRequest request) {
        TestId id = request.test();
        if (request instanceof TestRequest.Stop stop) {
            if (!tests.remove(stop.test())) {
                findings.add(Finding.warns(
                        "test %s was begun before the recording: stopping it will be refused".formatted(stop.test())));
            }
        } else if (id != null && world.tests().get(id) instanceof TestRun.Running running && isFresh(running)) {
            findings.add(Finding.warns("test %s runs in %s just now: stop it, or this one will be refused"
                    .formatted(id, running.sample().head().from())));
        }
    }

    private boolean isFresh(TestRun.Running running) {
        return running.lastHeard().plusSeconds(NodeState.REFRESH_S).isAfter(now);
    }

    private void link(VmName vm, NetworkName network) {
        Guest guest = guest(vm);
        if (guest != null && !guest.networks().contains(network)) {
            findings.add(Finding.blocks("%s has no NIC on %s, only on %s: make it anew with one"
                    .formatted(
                            vm,
                            network,
                            guest.networks().stream()
                                    .map(NetworkName::text)
                                    .sorted()
                                    .collect(Collectors.joining(", ")))));
        }
    }

    /** There is such a guest, and its node is there. */
    private @Nullable Guest guest(VmName vm) {
        Guest guest = guests.get(vm);
        if (guest == null) {
            findings.add(Finding.blocks(
                    "there is no guest %s, and the recording doesn't make it: make it, or record from before it is made"
                            .formatted(vm)));
        } else {
            needs(guest.node());
        }
        return guest;
    }

    private boolean needs(NodeName name) {
        Node node = world.node(name);
        if (node != null && node.isOnline(now)) {
            if (node.state() == null) {
                findings.add(
                        Finding.warns("%s has not said yet which images and how much room it has".formatted(name)));
            }
            return true;
        }
        findings.add(Finding.blocks("%s is not online: plug it in".formatted(name)));
        return false;
    }

    private @Nullable Room room(NodeName name) {
        NodeState state = state(name);
        return state == null
                ? null
                : rooms.computeIfAbsent(name, unused -> {
                    Room room = new Room();
                    room.guests = state.room().guests();
                    room.memoryMib = state.room().memoryMib();
                    return room;
                });
    }

    private @Nullable NodeState state(NodeName name) {
        Node node = world.node(name);
        return node == null ? null : node.state();
    }

    private static NodeState.@Nullable ImageEntry image(NodeState state, ImageName name) {
        return state.images().stream()
                .filter(image -> image.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String images(NodeState state) {
        return state.images().isEmpty()
                ? "none"
                : state.images().stream().map(image -> image.name().text()).collect(Collectors.joining(", "));
    }
}
