package scatola.presenter.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import scatola.bus.Ipv4Cidr;
import scatola.bus.Topic;
import scatola.bus.message.Codec.Content;
import scatola.bus.message.LinkSet;
import scatola.bus.message.Message;
import scatola.bus.message.OnOff;
import scatola.bus.message.RecordRequest;
import scatola.bus.message.ShowNext;
import scatola.bus.message.ShowRequest;
import scatola.bus.message.Switch;
import scatola.bus.message.TestRequest;
import scatola.bus.message.UplinkSet;
import scatola.bus.message.VmCreate;
import scatola.bus.message.VmDelete;
import scatola.bus.message.VmSet;

/** What a command asks for, in words that can follow "please". Pure. */
final class CommandWords {
    private CommandWords() {}

    /**
     * @param command where it was said
     * @param content what was said
     */
    static String of(Topic.Command command, Content content) {
        return switch (content) {
            case Content.Said said -> said(command, said.message());
            case Content.Text text -> attribute(command, Phrases.quoted(text.text()));
            // no command is either
            case Content.Raw raw -> unreadable(command);
            case Content.Cleared cleared -> unreadable(command);
        };
    }

    /** A command whose payload can't be read. */
    static String unreadable(Topic.Command command) {
        return "say something unreadable on " + Fold.below(command);
    }

    private static String said(Topic.Command command, Message message) {
        return switch (command) {
            case Topic.NodeRequest t -> node(t, message);
            case Topic.VmSet t when message instanceof VmSet set -> guest(t, set);
            case Topic.VmRequest t when message instanceof TestRequest request -> test(t.vm().text(), request);
            case Topic.VmRequest t -> plain(t.operation(), t.vm().text());
            case Topic.LinkSet t when message instanceof LinkSet set -> link(t, set);
            case Topic.UplinkSet t
            when message instanceof UplinkSet set ->
                set.state() == OnOff.ON
                        ? "put %s's cable back".formatted(t.node())
                        : "pull %s's cable for %d s".formatted(t.node(), Objects.requireNonNullElse(set.forS(), 0L));
            case Topic.BoxRequest t -> box(t.operation(), message);
            // the codec reads no other messages there
            case Topic.VmSet t -> unreadable(t);
            case Topic.VmSetAttribute t -> unreadable(t);
            case Topic.LinkSet t -> unreadable(t);
            case Topic.LinkSetAttribute t -> unreadable(t);
            case Topic.UplinkSet t -> unreadable(t);
        };
    }

    private static String node(Topic.NodeRequest topic, Message message) {
        if (message instanceof VmCreate create) {
            String nics = Objects.requireNonNullElse(create.nics(), List.<VmCreate.NicRequest>of()).stream()
                    .map(nic -> nic.ip() == null ? nic.network().text() : "%s on %s".formatted(nic.ip(), nic.network()))
                    .collect(Collectors.joining(", "));
            return "make %s on %s of image %s%s%s"
                    .formatted(
                            create.vm(),
                            topic.node(),
                            create.image(),
                            nics.isEmpty() ? "" : ", " + nics,
                            create.state() == OnOff.ON ? ", and boot it" : "");
        }
        if (message instanceof VmDelete delete) {
            return "delete " + delete.vm();
        }
        return topic.operation().equals("images/refresh")
                ? "read %s's images again".formatted(topic.node())
                : "ask %s for %s".formatted(topic.node(), Phrases.quoted(topic.operation()));
    }

    private static String guest(Topic.VmSet topic, VmSet set) {
        List<String> parts = new ArrayList<>();
        if (set.state() != null) {
            parts.add(
                    switch (set.state()) {
                        case ON -> "boot " + topic.vm();
                        case OFF -> "power %s down".formatted(topic.vm());
                        case TOGGLE -> "switch %s on or off".formatted(topic.vm());
                    });
        }
        if (set.ip() != null) {
            parts.add("set %s's address to %s".formatted(topic.vm(), set.ip()));
        }
        return String.join(" and ", parts);
    }

    private static String plain(String operation, String vm) {
        return switch (operation) {
            case "reboot", "kill", "pause", "resume" -> "%s %s".formatted(operation, vm);
            case "console" -> "show %s's console".formatted(vm);
            default -> "ask %s for %s".formatted(vm, Phrases.quoted(operation));
        };
    }

