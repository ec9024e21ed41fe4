package scatola.nodeservice.traffic;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.bus.Ipv4Cidr;
import scatola.bus.TestId;
import scatola.bus.message.Ended;
import scatola.bus.message.Sender;
import scatola.bus.message.TestRequest;
import scatola.bus.message.Verdict;
import scatola.nodeservice.guest.BootedGuest;
import scatola.nodeservice.traffic.TrafficSample.Interval;
import scatola.nodeservice.traffic.TrafficSample.Line;
import scatola.nodeservice.traffic.TrafficSample.Listening;
import scatola.nodeservice.traffic.TrafficSample.PingReply;
import scatola.nodeservice.traffic.TrafficSample.PingTimeout;

/** Every kind of test between two real guests, whatever way their command line is reached. */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"doge", "doge-serial", "doge-agent"})
class TrafficIT {
    private static final ScheduledExecutorService TIMERS = Executors.newSingleThreadScheduledExecutor();
    private static final List<BootedGuest> GUESTS = new ArrayList<>();
    private static final AtomicInteger IDS = new AtomicInteger();
    private static final Sender NOBODY = Sender.ANONYMOUS;

    private final TrafficTests tests = new TrafficTests(TIMERS);

    /** @param image of the guests; {@link #boot} has used it */
    TrafficIT(String image) {
        assertThat(GUESTS).as(image).hasSize(2);
    }

    @BeforeParameterizedClassInvocation
    static void boot(String image, @TempDir Path folder) throws Exception {
        for (int number = 1; number <= 2; number++) {
            GUESTS.add(new BootedGuest(image, number, "vxvde://239.1.2.3/vni=9/if=lo", folder, TIMERS));
        }
        for (int number = 1; number <= 2; number++) {
            BootedGuest guest = GUESTS.get(number - 1);
            guest.guest().answering().toCompletableFuture().get(60, SECONDS);
            guest.guest()
                    .assign(guest.nic(), Ipv4Cidr.of("10.1.1." + number))
                    .toCompletableFuture()
                    .get(10, SECONDS);
        }
    }

    @AfterParameterizedClassInvocation
    static void end() {
        GUESTS.forEach(BootedGuest::close);
        GUESTS.clear();
    }

    @Test
    void pingsAreAnswered() throws Exception {
        Heard ping = start(1, new TestRequest.Ping(null, "10.1.1.2", 3L, 1000, NOBODY), "10.1.1.2");

        assertThat(ping.result().verdict()).isEqualTo(Verdict.OK);
        assertThat(ping.samples).hasSize(3).hasOnlyElementsOfType(PingReply.class);
    }

