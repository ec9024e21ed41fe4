package scatola.bus.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import scatola.bus.ImageName;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.Stamp;
import scatola.bus.TestId;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;

/** What each example means, written down apart from the code that reads it. */
final class Expected {
    private static final Instant NOW = Instant.parse("2026-05-01T18:30:00.123Z");
    private static final NodeName PI1 = new NodeName("pi1");
    private static final VmName DOGE1 = new VmName("doge1");
    private static final VmName DOGE2 = new VmName("doge2");
    private static final ImageName DOGE = new ImageName("doge");
    private static final NetworkName STAGE = new NetworkName("stage");
    private static final Ipv4Cidr ONE = new Ipv4Cidr("10.1.1.1", 24);
    private static final Ipv4Cidr TWO = new Ipv4Cidr("10.1.1.2", 24);
    private static final MacAddress MAC = new MacAddress("52:54:12:34:56:78");
    private static final String WEB = "web-1";

    /** Plain texts by the example's path. */
    static final Map<String, String> TEXTS = Map.of(
            "vm/doge1/set/state/toggle.txt", "TOGGLE",
            "vm/doge1/set/ip/address.txt", "10.1.1.2/24",
            "link/doge1/stage/set/state/off.txt", "OFF");

    /** Messages by the example's path. */
    static final Map<String, Message> MESSAGES = messages();

    private Expected() {}

    private static Map<String, Message> messages() {
        Map<String, Message> all = new TreeMap<>();
        nodes(all);
        guests(all);
        guestRequests(all);
        links(all);
        tests(all);
        box(all);
        return all;
    }

    private static void nodes(Map<String, Message> all) {
        all.put("node/pi1/availability/online.json", new NodeAvailability(Presence.ONLINE, 17, 1L, NOW));
        all.put("node/pi1/availability/will.json", new NodeAvailability(Presence.OFFLINE, 17, null, null));
        all.put(
                "node/pi1/telemetry.json",
                new NodeState(
                        stamp(42),
                        new NodeState.Accelerator("kvm", "a probe guest booted under it"),
                        new NodeState.Cpu(4, 12.5, 0.42),
                        new NodeState.Memory(7812, 6904),
                        48.3,
                        List.of(new NodeState.ImageEntry(
                                DOGE, "busybox and iperf3 on Debian's cloud kernel", "x86_64", 128, 9437184)),
                        new NodeState.Room(1, 4, 128, 1024),
                        new NodeState.Uplink("eth0", "198.18.0.11/24"),
                        new NodeState.Versions("0.1.0", "25.0.1", "7.2.22", "6.1.0-37-amd64")));
        all.put(
                "node/pi1/without-a-sensor-and-qemu.json",
                new NodeState(
                        stamp(2),
                        new NodeState.Accelerator(
                                "unknown", "qemu-system-x86_64 is not installed: apt install qemu-system-x86"),
                        new NodeState.Cpu(1, 0, 0),
                        new NodeState.Memory(433, 301),
                        null,
                        List.of(),
                        new NodeState.Room(0, 2, 0, 256),
                        new NodeState.Uplink("eth0", null),
                        new NodeState.Versions("0.1.0", "21.0.8", null, "6.12.25+rpt-rpi-v6")));
        all.put(
                "node/pi1/alert/retained-command/raised.json",
                new Alert(
                        stamp(50),
                        Severity.WARNING,
                        "a retained command lies on scatola/vm/doge1/set and was not done: clear it with "
                                + "mosquitto_pub -r -n -t scatola/vm/doge1/set",
                        NOW));
        all.put("node/pi1/event/guest-halted.json", new NodeEvent(stamp(43), "guest_halted", DOGE1, WEB, null, null));
        all.put(
                "node/pi1/event/guest-crashed.json",
                new NodeEvent(
                        stamp(44), "guest_crashed", DOGE1, null, "qemu-system-x86_64: cannot set up guest memory", 1L));
        all.put(
                "node/pi1/request/vm/create/on-one-network.json",
                new VmCreate(
                        DOGE1,
                        DOGE,
                        128,
                        List.of(new VmCreate.NicRequest(STAGE, ONE, null, null)),
                        OnOff.ON,
                        new Sender("7", WEB)));
        all.put(
                "node/pi1/request/vm/create/least.json",
                new VmCreate(DOGE1, DOGE, null, null, OnOff.OFF, Sender.ANONYMOUS));
        all.put(
                "node/pi1/request/vm/create/on-two-networks.json",
                new VmCreate(
                        DOGE1,
                        DOGE,
                        null,
                        List.of(
                                new VmCreate.NicRequest(STAGE, ONE, MAC, null),
                                new VmCreate.NicRequest(
                                        new NetworkName("backstage"),
                                        null,
                                        null,
                                        new VirtualNetworkLocator("vxvde://239.1.2.3/vni=42"))),
                        OnOff.OFF,
                        Sender.ANONYMOUS));
        all.put("node/pi1/request/vm/delete/one.json", new VmDelete(DOGE1, new Sender("8", WEB)));
        all.put("node/pi1/request/images/refresh/bare.json", new Plain(Sender.ANONYMOUS));
        all.put("node/pi1/response/vm/create/done.json", Response.ok("7", JsonNodeFactory.instance.objectNode()));
        all.put(
                "node/pi1/response/vm/create/no-room.json",
                Response.error(
                        "7",
                        "the node is full: it has 4 guests and takes no more than 4; delete one or take another node"));
        all.put(
                "uplink/pi2/plugged.json",
                new UplinkState(stamp(80), OnOff.ON, "eth0", true, 1000L, "198.18.0.12/24", null, null));
        all.put(
                "uplink/pi2/pulled.json",
                new UplinkState(
                        stamp(81),
                        OnOff.OFF,
                        "eth0",
                        false,
                        null,
                        null,
                        Instant.parse("2026-05-01T18:30:10.123Z"),
                        WEB));
        all.put("uplink/pi2/set/pull.json", new UplinkSet(OnOff.OFF, 10L, new Sender("18", WEB)));
        all.put("uplink/pi2/set/put-back.json", new UplinkSet(OnOff.ON, null, Sender.ANONYMOUS));
        all.put(
                "uplink/pi2/response/set/never-for-ever.json",
                Response.error(
                        "18",
                        "for_s is missing: a pulled cable must come back by itself, say "
                                + "{\"state\":\"OFF\",\"for_s\":10}"));
    }

