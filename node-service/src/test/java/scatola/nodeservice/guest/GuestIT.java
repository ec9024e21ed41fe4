package scatola.nodeservice.guest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.nodeservice.guest.Guest.GuestRefused;
import scatola.nodeservice.guest.Guest.Job;

/** Three real guests on one virtual network, whatever way their command line is reached. */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"doge", "doge-serial", "doge-agent"})
class GuestIT {
    private final String image;
    private static final ScheduledExecutorService TIMERS = Executors.newSingleThreadScheduledExecutor();
    private static final List<BootedGuest> GUESTS = new ArrayList<>();

    GuestIT(String image) {
        this.image = image;
    }

    @BeforeParameterizedClassInvocation
    static void boot(String image, @TempDir Path folder) throws Exception {
        for (int number = 1; number <= 3; number++) {
            GUESTS.add(new BootedGuest(image, number, "vxvde://239.1.2.3/vni=7/if=lo", folder, TIMERS));
        }
        for (BootedGuest guest : GUESTS) {
            within(60, guest.guest().answering());
        }
        for (int number = 1; number <= 3; number++) {
            within(10, assign(number, "10.1.1.%d/24".formatted(number)));
        }
    }

    @AfterParameterizedClassInvocation
    static void end() {
        GUESTS.forEach(BootedGuest::close);
        GUESTS.clear();
    }

    private static Guest guest(int number) {
        return GUESTS.get(number - 1).guest();
    }

    private static CompletionStage<Void> assign(int number, String address) {
        return guest(number).assign(GUESTS.get(number - 1).nic(), Ipv4Cidr.of(address));
    }

    private static <T> T within(int seconds, CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(seconds, SECONDS);
    }

    @Test
    void oneGuestPingsAnother() throws Exception {
        RecordedJob ping = RecordedJob.run(guest(1), "ping", "-c", "2", "10.1.1.2");

        assertThat(ping.exitCode()).isZero();
        assertThat(ping.lines())
                .filteredOn(line -> line.contains("64 bytes from 10.1.1.2"))
                .hasSize(2);
    }

