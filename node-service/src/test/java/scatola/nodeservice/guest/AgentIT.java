package scatola.nodeservice.guest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is peculiar to guests that are reached by the guest agent. */
class AgentIT {
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private BootedGuest booted;

    @BeforeEach
    void boot(@TempDir Path folder) throws Exception {
        booted = new BootedGuest("doge-agent", 1, "vxvde://239.1.2.3/vni=6/if=lo", folder, timers);
        booted.guest().answering().toCompletableFuture().get(60, SECONDS);
    }

    @AfterEach
    void end() {
        booted.close();
        timers.shutdownNow();
    }

    @Test
    void theFileBetweenUsIsEmptiedAndAProgramThatIsLoudIsHeardToItsEnd() throws Exception {
        RecordedJob loud = RecordedJob.run(
                booted.guest(),
                "sh",
                "-c",
                "l=$(printf %900s x);i=0;while [ $i -lt 3500 ];do echo $i$l;i=$((i+1));done");

        assertThat(loud.exitCode()).isZero();
        assertThat(loud.lines()).hasSizeBetween(2000, 3500);
        RecordedJob size = RecordedJob.run(booted.guest(), "sh", "-c", "cat /tmp/scatola-*/out | wc -c");
        assertThat(size.exitCode()).isZero();
        assertThat(Integer.parseInt(size.lines().getFirst().trim())).isLessThan(3_000_000);
    }

    @Test
    void anAgentThatIsStartedAnewIsFoundAgain() throws Exception {
        RecordedJob job = RecordedJob.run(booted.guest(), "sh", "-c", "kill -9 $(pidof qemu-ga); sleep 4321");

        assertThat(job.exitCode()).isEqualTo(-1);
        assertThat(RecordedJob.run(booted.guest(), "true").exitCode()).isZero();
        assertThat(RecordedJob.run(booted.guest(), "pidof", "sleep").exitCode()).isEqualTo(1);
    }
}
