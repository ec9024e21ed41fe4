package scatola.nodeservice.command;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Ipv4Cidr;
import scatola.bus.NetworkName;
import scatola.bus.Quoted;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.Codec;
import scatola.bus.message.LinkSet;
import scatola.bus.message.Message;
import scatola.bus.message.Operations;
import scatola.bus.message.Plain;
import scatola.bus.message.Sender;
import scatola.bus.message.TestRequest;
import scatola.bus.message.VmCreate;
import scatola.bus.message.VmSet;
import scatola.nodeservice.guest.Guest;
import scatola.nodeservice.guest.SerialConsole;
import scatola.nodeservice.node.AddressWatch;
import scatola.nodeservice.vm.NicState;
import scatola.nodeservice.vm.Outcome;
import scatola.nodeservice.vm.VmOwner;
import scatola.nodeservice.vm.Vms;

/** Hands a decoded command to whom it concerns. Never blocks. */
final class Commands {
    private final Vms vms;
    private final NodeCommands nodeCommands;
    private final TestCommands tests;
    private final AddressWatch addresses;

    Commands(Vms vms, NodeCommands nodeCommands, TestCommands tests, AddressWatch addresses) {
        this.vms = vms;
        this.nodeCommands = nodeCommands;
        this.tests = tests;
        this.addresses = addresses;
    }

    boolean holds(VmName vm) {
        return vms.find(vm).isPresent();
    }

    boolean holds(String name) {
        return vms.definitions().stream().anyMatch(there -> there.vm().text().equals(name));
    }

    CompletionStage<Outcome> perform(Topic.Command topic, Codec.Content content) {
        return switch (topic) {
            case Topic.NodeRequest t -> warned(nodeCommands.perform(t.operation(), said(content)), said(content));
            case Topic.UplinkSet t -> nodeCommands.uplink(said(content));
            case Topic.VmSet t -> owned(t.vm(), owner -> set(owner, said(content)));
            case Topic.VmSetAttribute t ->
                owned(t.vm(), owner -> switch (VmSet.ofAttribute(t.attribute(), text(content))) {
                    case Decoded.Value<VmSet> good -> set(owner, good.value());
                    case Decoded.Malformed<VmSet> bad -> refused(bad.reason());
                });
            case Topic.VmRequest t -> owned(t.vm(), owner -> request(owner, t, said(content)));
            case Topic.LinkSet t -> owned(t.vm(), owner -> setLink(owner, t.network(), said(content)));
            case Topic.LinkSetAttribute t ->
                owned(t.vm(), owner -> switch (LinkSet.ofAttribute(t.attribute(), text(content))) {
                    case Decoded.Value<LinkSet> good -> setLink(owner, t.network(), good.value());
                    case Decoded.Malformed<LinkSet> bad -> refused(bad.reason());
                });
            case Topic.BoxRequest t -> refused("the box's requests are answered by the presenter app");
        };
    }

    /** A command's answer is out. */
    void answered(Topic.Command topic) {
        if (topic instanceof Topic.UplinkSet) {
            nodeCommands.uplinkAnswered();
        }
    }

    private CompletionStage<Outcome> set(VmOwner owner, Message message) {
        if (!(message instanceof VmSet set)) {
            return refused("a guest's set is expected");
        }
        CompletionStage<Outcome> outcome =
                owner.set(set.state(), set.ip(), set.sender().by());
        return withWarning(outcome, owner.snapshot().definition().vm(), set.ip());
    }

    private CompletionStage<Outcome> setLink(VmOwner owner, NetworkName network, Message message) {
        if (!(message instanceof LinkSet set)) {
            return refused("a link's set is expected");
        }
        if (set.impairs()) {
            return refused("delay_ms, loss_pct and bandwidth_kbit can't be set yet, and nothing was changed:"
                    + " leave them out; state and ip can be set");
        }
        CompletionStage<Outcome> outcome =
                owner.setLink(network, set.state(), set.ip(), set.sender().by());
        return withWarning(outcome, owner.snapshot().definition().vm(), set.ip());
    }

    private CompletionStage<Outcome> warned(CompletionStage<Outcome> outcome, Message message) {
        CompletionStage<Outcome> warned = outcome;
        if (message instanceof VmCreate create && create.nics() != null) {
            for (VmCreate.NicRequest nic : create.nics()) {
                warned = withWarning(warned, create.vm(), nic.ip());
            }
        }
        return warned;
    }

    /** Two guests with one address are allowed, since moving one is the demo; but whoever does it is told. */
    private CompletionStage<Outcome> withWarning(CompletionStage<Outcome> outcome, VmName vm, @Nullable Ipv4Cidr ip) {
        if (ip == null) {
            return outcome;
        }
        return outcome.thenApply(result -> {
            String others = result instanceof Outcome.Done ? addresses.others(vm, ip) : "";
            return others.isEmpty()
                    ? result
                    : new Outcome.Done(Map.of(
                            "warning",
                            "%s is also held by %s: only one of them will be reached".formatted(ip.address(), others)));
        });
    }

    private CompletionStage<Outcome> request(VmOwner owner, Topic.VmRequest topic, Message message) {
        if (message instanceof TestRequest test) {
            return tests.perform(owner, test);
        }
        if (!(message instanceof Plain(Sender sender))) {
            return refused(unknown(topic));
        }
        return switch (topic.operation()) {
            case "reboot" -> owner.reboot(sender.by());
            case "kill" -> owner.kill(sender.by());
            case "pause" -> owner.pause(sender.by());
            case "resume" -> owner.resume(sender.by());
            case "console" -> console(owner);
            default -> refused(unknown(topic));
        };
    }

    private static String unknown(Topic.VmRequest topic) {
        return "there is no operation %s on a guest: there are %s"
                .formatted(Quoted.of(topic.operation()), String.join(", ", Operations.VM));
    }

    private static CompletionStage<Outcome> console(VmOwner owner) {
        Optional<Guest> guest = owner.guest();
        if (guest.isEmpty()) {
            return refused("%s does not run and has no console: send ON to boot it"
                    .formatted(owner.snapshot().definition().vm()));
        }
        SerialConsole.Tail tail = guest.get().console().tail();
        return CompletableFuture.completedStage(new Outcome.Done(Map.of(
                "bytes",
                tail.bytes().length,
                "base64",
                Base64.getEncoder().encodeToString(tail.bytes()),
                "written",
                tail.written())));
    }

    private CompletionStage<Outcome> owned(VmName vm, Function<VmOwner, CompletionStage<Outcome>> action) {
        return vms.find(vm).map(action).orElseGet(() -> refused(vm + " was deleted"));
    }

    private static Message said(Codec.Content content) {
        if (content instanceof Codec.Content.Said(Message message)) {
            return message;
        }
        throw new IllegalStateException("the codec gave no message: " + content);
    }

    private static String text(Codec.Content content) {
        if (content instanceof Codec.Content.Text(String text)) {
            return text;
        }
        throw new IllegalStateException("the codec gave no text: " + content);
    }

    static CompletionStage<Outcome> refused(String reason) {
        return CompletableFuture.completedStage(new Outcome.Refused(reason));
    }

    static Optional<Ipv4Cidr> firstAddress(VmOwner owner) {
        return owner.snapshot().definition().nics().stream()
                .map(NicState::ip)
                .filter(ip -> ip != null)
                .findFirst();
    }
}
