package scatola.nodeservice.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.TestId;
import scatola.bus.VmName;
import scatola.bus.message.Ended;
import scatola.bus.message.Sender;
import scatola.bus.message.TestRequest;
import scatola.bus.message.Verdict;
import scatola.nodeservice.guest.Guest;
import scatola.nodeservice.guest.SerialConsole;
import scatola.nodeservice.testing.ManualTimer;
import scatola.nodeservice.traffic.TrafficSample.PingReply;
import scatola.nodeservice.traffic.TrafficSample.PingTimeout;

class TrafficTestsTest {
    private static final VmName DOGE = new VmName("doge1");
    private static final TestId ID = new TestId("t1");

    private final ManualTimer timer = new ManualTimer();
    private final TrafficTests tests = new TrafficTests(timer, timer.clock());
    private final ScriptedGuest guest = new ScriptedGuest();
    private final Heard heard = new Heard();

    @Test
    void timeoutsAreToldWhenTheyHappen() {
        start(ID, ping(null));

        timer.pass(Duration.ofMillis(999));
        assertThat(heard.samples).isEmpty();
        timer.pass(Duration.ofMillis(2));
        assertThat(heard.samples).containsExactly(new PingTimeout(0));
        timer.pass(Duration.ofSeconds(2));
        assertThat(heard.samples).hasSize(3);
    }

    @Test
    void repliesAndTimeoutsTakeTurns() {
        start(ID, ping(null));
        timer.pass(Duration.ofMillis(10));
        guest.job(0).listener.line("64 bytes from 10.1.1.2: seq=0 ttl=64 time=10.000 ms");
        timer.pass(Duration.ofMillis(2500));
        guest.job(0).listener.line("64 bytes from 10.1.1.2: seq=2 ttl=64 time=10.000 ms");

        assertThat(heard.samples)
                .containsExactly(new PingReply(0, 64, 64, 10), new PingTimeout(1), new PingReply(2, 64, 64, 10));
    }

