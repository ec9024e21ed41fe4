package scatola.nodeservice.guest;

import java.util.List;
import java.util.concurrent.CompletionStage;
import scatola.nodeservice.guest.Guest.Job;
import scatola.nodeservice.guest.Guest.JobListener;

/** How programs are run in a guest, whatever way there is. Safe for several threads; nothing here blocks. */
interface CommandLine extends AutoCloseable {
    /** How many programs may run at once, those that are this service's own included. */
    int JOBS_AT_ONCE = 40;

    /** @return completes at the first answer */
    CompletionStage<Void> answering();

    /** As {@link Guest#start}; argv and input have been checked. */
    Job start(List<String> argv, String input, JobListener listener);

    /** Ends every job with -1 and fails what is still waited for. The guest runs on. */
    @Override
    void close();
}
