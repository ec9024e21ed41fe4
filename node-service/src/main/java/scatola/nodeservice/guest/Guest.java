package scatola.nodeservice.guest;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;

/**
 * The inside of one running machine. Safe for several threads; nothing here blocks. Stages fail with
 * {@link GuestRefused} where the guest said no and with {@link GuestGone} where it is no longer there.
 */
public interface Guest extends AutoCloseable {
    /** @return completes as soon as the guest's command line answers for the first time */
    CompletionStage<Void> answering();

    /**
     * Runs a program in the guest, beside whatever else runs there.
     *
     * @param argv the program and its arguments, each taken literally whatever characters it has
     * @param input what the program reads on its standard input, which ends after it; control characters other than
     *     line feed and tab are refused
     * @param listener hears of its output and its end, on one thread at a time
     * @return the running job
     */
    Job start(List<String> argv, String input, JobListener listener);

    /**
     * Gives a NIC its address in place of those it had and announces it to the network (gratuitous ARP, RFC 5227), so
     * that neighbours forget who had it before.
     *
     * @param nic which NIC
     * @param address the address
     * @return completes when it is set and announced
     */
    CompletionStage<Void> assign(MacAddress nic, Ipv4Cidr address);

    /**
     * Announces an address again that the NIC has already.
     *
     * @param nic which NIC
     * @param address the address
     * @return completes when it is announced
     */
    CompletionStage<Void> announce(MacAddress nic, Ipv4Cidr address);

    /** @return completes when the guest has taken the command to power itself off */
    CompletionStage<Void> powerOff();

    /** @return what each NIC has carried; empty where asking would disturb whoever uses the console */
    CompletionStage<Map<MacAddress, Counters>> counters();

    /** @return the serial console */
    SerialConsole console();

    /** Lets go of the guest; it runs on. */
    @Override
    void close();

    /**
     * Bytes that a NIC carried since the guest booted.
     *
     * @param rxBytes received
     * @param txBytes sent
     */
    record Counters(long rxBytes, long txBytes) {}

    /** A program running in a guest. */
    interface Job {
        /** Ends it (SIGTERM, then SIGKILL); its listener still hears of the end. Does nothing if it has ended. */
        void stop();
    }

    /** Hears of a program's output and end. Must not block. */
    interface JobListener {
        /**
         * A line of its standard output or error.
         *
         * @param text without the line's end
         */
        void line(String text);

        /**
         * It ended, by itself or stopped, or its guest went. The last call ever.
         *
         * @param exitCode as a shell gives it, or -1 if the guest went
         */
        void ended(int exitCode);
    }

    /** The guest said no; the message says what to do about it. */
    final class GuestRefused extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** @param message why, in the guest's words and ours */
        public GuestRefused(String message) {
            super(message);
        }
    }

    /** The guest is no longer there, or was let go. */
    final class GuestGone extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** @param message which guest and what was asked of it */
        public GuestGone(String message) {
            super(message);
        }
    }
}
