package scatola.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.BOOT;
import static scatola.it.Stage.HOME;
import static scatola.it.Stage.OUTPUTS;
import static scatola.it.Stage.SOON;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.it.box.Bus;
import scatola.it.box.Console;
import scatola.it.box.Lab;
import scatola.it.box.Page;
import scatola.it.box.Ran;

/** A box of its own whose bus keeps strangers out, and yet everything works. */
class SecuredIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path folder;

    private static Path security;
    private static Lab lab;

    @BeforeAll
    static void up() {
        security = folder.resolve("security");
        lab = new Lab(HOME, "safe", OUTPUTS).withSecurity(security);
        lab.scatola(PATIENCE, "secure", "--pis", "1", "--websockets").orThrow();
        Ran up = lab.up(1);
        assertThat(up.output()).contains("with TLS and passwords, WebSockets on port");
    }

    @AfterAll
    static void down() {
        lab.down();
        assertThat(lab.left()).isEmpty();
    }

    @Test
    void guestsBootAPingFlowsThePageIsLiveAndAllOfItIsRecorded() {
        Page page = lab.page();
        try (Bus bus = lab.bus();
                Page.Listener live = page.listen("/api/live")) {
            create(bus, "doge1", "10.1.1.1/24");
            create(bus, "doge2", "10.1.1.2/24");
            bus.state("vm/doge1", BOOT, state -> state.has("phase", "running"));
            bus.state("vm/doge2", BOOT, state -> state.has("phase", "running"));

            int since = bus.now();
            bus.done("vm/doge1/request/ping", "{'to':'doge2','count':2,'test':'safe'}");
            bus.await("a reply", since, SOON, "test/safe", Traffic::isReply);
            bus.await("the result", since, SOON, "test/safe/result", result -> result.has("verdict", "ok"));

            live.await(
                    "the guests on the page",
                    0,
                    SOON,
                    message -> message.json().toString().contains("doge2"));
            try (Console console = page.console("/api/consoles/doge1")) {
                console.type("\r");
                console.await("login: |# ", SOON);
            }
            page.post("/api/commands", "{'topic':'vm/doge2/set','payload':{'state':'OFF'}}");
            bus.state("vm/doge2", SOON, state -> state.has("state", "OFF"));
            Awaitility.await("what was asked is on the timeline")
                    .atMost(SOON)
                    .until(() -> !page.get("/api/timeline?kind=command&vm=doge1")
                            .path("items")
                            .isEmpty());
            assertThat(bus.state("node/pi1/alert/refused")).isEmpty();
        }
        assertThat(log("pi1") + log("presenter")).doesNotContain("refused");
    }

    @Test
    void whoHasNoPasswordOrSpeaksInTheClearIsKeptOut() {
        String port = Integer.toString(lab.brokerPort());
        String ca = security.resolve("ca.crt").toString();

        Ran clear = mosquitto(folder, "mosquitto_pub", "-p", port, "-t", "scatola/vm/doge1/set/state", "-m", "OFF");
        Ran anonymous = mosquitto(
                folder, "mosquitto_pub", "--cafile", ca, "-p", port, "-t", "scatola/vm/doge1/set/state", "-m", "OFF");

        assertThat(clear.status()).as(clear.output()).isNotZero();
        assertThat(anonymous.status()).as(anonymous.output()).isNotZero();
        assertThat(anonymous.output()).containsIgnoringCase("not authori");
    }

    @Test
    void peopleConnectWithTheirFolderOfOptions() {
        String port = Integer.toString(lab.brokerPort());

        Path options = security.resolve("options/onlooker");
        Ran onlooker = mosquitto(
                options, "mosquitto_sub", "-p", port, "-t", "scatola/node/pi1/availability", "-C", "1", "-W", "10");
        Ran command = mosquitto(
                options,
                "mosquitto_pub",
                "-p",
                port,
                "-V",
                "5",
                "-q",
                "1",
                "-t",
                "scatola/vm/doge1/set/state",
                "-m",
                "OFF");

        assertThat(onlooker.output()).contains("online");
        assertThat(command.output()).containsIgnoringCase("not authori");
    }

    @Test
    void aRenewedPasswordThrowsOutWhoHadTheOldOneAndUpBringsItBack() {
        try (Bus bus = lab.bus()) {
            bus.state("node/pi1/availability", SOON, state -> state.has("state", "online"));
            int since = bus.now();

            Ran renewed = lab.scatola(PATIENCE, "secure", "--renew", "node-pi1").orThrow();

            assertThat(renewed.output()).contains("the broker has read passwords and rules again");
            Awaitility.await("pi1 is told")
                    .atMost(SOON)
                    .until(() -> log("pi1").contains("does not know the user node-pi1 with this password"));
            long broker = lab.process("broker").pid();
            lab.up(1);
            bus.await("pi1 is back", since, SOON, "node/pi1/availability", state -> state.has("state", "online"));
            assertThat(lab.process("broker").pid()).as("the broker runs on").isEqualTo(broker);
        }
    }

    @Test
    void noPasswordIsInALogAnArgumentOrTheEnvironment() throws IOException {
        List<String> secrets = new ArrayList<>();
        try (Stream<Path> files = Files.list(security.resolve("credentials"))) {
            for (Path file : files.toList()) {
                secrets.add(Files.readString(file).replaceAll("(?s).*password=(\\S+).*", "$1"));
            }
        }
        List<String> open = new ArrayList<>();
        try (Stream<Path> logs = Files.list(lab.folder("lab"))) {
            logs.filter(Files::isRegularFile).forEach(file -> open.add(read(file)));
        }
        for (ProcessHandle process : lab.processes()) {
            open.add(read(Path.of("/proc/%d/cmdline".formatted(process.pid()))));
            open.add(read(Path.of("/proc/%d/environ".formatted(process.pid()))));
        }

        assertThat(secrets).hasSizeGreaterThan(4).allMatch(secret -> secret.length() == 32);
        assertThat(open)
                .hasSizeGreaterThan(10)
                .allSatisfy(text -> assertThat(secrets).noneMatch(text::contains));
    }

    @Test
    void aBoxStaysAsItCameUp() {
        Lab bare = new Lab(HOME, "bare", OUTPUTS);
        try {
            bare.up(1);
            Ran again = bare.withSecurity(security).up(1);

            assertThat(again.output()).contains("runs unsecured", "run ./scatola down, then up, to secure it");
            try (Bus bus = bare.bus()) {
                bus.state("node/pi1/availability", SOON, state -> state.has("state", "online"));
            }
        } finally {
            bare.down();
        }
    }

    private static void create(Bus bus, String vm, String address) {
        bus.done(
                "node/pi1/request/vm/create",
                "{'vm':'%s','image':'doge','nics':[{'network':'stage','ip':'%s'}],'state':'ON'}"
                        .formatted(vm, address));
    }

    /** With the options that are in a folder. */
    private static Ran mosquitto(Path options, String... command) {
        return Ran.of(HOME, Map.of("XDG_CONFIG_HOME", options.toString()), OUTPUTS, PATIENCE, List.of(command));
    }

    private static String log(String who) {
        return read(lab.folder("lab").resolve(who + ".log"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
