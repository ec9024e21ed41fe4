package scatola.nodeservice.guest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A real guest that is reset, powers off or dies. */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"doge", "doge-serial", "doge-agent"})
class GuestLifeIT {
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final BootedGuest booted;

    GuestLifeIT(String image, @TempDir Path folder) throws Exception {
        booted = new BootedGuest(image, 1, "vxvde://239.1.2.3/vni=8/if=lo", folder, timers);
        booted.guest().answering().toCompletableFuture().get(60, SECONDS);
    }

    @AfterEach
    void end() {
        booted.close();
        timers.shutdownNow();
    }

    @Test
    void itPowersItselfOff() throws Exception {
        booted.guest().powerOff().toCompletableFuture().get(10, SECONDS);

        await().atMost(Duration.ofSeconds(20)).until(() -> !booted.qemu().isAlive());
    }

    @Test
    void aProgramEndsWhenTheMachineDies() throws Exception {
        RecordedJob job = RecordedJob.run(booted.guest(), "sh", "-c", "echo up; sleep 4321");
        await().until(() -> !job.lines().isEmpty());

        booted.qemu().destroyForcibly();

        assertThat(job.exitCode()).isEqualTo(-1);
    }

    @Test
    void aPausedGuestsProgramsGoOnWhenItDoes() throws Exception {
        RecordedJob job = RecordedJob.run(booted.guest(), "sh", "-c", "while :; do echo tick; sleep 1; done");
        await().until(() -> job.lines().size() >= 2);

        booted.monitor("stop");
        int[] seen = {job.lines().size()};
        await().atMost(Duration.ofSeconds(10)).during(Duration.ofSeconds(4)).until(() -> {
            // What was on its way when it stopped may still come.
            boolean quiet = job.lines().size() <= seen[0] + 1;
            return quiet && !job.hasEnded();
        });
        booted.monitor("cont");

        await().until(() -> job.lines().size() >= seen[0] + 3);
        assertThat(RecordedJob.run(booted.guest(), "true").exitCode()).isZero();
        assertThat(job.hasEnded()).isFalse();
    }

    @Test
    void afterAResetANewAttachmentAnswersOnceItHasBootedAgain() throws Exception {
        RecordedJob job = RecordedJob.run(booted.guest(), "sh", "-c", "echo up; sleep 4321");
        await().until(() -> !job.lines().isEmpty());

        booted.monitor("system_reset");
        booted.guest().close();
        Guest again = booted.attach();

        assertThat(job.exitCode()).isEqualTo(-1);
        again.answering().toCompletableFuture().get(60, SECONDS);
        RecordedJob uptime = RecordedJob.run(again, "pidof", "sleep");
        assertThat(uptime.exitCode()).isEqualTo(1);
    }
}
