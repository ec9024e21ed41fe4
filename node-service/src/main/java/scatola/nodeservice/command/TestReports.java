package scatola.nodeservice.command;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.Sample;
import scatola.bus.message.TestKind;
import scatola.bus.message.TestRequest;
import scatola.bus.message.TestResult;
import scatola.bus.message.Verdict;
import scatola.nodeservice.report.Reporter;
import scatola.nodeservice.traffic.TestListener;
import scatola.nodeservice.traffic.TrafficResult;
import scatola.nodeservice.traffic.TrafficSample;

/** Says on the bus what traffic tests see and find. */
final class TestReports {
    private static final Logger LOG = LoggerFactory.getLogger(TestReports.class);
    private static final Duration EXPIRY = Duration.ofSeconds(TestResult.EXPIRY_S);

    private final Reporter reporter;
    private final Clock clock;
    private final Map<TestId, Consumer<Verdict>> afterwards = new ConcurrentHashMap<>();

    TestReports(Reporter reporter, Clock clock) {
        this.reporter = reporter;
        this.clock = clock;
    }

    /**
     * @param listens told null when a server listens, or a reason when it ended before
     */
    TestListener of(
            TestId id, VmName from, @Nullable String to, TestRequest request, Consumer<@Nullable String> listens) {
        TestKind kind = kind(request);
        String by = request.sender().by();
        LOG.info("vm={} test={} kind={} to={} by={}", from, id, kind, to, by);
        return new TestListener() {
            @Override
            public void sample(TrafficSample sample) {
                if (sample instanceof TrafficSample.Listening) {
                    listens.accept(null);
                }
                Sample.Head head = new Sample.Head(from, to, reporter.session(), clock.instant());
                reporter.passing(new Topic.TestSample(id), message(head, kind, sample));
            }

            @Override
            public void ended(TrafficResult result) {
                LOG.info("vm={} test={} verdict={} ended={}", from, id, result.verdict(), result.ended());
                listens.accept(result.text() == null ? "it ended at once" : result.text());
                reporter.happened(
                        new Topic.TestResult(id),
                        stamp -> new TestResult(
                                stamp,
                                kind,
                                from,
                                to,
                                result.verdict(),
                                result.ended(),
                                result.durationMs(),
                                by,
                                result.text(),
                                result.exitCode(),
                                result.ping(),
                                result.mbitPerS(),
                                result.lines(),
                                result.droppedLines()),
                        EXPIRY);
                TestReports.this.ended(id, result.verdict());
            }
        };
    }

    /** Tells the verdict once when a test, which is to be started, has ended. */
    void whenEnded(TestId id, Consumer<Verdict> then) {
        afterwards.put(id, then);
    }

    /** A test has ended, or never began. */
    void ended(TestId id, Verdict verdict) {
        Consumer<Verdict> then = afterwards.remove(id);
        if (then != null) {
            then.accept(verdict);
        }
    }

    private static Sample message(Sample.Head head, TestKind kind, TrafficSample sample) {
        return switch (sample) {
            case TrafficSample.PingReply s -> new Sample.PingReply(head, s.seq(), s.bytes(), s.ttl(), s.ms());
            case TrafficSample.PingTimeout s -> new Sample.PingTimeout(head, s.seq());
            case TrafficSample.Interval s -> new Sample.IperfInterval(head, s.seq(), s.fromS(), s.toS(), s.mbitPerS());
            case TrafficSample.Line s -> new Sample.Line(head, kind, s.seq(), s.text());
            case TrafficSample.Listening s -> new Sample.Line(head, kind, 0, null);
        };
    }

    private static TestKind kind(TestRequest request) {
        return switch (request) {
            case TestRequest.Ping r -> TestKind.PING;
            case TestRequest.NetcatListen r -> TestKind.NETCAT;
            case TestRequest.NetcatSend r -> TestKind.NETCAT;
            case TestRequest.IperfServe r -> TestKind.IPERF;
            case TestRequest.Iperf r -> TestKind.IPERF;
            case TestRequest.Exec r -> TestKind.EXEC;
            case TestRequest.Stop r -> throw new IllegalArgumentException("a stop is no test");
        };
    }
}