    @Test
    void nobodyIsUnreachableAndEverySecondSaysSo() throws Exception {
        Heard ping = start(1, new TestRequest.Ping(null, "10.1.1.9", 3L, 1000, NOBODY), "10.1.1.9");

        assertThat(ping.result().verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(ping.result().ended()).isEqualTo(Ended.COMPLETED);
        assertThat(ping.samples).containsExactly(new PingTimeout(0), new PingTimeout(1), new PingTimeout(2));
    }

    @Test
    void aPulledCableIsAnOutageThatIsMeasured() throws Exception {
        Heard ping = start(1, new TestRequest.Ping(null, "10.1.1.2", null, 1000, NOBODY), "10.1.1.2");
        await().until(() -> ping.samples.stream().anyMatch(PingReply.class::isInstance));

        GUESTS.get(1).monitor("set_link net off");
        await().until(() ->
                ping.samples.stream().filter(PingTimeout.class::isInstance).count() >= 2);
        GUESTS.get(1).monitor("set_link net on");
        await().until(() -> ping.samples.getLast() instanceof PingReply);
        assertThat(tests.stop(GUESTS.getFirst().vm(), ping.id)).isTrue();

        assertThat(ping.result().verdict()).isEqualTo(Verdict.RECOVERED);
        assertThat(ping.result().ended()).isEqualTo(Ended.STOPPED);
        assertThat(ping.result().ping())
                .satisfies(figures -> assertThat(figures.outageMs()).isBetween(2000L, 15_000L));
    }

    @Test
    void textArrives() throws Exception {
        Heard listen = start(2, new TestRequest.NetcatListen(null, 2389, NOBODY), null);
        await().until(() -> listen.samples.contains(new Listening()));

        Heard send = start(
                1, new TestRequest.NetcatSend(null, "10.1.1.2", 2389, "Hi from rasp1! $(id) è", NOBODY), "10.1.1.2");

        assertThat(send.result().verdict()).isEqualTo(Verdict.OK);
        assertThat(listen.result().verdict()).isEqualTo(Verdict.OK);
        assertThat(listen.samples).containsExactly(new Listening(), new Line(0, "Hi from rasp1! $(id) è"));
    }

    @Test
    void textForOneWhoIsOnlyAboutToListenArrives() throws Exception {
        Heard send = start(1, new TestRequest.NetcatSend(null, "10.1.1.2", 2390, "early", NOBODY), "10.1.1.2");
        Heard listen = start(2, new TestRequest.NetcatListen(null, 2390, NOBODY), null);

        assertThat(send.result().verdict()).isEqualTo(Verdict.OK);
        assertThat(listen.result().lines()).isEqualTo(1);
    }

    @Test
    void whereNobodyListensTextIsRefused() throws Exception {
        Heard send = start(1, new TestRequest.NetcatSend(null, "10.1.1.2", 2391, "Hi", NOBODY), "10.1.1.2");

        assertThat(send.result().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(send.result().text()).contains("onnection refused");
    }

    @Test
    void aPortThatIsTakenIsToldAndAListenerCanBeStopped() throws Exception {
        Heard first = start(2, new TestRequest.NetcatListen(null, 2392, NOBODY), null);
        await().until(() -> first.samples.contains(new Listening()));
        Heard second = start(2, new TestRequest.NetcatListen(null, 2392, NOBODY), null);

        assertThat(second.result().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(second.result().text()).contains("ddress already in use");
        tests.stop(GUESTS.getLast().vm(), first.id);
        assertThat(first.result().ended()).isEqualTo(Ended.STOPPED);
        Heard again = start(2, new TestRequest.NetcatListen(null, 2392, NOBODY), null);
        await().until(() -> again.samples.contains(new Listening()));
        tests.stop(GUESTS.getLast().vm(), again.id);
        assertThat(again.result().verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void throughputIsMeasured() throws Exception {
        Heard serve = start(2, new TestRequest.IperfServe(null, 12_000, NOBODY), null);
        await().until(() -> serve.samples.contains(new Listening()));
        Heard iperf = start(1, new TestRequest.Iperf(null, "10.1.1.2", 12_000, 4, 2, NOBODY), "10.1.1.2");

        assertThat(iperf.result().verdict())
                .as(String.valueOf(iperf.result().text()))
                .isEqualTo(Verdict.OK);
        assertThat(iperf.result().mbitPerS()).isPositive();
        assertThat(iperf.samples).hasOnlyElementsOfType(Interval.class).hasSizeBetween(2, 3);
        assertThat(serve.result().verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void aServerThatIsNotThereIsToldOf() throws Exception {
        Heard refused = start(1, new TestRequest.Iperf(null, "10.1.1.2", 12_001, 4, 2, NOBODY), "10.1.1.2");
        Heard nobody = start(1, new TestRequest.Iperf(null, "10.1.1.9", 12_001, 4, 2, NOBODY), "10.1.1.9");

        assertThat(refused.result().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(refused.result().text()).contains("onnection refused");
        assertThat(nobody.result().verdict()).isEqualTo(Verdict.UNREACHABLE);
    }

    @Test
    void aProgramIsRunAndBounded() throws Exception {
        Heard uname = start(1, new TestRequest.Exec(null, List.of("uname", "-s"), 60, NOBODY), null);
        Heard loud = start(1, new TestRequest.Exec(null, List.of("seq", "1200"), 60, NOBODY), null);
        Heard slow = start(1, new TestRequest.Exec(null, List.of("sleep", "100"), 1, NOBODY), null);

        assertThat(uname.result().exitCode()).isZero();
        assertThat(uname.samples).containsExactly(new Line(0, "Linux"));
        assertThat(loud.result().droppedLines()).isEqualTo(200);
        assertThat(slow.result().ended()).isEqualTo(Ended.FAILED);
    }

    @Test
    void manyTestsRunAtOnceWhileSomebodyUsesTheConsole() throws Exception {
        List<Heard> pings = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pings.add(start(1, new TestRequest.Ping(null, "10.1.1.2", 4L, 1000, NOBODY), "10.1.1.2"));
        }
        GUESTS.getFirst().guest().console().type("\r".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        GUESTS.getFirst().guest().console().type("echo typing\r".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        for (Heard ping : pings) {
            assertThat(ping.result().verdict()).isEqualTo(Verdict.OK);
            assertThat(ping.samples).hasSize(4);
        }
    }

    private Heard start(int number, TestRequest request, @org.jspecify.annotations.Nullable String address) {
        BootedGuest guest = GUESTS.get(number - 1);
        Heard heard = new Heard(new TestId("t" + IDS.incrementAndGet()));
        assertThat(tests.start(heard.id, guest.vm(), guest.guest(), request, address, heard))
                .isNull();
        return heard;
    }

    private static final class Heard implements TestListener {
        private final TestId id;
        private final List<TrafficSample> samples = new CopyOnWriteArrayList<>();
        private final CompletableFuture<TrafficResult> result = new CompletableFuture<>();

        Heard(TestId id) {
            this.id = id;
        }

        @Override
        public void sample(TrafficSample sample) {
            samples.add(sample);
        }

        @Override
        public void ended(TrafficResult ended) {
            result.complete(ended);
        }

        TrafficResult result() throws Exception {
            return result.get(Duration.ofSeconds(60).toSeconds(), SECONDS);
        }
    }
}
