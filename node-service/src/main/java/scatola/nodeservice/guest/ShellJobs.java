package scatola.nodeservice.guest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import scatola.nodeservice.guest.Guest.GuestGone;
import scatola.nodeservice.guest.Guest.GuestRefused;
import scatola.nodeservice.guest.Guest.Job;
import scatola.nodeservice.guest.Guest.JobListener;
import scatola.nodeservice.guest.ShellProtocol.Answer;

/** The programs that one shell runs for us: which there are, what is said to it and who hears its answers. */
final class ShellJobs {
    /** As a shell gives it for a program that it couldn't start. */
    private static final int CANNOT_START = 126;

    private static final int KILLED = 137;
    private static final long ASK_AGAIN_MS = 250;
    private static final long KILL_AFTER_MS = 1000;
    private static final long GIVE_UP_MS = 1500;
    private static final long UNHEARD_MS = 2000;

    /** Whoever can say something to the shell, on the loop. */
    interface Speaker {
        /**
         * @param script what the shell is to do; it answers with at least one line
         * @param unsaid hears why it could not be said, if so
         */
        void say(String script, Consumer<String> unsaid);
    }

    private final String guest;
    private final Loop loop;
    private final ShellProtocol protocol;
    private final Speaker speaker;
    private final CompletableFuture<Void> answering = new CompletableFuture<>();
    // All below belong to the loop's thread.
    private final Map<Integer, RunningJob> jobs = new LinkedHashMap<>();
    private final List<RunningJob> early = new ArrayList<>();
    private boolean ready;
    private @Nullable String gone;
    private int lastJob;

    ShellJobs(String guest, Loop loop, ShellProtocol protocol, Speaker speaker) {
        this.guest = guest;
        this.loop = loop;
        this.protocol = protocol;
        this.speaker = speaker;
    }

    CompletionStage<Void> answering() {
        return answering.minimalCompletionStage();
    }

    boolean isReady() {
        return ready;
    }

    boolean isIdle() {
        return jobs.isEmpty();
    }

    /** On any thread. */
    Job start(List<String> argv, String input, JobListener listener) {
        RunningJob job = new RunningJob(List.copyOf(argv), input, listener);
        if (!loop.run(job::begin)) {
            listener.ended(-1);
        }
        return job;
    }

    /** The shell said a line. */
    void heard(Answer answer) {
        switch (answer) {
            case Answer.New() -> {
                if (ready) {
                    lost();
                }
            }
            case Answer.Ready() -> becomeReady();
            case Answer.Started(int id, int pid) -> {
                RunningJob job = jobs.get(id);
                if (job != null) {
                    job.started(pid);
                }
            }
            case Answer.Output(int id, String text) -> {
                RunningJob job = jobs.get(id);
                if (job != null) {
                    job.listener.line(text);
                }
            }
            case Answer.Ended(int id, int exitCode) -> {
                RunningJob job = jobs.get(id);
                if (job != null) {
                    job.end(exitCode);
                }
            }
        }
    }

    /** The shell is another one than before: what the old one ran is over. */
    void lost() {
        ready = false;
        endAll();
    }

    /** There will be no shell any more. */
    void gone(String reason) {
        gone = reason;
        ready = false;
        answering.completeExceptionally(new GuestGone("%s is gone: %s".formatted(guest, reason)));
        early.forEach(job -> job.listener.ended(-1));
        early.clear();
        endAll();
    }

    /** It can't be made to answer. */
    void refused(String reason) {
        answering.completeExceptionally(new GuestRefused(reason));
    }

    private void becomeReady() {
        if (ready || gone != null) {
            return;
        }
        ready = true;
        answering.complete(null);
        List<RunningJob> waiting = List.copyOf(early);
        early.clear();
        waiting.forEach(RunningJob::begin);
    }

    private void endAll() {
        List.copyOf(jobs.values()).forEach(job -> job.end(-1));
    }

    /** A program from its start to its end; touched on the loop only, but for {@link #stop}. */
    private final class RunningJob implements Job {
        private final List<String> argv;
        private final String input;
        private final JobListener listener;
        private int id;
        private int pid;
        private boolean stopping;

        RunningJob(List<String> argv, String input, JobListener listener) {
            this.argv = argv;
            this.input = input;
            this.listener = listener;
        }

        void begin() {
            if (gone != null) {
                listener.ended(-1);
            } else if (jobs.size() + early.size() >= CommandLine.JOBS_AT_ONCE) {
                unsaid("%s runs %d programs already: stop one".formatted(guest, jobs.size()));
            } else if (!ready) {
                early.add(this);
            } else {
                id = ++lastJob;
                // Only when none is on its way: one that isn't known by its process would be forgotten.
                boolean allKnown = jobs.values().stream().allMatch(job -> job.pid > 0);
                String known = allKnown
                        ? protocol.stillRun(
                                jobs.values().stream().map(job -> job.pid).toList())
                        : "";
                jobs.put(id, this);
                speaker.say(known + protocol.start(id, argv, input), this::unsaid);
                loop.after(UNHEARD_MS, this::askWhoIsThere);
            }
        }

        /** A shell that was started anew behind our back knows nothing of us: the greeting finds out. */
        private void askWhoIsThere() {
            if (runs() && pid == 0) {
                speaker.say(protocol.greeting(), reason -> {});
                loop.after(UNHEARD_MS, this::askWhoIsThere);
            }
        }

        void started(int pid) {
            this.pid = pid;
            if (stopping) {
                askToEnd();
            }
        }

        @Override
        public void stop() {
            loop.run(() -> {
                if (early.remove(this)) {
                    listener.ended(KILLED);
                } else if (runs() && !stopping) {
                    stopping = true;
                    if (pid > 0) {
                        askToEnd();
                    }
                }
            });
        }

        void end(int exitCode) {
            if (jobs.remove(id, this)) {
                listener.ended(exitCode);
            }
        }

        private void askToEnd() {
            signal(false);
            // A process that has only just begun may not lead its group yet.
            loop.after(ASK_AGAIN_MS, () -> signal(false));
            loop.after(KILL_AFTER_MS, () -> signal(true));
            loop.after(GIVE_UP_MS, () -> end(KILLED));
        }

        private void signal(boolean atOnce) {
            if (runs()) {
                speaker.say(protocol.stop(pid, atOnce), reason -> {});
            }
        }

        private void unsaid(String reason) {
            jobs.remove(id, this);
            listener.line(reason);
            listener.ended(CANNOT_START);
        }

        private boolean runs() {
            return id > 0 && jobs.get(id) == this;
        }
    }
}
