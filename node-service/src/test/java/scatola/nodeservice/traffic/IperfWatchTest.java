package scatola.nodeservice.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scatola.bus.message.Ended;
import scatola.bus.message.Verdict;
import scatola.nodeservice.traffic.TrafficSample.Interval;

class IperfWatchTest {
    private static final String CLIENT = """
            Connecting to host 10.1.1.2, port 12000
            [  5] local 10.1.1.1 port 44226 connected to 10.1.1.2 port 12000
            [ ID] Interval           Transfer     Bitrate         Retr  Cwnd
            [  5]   0.00-2.00   sec  82.5 MBytes   346 Mbits/sec    0    513 KBytes       \s
            [  5]   2.00-4.00   sec  0.00 Bytes  0.00 Mbits/sec    1   1.41 KBytes       \s
            - - - - - - - - - - - - - - - - - - - - - - - - -
            [ ID] Interval           Transfer     Bitrate         Retr
            [  5]   0.00-4.00   sec  82.5 MBytes   173 Mbits/sec    1             sender
            [  5]   0.00-4.04   sec  80.0 MBytes   166 Mbits/sec                  receiver

            iperf Done.
            """;

    private IperfWatch watch = new IperfWatch(false);

    @Test
    void everyIntervalIsASampleAndTheReceiversTotalIsTheResult() {
        assertThat(read(CLIENT)).containsExactly(new Interval(0, 0, 2, 346), new Interval(1, 2, 4, 0));

        TrafficResult result = watch.result(Ended.COMPLETED, 0, 4100);
        assertThat(result.verdict()).isEqualTo(Verdict.OK);
        assertThat(result.mbitPerS()).isEqualTo(166);
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void theFormOf2016IsReadToo() {
        assertThat(read("[  4]   0.00-2.00   sec  11.2 MBytes  47.0 Mbits/sec    0   53.7 KBytes"))
                .containsExactly(new Interval(0, 0, 2, 47));
    }

    @Test
    void aRefusedConnectionHasFailed() {
        read("iperf3: error - unable to connect to server: Connection refused");

        TrafficResult result = watch.result(Ended.COMPLETED, 1, 20);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.ended()).isEqualTo(Ended.FAILED);
        assertThat(result.text()).contains("unable to connect");
    }

    @Test
    void whoDoesNotAnswerIsUnreachable() {
        read("iperf3: error - unable to connect to server: Connection timed out");

        assertThat(watch.result(Ended.COMPLETED, 1, 3000).verdict()).isEqualTo(Verdict.UNREACHABLE);
    }

    @Test
    void aStreamThatBreaksOffIsLost() {
        read("[  5]   0.00-2.00   sec  82.5 MBytes   346 Mbits/sec    0    513 KBytes");

        TrafficResult result = watch.result(Ended.FAILED, -1, 30_000);
        assertThat(result.verdict()).isEqualTo(Verdict.LOST);
        assertThat(result.text()).isNotNull();
        assertThat(result.mbitPerS()).isNull();
    }

    @Test
    void oneThatIsStoppedIsWell() {
        read("[  5]   0.00-2.00   sec  82.5 MBytes   346 Mbits/sec    0    513 KBytes");

        assertThat(watch.result(Ended.STOPPED, -1, 3000).verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void aServerSaysThatItListensAndNothingElse() {
        watch = new IperfWatch(true);

        assertThat(read("scatola: listening\nServer listening on 12000\n" + CLIENT))
                .containsExactly(new TrafficSample.Listening());
        assertThat(watch.result(Ended.COMPLETED, 0, 4100).verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void aServerWhosePortIsTakenHasFailed() {
        watch = new IperfWatch(true);
        read("iperf3: error - unable to start listener for connections: Address already in use");

        TrafficResult result = watch.result(Ended.COMPLETED, 1, 20);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.text()).contains("Address already in use");
    }

    private List<TrafficSample> read(String text) {
        List<TrafficSample> samples = new ArrayList<>();
        text.lines().forEach(line -> samples.addAll(watch.line(line, Instant.EPOCH)));
        return samples;
    }
}