    private static void guests(Map<String, Message> all) {
        all.put("vm/doge1/starting.json", vm(59, OnOff.ON, OnOff.ON, Phase.STARTING, null, WEB, null, null));
        all.put("vm/doge1/running.json", vm(60, OnOff.ON, OnOff.ON, Phase.RUNNING, 840L, WEB, null, null));
        all.put("vm/doge1/paused.json", vm(61, OnOff.ON, OnOff.ON, Phase.PAUSED, 840L, WEB, null, null));
        all.put("vm/doge1/stopping.json", vm(62, OnOff.ON, OnOff.OFF, Phase.STOPPING, 840L, WEB, null, null));
        all.put(
                "vm/doge1/failed.json",
                vm(
                        63,
                        OnOff.OFF,
                        OnOff.ON,
                        Phase.FAILED,
                        null,
                        null,
                        "qemu-system-x86_64: cannot set up guest memory",
                        1L));
        all.put(
                "vm/doge1/off-without-a-nic.json",
                new VmState(
                        stamp(58),
                        OnOff.OFF,
                        OnOff.OFF,
                        Phase.OFF,
                        Instant.parse("2026-05-01T18:29:30Z"),
                        PI1,
                        DOGE,
                        128,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        all.put("vm/doge1/set/on.json", new VmSet(Switch.ON, null, new Sender("7", WEB)));
        all.put("vm/doge1/set/another-address.json", new VmSet(null, TWO, Sender.ANONYMOUS));
        all.put(
                "vm/doge1/response/set/runs-already.json",
                Response.error(
                        "7", "doge1 runs already: send OFF to power it down, or request reboot to start it again"));
        all.put("vm/doge1/response/ping/started.json", Response.ok("10", data("test", "ping-1")));
        all.put(
                "vm/doge1/response/console/tail.json",
                Response.ok(
                        "9",
                        data("base64", "SGkgZnJvbSBkb2dlMQ==").put("bytes", 13).put("written", 13)));
    }

    private static void guestRequests(Map<String, Message> all) {
        for (String operation : List.of("reboot", "kill", "pause", "resume", "console")) {
            all.put("vm/doge1/request/%s/by-somebody.json".formatted(operation), new Plain(new Sender("9", WEB)));
        }
        all.put(
                "vm/doge1/request/ping/until-stopped.json",
                new TestRequest.Ping(new TestId("ping-1"), "10.1.1.2", null, 1000, new Sender("10", WEB)));
        all.put(
                "vm/doge1/request/ping/three-to-a-guest.json",
                new TestRequest.Ping(null, "doge2", 3L, 200, Sender.ANONYMOUS));
        all.put(
                "vm/doge2/request/netcat/listen.json",
                new TestRequest.NetcatListen(new TestId("nc-2"), 2389, new Sender("11", WEB)));
        all.put(
                "vm/doge1/request/netcat/send.json",
                new TestRequest.NetcatSend(
                        new TestId("nc-1"), "10.1.1.2", 2389, "Hi from rasp1!", new Sender("12", WEB)));
        all.put(
                "vm/doge1/request/iperf/measure.json",
                new TestRequest.Iperf(new TestId("iperf-1"), "doge2", 12_000, 20, 2, new Sender("13", WEB)));
        all.put(
                "vm/doge2/request/iperf/serve.json",
                new TestRequest.IperfServe(new TestId("iperf-2"), 12_000, new Sender("14", "pi1")));
        all.put(
                "vm/doge1/request/exec/list-of-arguments.json",
                new TestRequest.Exec(
                        new TestId("exec-1"), List.of("echo", "$(reboot); <b>'\"`\\"), 60, new Sender("15", WEB)));
        all.put(
                "vm/doge1/request/stop/one-test.json",
                new TestRequest.Stop(new TestId("ping-1"), new Sender("16", WEB)));
    }

    private static void links(Map<String, Message> all) {
        VirtualNetworkLocator vnl = new VirtualNetworkLocator("vxvde://239.1.2.3/vni=42/if=eth0");
        all.put(
                "link/doge1/stage/plugged.json",
                new LinkState(stamp(70), OnOff.ON, PI1, MAC, ONE, vnl, 0, 0, null, 91_234L, 4_567L, null));
        all.put(
                "link/doge1/stage/unplugged.json",
                new LinkState(stamp(71), OnOff.OFF, PI1, MAC, ONE, vnl, 0, 0, null, 91_234L, 4_567L, WEB));
        all.put(
                "link/doge1/stage/impaired-without-an-address.json",
                new LinkState(stamp(72), OnOff.ON, PI1, MAC, null, vnl, 100, 2.5, 512L, null, null, WEB));
        all.put(
                "link/doge1/stage/set/unplug.json",
                new LinkSet(Switch.OFF, null, null, null, null, new Sender("17", WEB)));
        all.put(
                "link/doge1/stage/set/another-address.json",
                new LinkSet(null, TWO, null, null, null, Sender.ANONYMOUS));
        all.put("link/doge1/stage/set/impair.json", new LinkSet(null, null, 100L, 2.5, 512L, Sender.ANONYMOUS));
        all.put("link/doge1/stage/response/set/done.json", Response.ok("17", JsonNodeFactory.instance.objectNode()));
    }

    private static void tests(Map<String, Message> all) {
        Sample.Head ping = new Sample.Head(DOGE1, "10.1.1.2", 17, NOW);
        Sample.Head iperf = new Sample.Head(DOGE1, "doge2", 17, NOW);
        Sample.Head inDoge2 = new Sample.Head(DOGE2, null, 17, NOW);
        all.put("test/ping-1/reply.json", new Sample.PingReply(ping, 3, 64, 64, 1.9));
        all.put("test/ping-1/timeout.json", new Sample.PingTimeout(ping, 4));
        all.put("test/nc-2/listening.json", new Sample.Line(inDoge2, TestKind.NETCAT, 0, null));
        all.put("test/nc-2/line.json", new Sample.Line(inDoge2, TestKind.NETCAT, 1, "Hi from rasp1!"));
        all.put("test/iperf-1/interval.json", new Sample.IperfInterval(iperf, 0, 0, 2, 341.7));
        all.put(
                "test/iperf-2/line-of-the-server.json",
                new Sample.Line(inDoge2, TestKind.IPERF, 0, "Accepted connection from 10.1.1.1, port 40122"));
        all.put(
                "test/exec-1/line.json",
                new Sample.Line(
                        new Sample.Head(DOGE1, null, 17, NOW), TestKind.EXEC, 0, "Linux doge1 6.1.0 x86_64 GNU/Linux"));
        all.put(
                "test/ping-1/result/recovered.json",
                pinged(
                        90,
                        Verdict.RECOVERED,
                        Ended.STOPPED,
                        9012,
                        WEB,
                        null,
                        new TestResult.PingFigures(9, 7, 22.2, 2140L, 1.2, 1.9, 3.4)));
        all.put(
                "test/ping-1/result/lost.json",
                pinged(
                        91,
                        Verdict.LOST,
                        Ended.GUEST_GONE,
                        9012,
                        WEB,
                        "doge1 was powered down",
                        new TestResult.PingFigures(9, 7, 22.2, null, 1.2, 1.9, 3.4)));
        all.put(
                "test/ping-1/result/unreachable.json",
                pinged(
                        92,
                        Verdict.UNREACHABLE,
                        Ended.COMPLETED,
                        3010,
                        null,
                        null,
                        new TestResult.PingFigures(3, 0, 100, null, null, null, null)));
        all.put(
                "test/iperf-1/result/measured.json",
                new TestResult(
                        stamp(93),
                        TestKind.IPERF,
                        DOGE1,
                        "doge2",
                        Verdict.OK,
                        Ended.COMPLETED,
                        20_210,
                        WEB,
                        null,
                        0L,
                        null,
                        338.2,
                        null,
                        null));
        all.put(
                "test/exec-1/result/program-failed.json",
                new TestResult(
                        stamp(94),
                        TestKind.EXEC,
                        DOGE1,
                        null,
                        Verdict.FAILED,
                        Ended.FAILED,
                        12,
                        WEB,
                        "sh: frobnicate: not found",
                        127L,
                        null,
                        null,
                        1L,
                        0L));
    }

    private static void box(Map<String, Message> all) {
        all.put(
                "box/state/playing.json",
                new BoxState(
                        new Stamp(3, 5, NOW),
                        "story",
                        "The thesis's story",
                        "playing",
                        4L,
                        11L,
                        "The Pi of guest 2 loses its cable",
                        null,
                        null,
                        new BoxState.Recorder("recording", null, "Friday demo"),
                        new BoxState.Buttons(2, null)));
        all.put(
                "box/state/not-recorded.json",
                new BoxState(
                        new Stamp(3, 7, NOW),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new BoxState.Recorder(
                                "failing",
                                "the timeline in recordings/timeline.db can't be used: the disk is full",
                                null),
                        new BoxState.Buttons(
                                2,
                                "/srv/scatola/buttons.yaml, line 4: is is missing: write what the button says, like single")));
        all.put(
                "box/state/idle.json",
                new BoxState(
                        new Stamp(3, 6, NOW),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new BoxState.Last("The thesis's story", "passed"),
                        null,
                        null));
        all.put(
                "box/state/waiting.json",
                new BoxState(
                        new Stamp(3, 8, NOW),
                        "story",
                        "The thesis's story",
                        "waiting",
                        4L,
                        11L,
                        "The Pi of guest 2 loses its cable",
                        "Guest 3 is given the address of guest 2",
                        null,
                        null,
                        null));
        all.put(
                "box/info/one-show.json",
                new BoxInfo(new Stamp(3, 1, NOW), "0.1.0", "http://127.0.0.1:8080/", List.of("story")));
        all.put("box/request/show/rehearse.json", new ShowRequest("story", true, false, new Sender("19", WEB)));
        all.put("box/request/show/on-cue.json", new ShowRequest("story", false, true, new Sender(null, WEB)));
        all.put("box/request/show/next/bare.json", new ShowNext(null, Sender.ANONYMOUS));
        all.put("box/request/show/next/to-a-step.json", new ShowNext(5L, new Sender("24", WEB)));
        all.put(
                "box/response/show/next/begun.json",
                Response.ok(
                        "24",
                        data("say", "Guest 3 is given the address of guest 2").put("step", 5)));
        all.put(
                "box/response/show/next/not-over.json",
                Response.error(
                        "24",
                        "step 4 is not over: still awaited is test/story-ping: timeout true (seen 1 of 2 times)"));
        ObjectNode steps = JsonNodeFactory.instance.objectNode().put("steps", 11);
        all.put("box/response/show/begun.json", Response.ok("19", steps));
        all.put("box/request/show/stop/by-somebody.json", new Plain(new Sender(null, WEB)));
        all.put("box/request/record/start/without-a-name.json", new RecordRequest.Start(null, Sender.ANONYMOUS));
        all.put(
                "box/request/record/start/named.json",
                new RecordRequest.Start("Friday's demo", new Sender("20", "Anna")));
        all.put(
                "box/response/record/start/begun.json",
                Response.ok("20", data("name", "Friday's demo").put("recording", 5)));
        all.put("box/request/record/stop/the-newest.json", new RecordRequest.Stop(null, new Sender("21", "Anna")));
        all.put("box/request/record/stop/one.json", new RecordRequest.Stop(5L, Sender.ANONYMOUS));
        all.put(
                "box/response/record/stop/nothing-goes-on.json",
                Response.error("21", "nothing is being recorded under a name: begin with record/start"));
        all.put(
                "box/request/record/mark/chapter.json",
                new RecordRequest.Mark("The cable is pulled", new Sender("22", "Anna")));
        all.put("box/response/record/mark/set.json", Response.ok("22", data("chapter", "The cable is pulled")));
        all.put("box/request/reset/by-somebody.json", new Plain(new Sender("23", WEB)));
        all.put(
                "box/response/reset/begun.json",
                Response.ok("23", JsonNodeFactory.instance.objectNode().put("performance", 2)));
        all.put("presenter/back/here.json", new Presenter(Presence.ONLINE, "Anna at the back", "presenter", NOW, 3));
        all.put("presenter/back/will.json", new Presenter(Presence.OFFLINE, "Anna at the back", "presenter", null, 3));
    }

    private static VmState vm(
            long seq,
            OnOff state,
            OnOff target,
            Phase phase,
            @Nullable Long bootMs,
            @Nullable String by,
            @Nullable String cause,
            @Nullable Long exitCode) {
        return new VmState(
                stamp(seq),
                state,
                target,
                phase,
                Instant.parse("2026-05-01T18:29:30Z"),
                PI1,
                DOGE,
                128,
                List.of(STAGE),
                ONE,
                MAC,
                bootMs,
                by,
                cause,
                exitCode);
    }

    private static TestResult pinged(
            long seq,
            Verdict verdict,
            Ended ended,
            long durationMs,
            @Nullable String by,
            @Nullable String text,
            TestResult.PingFigures figures) {
        return new TestResult(
                stamp(seq),
                TestKind.PING,
                DOGE1,
                "10.1.1.2",
                verdict,
                ended,
                durationMs,
                by,
                text,
                null,
                figures,
                null,
                null,
                null);
    }

    private static Stamp stamp(long seq) {
        return new Stamp(17, seq, NOW);
    }

    private static ObjectNode data(String name, String value) {
        return JsonNodeFactory.instance.objectNode().put(name, value);
    }
}
