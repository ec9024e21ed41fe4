package scatola.presenter.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import scatola.bus.Ipv4Cidr;
import scatola.bus.Quoted;
import scatola.bus.VmName;
import scatola.bus.message.BoxState;
import scatola.bus.message.NodeState;
import scatola.bus.message.OnOff;
import scatola.bus.message.Phase;
import scatola.bus.message.Sample;
import scatola.bus.message.TestKind;
import scatola.bus.message.UplinkState;
import scatola.bus.message.VmState;
import scatola.presenter.box.Node;
import scatola.presenter.box.Standing;
import scatola.presenter.box.TestRun;
import scatola.presenter.box.World;

/** The state of the box as tables for a terminal. Pure. */
final class StatusText {
    private static final String NONE = "-";
    private static final int LONGEST_PROBLEM = 500;

    private StatusText() {}

    static String of(Place place) {
        return of(
                place.world(),
                place.now(),
                place.broker(),
                place.isConnected() ? null : place.noBroker(),
                place.page(),
                place.recorder());
    }

    /**
     * @param world what is known
     * @param now the present
     * @param broker its address
     * @param trouble why the world is not known, or null if it is
     * @param page this app's address
     * @param recorder how the recorder does
     */
    static String of(World world, Instant now, String broker, @Nullable String trouble, String page, String recorder) {
        List<String> lines = new ArrayList<>();
        lines.add("broker  " + broker);
        lines.add("page    " + page);
        lines.add("tape    " + recorder);
        BoxState box = world.box();
        if (box != null && box.buttons() != null) {
            String problem = box.buttons().problem();
            lines.add("buttons "
                    + (problem == null
                            ? "%d rules".formatted(box.buttons().rules())
                            : "PROBLEM: " + Quoted.of(problem, LONGEST_PROBLEM)));
        }
        if (box != null && box.show() != null) {
            lines.add("show    %s, step %d of %d%s"
                    .formatted(
                            box.show(),
                            box.step(),
                            box.steps(),
                            box.next() == null ? "" : ", waits for the cue to: " + Quoted.of(box.next())));
        }
        if (trouble != null) {
            lines.add("");
            lines.add(trouble);
            return String.join("\n", lines) + "\n";
        }
        add(lines, nodes(world, now), "no node has been heard of yet");
        add(lines, guests(world, now), "no guest yet");
        tests(world, lines);
        world.alerts().forEach(warning -> {
            if (lines.stream().noneMatch(line -> line.startsWith("ALERT "))) {
                lines.add("");
            }
            lines.add("ALERT %s from %s: %s"
                    .formatted(
                            warning.alert().severity(),
                            warning.node(),
                            Quoted.of(warning.alert().text())));
        });
        if (world.unreadable() > 0) {
            lines.add("");
            lines.add("%d messages on the bus could not be read, the log says which".formatted(world.unreadable()));
        }
        return String.join("\n", lines) + "\n";
    }

    private static void add(List<String> lines, Table table, String ifEmpty) {
        lines.add("");
        lines.addAll(table.isEmpty() ? List.of(ifEmpty) : table.lines());
    }

    private static Table nodes(World world, Instant now) {
        Table table = new Table("NODE", "STATE", "ADDRESS", "CABLE", "ACCEL", "LOAD", "TEMP", "GUESTS", "MEMORY");
        for (Node node : world.nodes().values()) {
            NodeState state = node.state();
            UplinkState uplink = world.uplinks().get(node.name());
            table.row(
                    node.name().text(),
                    standing(node.standing(now), now),
                    state == null ? NONE : text(state.uplink().address()),
                    uplink == null ? NONE : uplink.state() == OnOff.ON && uplink.carrier() ? "in" : "out",
                    state == null ? NONE : state.accelerator().name(),
                    state == null ? NONE : format("%.0f %%", state.cpu().usedPct()),
                    state == null || state.temperatureC() == null ? NONE : format("%.0f °C", state.temperatureC()),
                    state == null
                            ? NONE
                            : "%d of %d"
                                    .formatted(
                                            state.room().guests(), state.room().guestsMax()),
                    state == null
                            ? NONE
                            : "%d of %d MiB"
                                    .formatted(
                                            state.room().memoryMib(),
                                            state.room().memoryMaxMib()));
        }
        return table;
    }

    private static Table guests(World world, Instant now) {
        Table table = new Table("GUEST", "NODE", "PHASE", "IMAGE", "ADDRESSES", "BOOT", "WHY");
        world.guests().forEach((name, guest) -> {
            Node node = world.node(guest.node());
            boolean there = node != null && node.isOnline(now);
            table.row(
                    name.text(),
                    guest.node().text(),
                    there ? guest.phase().toString() : guest.phase() + "?",
                    guest.image().text(),
                    addresses(world, name, guest),
                    guest.bootMs() == null ? NONE : format("%.2f s", guest.bootMs() / 1000.0),
                    guest.phase() == Phase.FAILED && guest.cause() != null ? Quoted.of(guest.cause()) : "");
        });
        return table;
    }

    private static String addresses(World world, VmName name, VmState guest) {
        String listed = world.links().entrySet().stream()
                .filter(entry -> entry.getKey().vm().equals(name))
                .map(entry -> "%s %s%s"
                        .formatted(
                                entry.getKey().network(),
                                text(entry.getValue().ip()),
                                entry.getValue().state() == OnOff.ON ? "" : " (unplugged)"))
                .sorted()
                .collect(Collectors.joining(", "));
        Ipv4Cidr ip = guest.ip();
        return listed.isEmpty() ? text(ip) : listed;
    }

    private static void tests(World world, List<String> lines) {
        Table table = new Table("TEST", "KIND", "FROM", "TO");
        world.tests().values().forEach(test -> {
            if (test instanceof TestRun.Running running) {
                var head = running.sample().head();
                table.row(
                        running.id().text(),
                        kind(running.sample()).toString(),
                        head.from().text(),
                        text(head.to()));
            }
        });
        if (!table.isEmpty()) {
            add(lines, table, "");
        }
    }

    private static TestKind kind(Sample sample) {
        return switch (sample) {
            case Sample.PingReply s -> TestKind.PING;
            case Sample.PingTimeout s -> TestKind.PING;
            case Sample.IperfInterval s -> TestKind.IPERF;
            case Sample.Line s -> s.kind();
        };
    }

    private static String standing(Standing standing, Instant now) {
        return switch (standing) {
            case Standing.Online online -> "online";
            case Standing.Offline offline -> "offline";
            case Standing.Lost lost ->
                "silent for %d s"
                        .formatted(Duration.between(lost.lastHeard(), now).toSeconds());
        };
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, NONE);
    }

    private static String format(String form, double value) {
        return String.format(Locale.ROOT, form, value);
    }
}