    private static String test(String vm, TestRequest request) {
        String id = request.test() == null ? "" : " (%s)".formatted(request.test());
        return switch (request) {
            case TestRequest.Ping ping ->
                "ping %s from %s%s%s"
                        .formatted(
                                ping.to(),
                                vm,
                                ping.count() == null ? "" : " " + Phrases.count(ping.count(), "time", "times"),
                                id);
            case TestRequest.NetcatListen listen -> "listen on %s, port %d%s".formatted(vm, listen.port(), id);
            case TestRequest.NetcatSend send ->
                "send '%s' from %s to %s, port %d%s"
                        .formatted(Phrases.quoted(send.text()), vm, send.to(), send.port(), id);
            case TestRequest.IperfServe serve -> "serve a measurement on %s, port %d%s".formatted(vm, serve.port(), id);
            case TestRequest.Iperf iperf ->
                "measure throughput from %s to %s for %d s%s".formatted(vm, iperf.to(), iperf.durationS(), id);
            case TestRequest.Exec exec ->
                "run %s in %s%s".formatted(Phrases.quoted(String.join(" ", exec.argv())), vm, id);
            case TestRequest.Stop stop -> "stop %s in %s".formatted(stop.test(), vm);
        };
    }

    private static String link(Topic.LinkSet topic, LinkSet set) {
        List<String> parts = new ArrayList<>();
        if (set.state() != null) {
            parts.add(plug(set.state(), topic.vm().text(), topic.network().text()));
        }
        Ipv4Cidr ip = set.ip();
        if (ip != null) {
            parts.add("set %s's address on %s to %s".formatted(topic.vm(), topic.network(), ip));
        }
        if (set.impairs()) {
            List<String> how = new ArrayList<>();
            if (set.delayMs() != null) {
                how.add("%d ms delay".formatted(set.delayMs()));
            }
            if (set.lossPct() != null) {
                how.add(Phrases.number(set.lossPct()) + " % loss");
            }
            if (set.bandwidthKbit() != null) {
                how.add("at most %d kbit/s".formatted(set.bandwidthKbit()));
            }
            parts.add("give %s's link to %s %s".formatted(topic.vm(), topic.network(), String.join(", ", how)));
        }
        return String.join(" and ", parts);
    }

    private static String plug(Switch state, String vm, String network) {
        return switch (state) {
            case ON -> "plug %s into %s".formatted(vm, network);
            case OFF -> "unplug %s from %s".formatted(vm, network);
            case TOGGLE -> "plug %s into %s or unplug it".formatted(vm, network);
        };
    }

    private static String box(String operation, Message message) {
        return switch (message) {
            case ShowRequest show ->
                "play the show %s%s"
                        .formatted(show.show(), show.cue() ? " on cue" : show.rehearse() ? " without pauses" : "");
            case ShowNext next ->
                next.step() == null ? "go on with the show" : "go on with the show to step %d".formatted(next.step());
            case RecordRequest.Start start ->
                start.name() == null
                        ? "begin a recording"
                        : "begin the recording '%s'".formatted(Phrases.quoted(start.name()));
            case RecordRequest.Stop stop ->
                stop.recording() == null ? "end the recording" : "end recording %d".formatted(stop.recording());
            case RecordRequest.Mark mark -> "begin the chapter '%s'".formatted(Phrases.quoted(mark.title()));
            default ->
                operation.equals("show/stop")
                        ? "stop the show"
                        : "ask the box for %s".formatted(Phrases.quoted(operation));
        };
    }

    private static String attribute(Topic.Command command, String value) {
        return switch (command) {
            case Topic.VmSetAttribute t ->
                switch (t.attribute()) {
                    case "state" ->
                        switch (value) {
                            case "ON" -> "boot " + t.vm();
                            case "OFF" -> "power %s down".formatted(t.vm());
                            case "TOGGLE" -> "switch %s on or off".formatted(t.vm());
                            default -> "set %s's state to %s".formatted(t.vm(), value);
                        };
                    case "ip" -> "set %s's address to %s".formatted(t.vm(), value);
                    default -> "set %s's %s to %s".formatted(t.vm(), Phrases.quoted(t.attribute()), value);
                };
            case Topic.LinkSetAttribute t ->
                switch (t.attribute()) {
                    case "state" ->
                        switch (value) {
                            case "ON" ->
                                plug(Switch.ON, t.vm().text(), t.network().text());
                            case "OFF" ->
                                plug(Switch.OFF, t.vm().text(), t.network().text());
                            case "TOGGLE" ->
                                plug(Switch.TOGGLE, t.vm().text(), t.network().text());
                            default -> "set the state of %s's link to %s to %s".formatted(t.vm(), t.network(), value);
                        };
                    case "ip" -> "set %s's address on %s to %s".formatted(t.vm(), t.network(), value);
                    default ->
                        "set %s of %s's link to %s to %s"
                                .formatted(Phrases.quoted(t.attribute()), t.vm(), t.network(), value);
                };
            // plain text is only said where one attribute is set
            case Topic.NodeRequest t -> unreadable(t);
            case Topic.VmSet t -> unreadable(t);
            case Topic.VmRequest t -> unreadable(t);
            case Topic.LinkSet t -> unreadable(t);
            case Topic.UplinkSet t -> unreadable(t);
            case Topic.BoxRequest t -> unreadable(t);
        };
    }
}