    @Test
    void anAddressThatMovesAnswersWithinASecond() throws Exception {
        within(10, assign(2, "10.1.1.22/24"));
        RecordedJob ping = new RecordedJob();
        Job pinging = guest(1).start(List.of("ping", "-i", "0.2", "10.1.1.22"), "", ping);
        await().until(() -> ping.lines().stream().anyMatch(line -> line.contains("64 bytes")));

        within(10, assign(2, "10.1.1.2/24"));
        within(10, assign(3, "10.1.1.22/24"));
        int before = ping.lines().size();

        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(1))
                .until(() -> ping.lines().size() > before);
        pinging.stop();
        ping.exitCode();
        within(10, assign(3, "10.1.1.3/24"));
    }

    @Test
    void anAddressReplacesTheOneBefore() throws Exception {
        within(10, assign(3, "10.9.9.9/16"));

        RecordedJob shown = RecordedJob.run(guest(3), "ip", "-4", "addr", "show", "dev", "eth0");
        assertThat(shown.exitCode()).isZero();
        assertThat(String.join("\n", shown.lines())).contains("10.9.9.9/16").doesNotContain("10.1.1.3");
        within(10, assign(3, "10.1.1.3/24"));
    }

    @Test
    void aNicThatIsNotThereIsRefused() {
        assertThatThrownBy(
                        () -> within(10, guest(1).assign(new MacAddress("52:54:00:99:99:99"), Ipv4Cidr.of("10.1.1.9"))))
                .cause()
                .isInstanceOf(GuestRefused.class)
                .hasMessageContaining("no NIC with the address 52:54:00:99:99:99");
    }

    @Test
    void announcingAnAddressThatItHasNotIsRefused() {
        assertThatThrownBy(() -> within(10, guest(1).announce(GUESTS.getFirst().nic(), Ipv4Cidr.of("10.1.1.99"))))
                .cause()
                .isInstanceOf(GuestRefused.class)
                .hasMessageContaining("has not the address 10.1.1.99");
    }

    @Test
    void announcingWhatItHasWorks() throws Exception {
        within(10, guest(2).announce(GUESTS.get(1).nic(), Ipv4Cidr.of("10.1.1.2/24")));
    }

    @Test
    void severalProgramsRunAtOnce() throws Exception {
        List<RecordedJob> jobs = IntStream.range(0, 6)
                .mapToObj(n -> RecordedJob.run(guest(1), "sh", "-c", "for i in 1 2 3; do echo " + n + " $i; done"))
                .toList();

        for (int n = 0; n < jobs.size(); n++) {
            assertThat(jobs.get(n).exitCode()).isZero();
            assertThat(jobs.get(n).lines()).containsExactly(n + " 1", n + " 2", n + " 3");
        }
    }

    @Test
    void argumentsAreTakenLiterally() throws Exception {
        RecordedJob job = RecordedJob.run(guest(1), "printf", "[%s]\\n", "$(reboot) `x` 'y' \"z\" \\ è\t!! ; & |", "");

        assertThat(job.exitCode()).isZero();
        assertThat(job.lines()).containsExactly("[$(reboot) `x` 'y' \"z\" \\ è\t!! ; & |]", "[]");
    }

    @Test
    void aLongArgumentArrivesWhole() throws Exception {
        RecordedJob job = new RecordedJob();
        guest(1).start(List.of("wc", "-c"), "è".repeat(2000), job);

        assertThat(job.exitCode()).isZero();
        assertThat(job.lines()).containsExactly("4000");
    }

    @Test
    void aStoppedProgramIsGone() throws Exception {
        RecordedJob recorded = new RecordedJob();
        Job job = guest(1).start(List.of("sh", "-c", "sleep 4321 & wait"), "", recorded);
        await().until(() -> RecordedJob.run(guest(1), "pidof", "sleep").exitCode() == 0);

        job.stop();

        assertThat(recorded.exitCode()).isIn(143, 137);
        await().until(() -> RecordedJob.run(guest(1), "pidof", "sleep").exitCode() != 0);
    }

    @Test
    void aNewAttachmentWorksAtOnce() throws Exception {
        RecordedJob before = RecordedJob.run(guest(2), "sleep", "5432");
        RecordedJob.run(guest(2), "true").exitCode();

        guest(2).close();
        Guest again = GUESTS.get(1).attach();

        assertThat(before.exitCode()).isEqualTo(-1);
        within(5, again.answering());
        assertThat(RecordedJob.run(again, "echo", "Hi").exitCode()).isZero();
        await().until(() -> RecordedJob.run(again, "pidof", "sleep").exitCode() != 0);
    }

    @Test
    void peopleUseTheConsoleBesideIt() throws Exception {
        SerialConsole console = guest(3).console();
        console.type("\r".getBytes(StandardCharsets.US_ASCII));
        await().until(() -> text(console).matches("(?s).*(login: |# )(\u001b\\[6n)?$"));
        if (!text(console).contains("# ")) {
            console.type("root\r".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> text(console).contains("# "));
        }
        console.type("echo Hi $((6*7)".getBytes(StandardCharsets.US_ASCII));
        RecordedJob beside = RecordedJob.run(guest(3), "echo", "machine");
        assertThat(beside.exitCode()).isZero();
        console.type(")\r".getBytes(StandardCharsets.US_ASCII));

        await().until(() -> text(console).contains("Hi 42"));
        assertThat(beside.lines()).containsExactly("machine");
    }

    private static String text(SerialConsole console) {
        return new String(console.tail().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void nicsAreCountedWhereNobodyIsDisturbed() throws Exception {
        var counters = within(10, guest(1).counters());

        if (image.equals("doge-serial")) {
            assertThat(counters).isEmpty();
        } else {
            assertThat(counters).containsOnlyKeys(GUESTS.getFirst().nic());
            assertThat(counters.values()).allMatch(nic -> nic.txBytes() > 0);
        }
    }
}
