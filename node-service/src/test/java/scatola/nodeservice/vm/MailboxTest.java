package scatola.nodeservice.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Mailbox<String> mailbox = new Mailbox<>(2);

    @Test
    void whatIsReportedGoesBeforeWhatIsAsked() throws InterruptedException {
        mailbox.ask("please");
        mailbox.tell("first");
        mailbox.tell("second");

        assertThat(mailbox.take()).isEqualTo("first");
        assertThat(mailbox.take()).isEqualTo("second");
        assertThat(mailbox.take()).isEqualTo("please");
    }

    @Test
    void requestsAreBoundedAndReportsAreNot() throws InterruptedException {
        assertThat(mailbox.ask("a")).isTrue();
        assertThat(mailbox.ask("b")).isTrue();
        assertThat(mailbox.ask("c")).isFalse();
        for (int i = 0; i < 100; i++) {
            mailbox.tell("r" + i);
        }

        assertThat(mailbox.take()).isEqualTo("r0");
    }

    @Test
    void anEmptyOneIsWaitedFor() throws InterruptedException {
        BlockingQueue<String> taken = new ArrayBlockingQueue<>(1);
        Thread owner = Thread.ofVirtual().start(() -> {
            try {
                taken.add(mailbox.take());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        mailbox.ask("at last");

        assertThat(taken.poll(5, TimeUnit.SECONDS)).isEqualTo("at last");
        assertThat(owner.join(Duration.ofSeconds(5))).isTrue();
    }
}