    @Test
    void aCountedPingWhoseLastReplyIsLostEndsByItself() {
        start(ID, ping(2L));
        timer.pass(Duration.ofSeconds(3));

        assertThat(heard.samples).hasSize(2);
        assertThat(guest.job(0).stopped).isTrue();
        guest.job(0).listener.ended(143);
        assertThat(heard.result().ended()).isEqualTo(Ended.COMPLETED);
        assertThat(heard.result().verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(heard.result().durationMs()).isEqualTo(3000);
    }

    @Test
    void aStoppedTestTellsItsResult() {
        start(ID, ping(null));

        assertThat(tests.stop(DOGE, ID)).isTrue();
        assertThat(guest.job(0).stopped).isTrue();
        guest.job(0).listener.ended(143);

        assertThat(heard.result().ended()).isEqualTo(Ended.STOPPED);
        assertThat(heard.result().exitCode()).isNull();
        assertThat(tests.running(DOGE)).isEmpty();
    }

    @Test
    void aTestOfAnotherGuestIsNotStopped() {
        start(ID, ping(null));

        assertThat(tests.stop(new VmName("doge2"), ID)).isFalse();
        assertThat(tests.stop(DOGE, new TestId("t2"))).isFalse();
        assertThat(guest.job(0).stopped).isFalse();
    }

    @Test
    void whenItsGuestGoesATestEnds() {
        start(ID, ping(null));
        guest.job(0).listener.ended(-1);
        timer.pass(Duration.ofSeconds(10));

        assertThat(heard.result().ended()).isEqualTo(Ended.GUEST_GONE);
        assertThat(heard.samples).isEmpty();
    }

    @Test
    void aProgramThatTakesTooLongIsStopped() {
        start(ID, new TestRequest.Exec(null, List.of("sleep", "100"), 5, Sender.ANONYMOUS));
        timer.pass(Duration.ofSeconds(5));

        assertThat(guest.job(0).stopped).isTrue();
        guest.job(0).listener.ended(143);
        assertThat(heard.result().ended()).isEqualTo(Ended.FAILED);
        assertThat(heard.result().text()).isEqualTo("it took too long");
    }

    @Test
    void anIdIsThereOnce() {
        assertThat(start(ID, ping(null))).isNull();
        assertThat(start(ID, ping(null))).contains("t1 runs already");

        guest.job(0).listener.ended(-1);
        assertThat(start(ID, ping(null))).isNull();
    }

    @Test
    void aGuestRunsSoManyTestsAndNoMore() {
        for (int i = 0; i < TrafficTests.MOST_IN_A_GUEST; i++) {
            assertThat(start(new TestId("t" + i), ping(null))).isNull();
        }

        assertThat(start(new TestId("more"), ping(null))).contains("16 tests run in doge1 already");
        assertThat(tests.running(DOGE)).hasSize(16);
    }

    @Test
    void whatTheGuestRefusesIsToldAndForgotten() {
        guest.refusal = "no";

        assertThat(start(ID, ping(null))).isEqualTo("no");
        assertThat(tests.running(DOGE)).isEmpty();
    }

    @Test
    void aGuestThatIsGoneAtOnceIsTold() {
        guest.gone = true;

        assertThat(start(ID, ping(null))).isNull();
        assertThat(heard.result().ended()).isEqualTo(Ended.GUEST_GONE);
        assertThat(tests.running(DOGE)).isEmpty();
    }

    @Test
    void nothingFromTheBusBecomesPartOfAScript() {
        start(ID, new TestRequest.NetcatSend(null, "10.1.1.2", 2389, "$(reboot) '\"`", Sender.ANONYMOUS));

        List<String> argv = guest.job(0).argv;
        assertThat(argv.get(2)).doesNotContain("reboot", "10.1.1.2", "2389");
        assertThat(argv).endsWith("10.1.1.2", "2389", "$(reboot) '\"`");
    }

    private @Nullable String start(TestId id, TestRequest request) {
        return tests.start(id, DOGE, guest, request, "10.1.1.2", heard);
    }

    private static TestRequest ping(@Nullable Long count) {
        return new TestRequest.Ping(null, "10.1.1.2", count, 1000, Sender.ANONYMOUS);
    }

    private static final class Heard implements TestListener {
        private final List<TrafficSample> samples = new ArrayList<>();
        private @Nullable TrafficResult result;

        @Override
        public void sample(TrafficSample sample) {
            samples.add(sample);
        }

        @Override
        public void ended(TrafficResult ended) {
            assertThat(result).as("ends once").isNull();
            result = ended;
        }

        TrafficResult result() {
            assertThat(result).isNotNull();
            return java.util.Objects.requireNonNull(result);
        }
    }

    private static final class StartedJob implements Guest.Job {
        private final List<String> argv;
        private final Guest.JobListener listener;
        private boolean stopped;

        StartedJob(List<String> argv, Guest.JobListener listener) {
            this.argv = argv;
            this.listener = listener;
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }

    /** Runs nothing: the test speaks for the programs. */
    private static final class ScriptedGuest implements Guest {
        private final List<StartedJob> jobs = new ArrayList<>();
        private @Nullable String refusal;
        private boolean gone;

        StartedJob job(int number) {
            return jobs.get(number);
        }

        @Override
        public Job start(List<String> argv, String input, JobListener listener) {
            if (refusal != null) {
                throw new GuestRefused(refusal);
            }
            StartedJob job = new StartedJob(argv, listener);
            jobs.add(job);
            if (gone) {
                listener.ended(-1);
            }
            return job;
        }

        @Override
        public CompletionStage<Void> answering() {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> assign(MacAddress nic, Ipv4Cidr address) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> announce(MacAddress nic, Ipv4Cidr address) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> powerOff() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Map<MacAddress, Counters>> counters() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SerialConsole console() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}
