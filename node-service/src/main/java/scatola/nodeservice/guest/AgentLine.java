package scatola.nodeservice.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import scatola.nodeservice.guest.Guest.Job;
import scatola.nodeservice.guest.Guest.JobListener;
import scatola.nodeservice.guest.ShellProtocol.Answer;

/**
 * A shell that the QEMU guest agent runs for us. The agent tells a program's output only when that has ended, so the
 * shell reads from a FIFO and writes to a file, and we write and read both through the agent: often while something runs,
 * seldom else. The file is emptied when it has become large; lines that come at that very moment are lost.
 */
final class AgentLine implements CommandLine {
    private static final int LONGEST_ANSWER = 256 * 1024;
    private static final int READ_BYTES = 32 * 1024;
    private static final long FILE_BYTES = 2 << 20;
    private static final long SYNC_AGAIN_MS = 100;
    private static final long SYNC_SLOWEST_MS = 1000;
    private static final long UNANSWERED_MS = 2000;
    private static final long UNANSWERED_SLOWEST_MS = 60_000;
    private static final long SOON_MS = 5;
    private static final long POLL_MS = 20;
    private static final long IDLE_POLL_MS = 250;

    private final Loop loop;
    private final ShellProtocol protocol;
    private final ShellJobs jobs;
    private final Port port;
    private final AgentChannel agent;
    private final String folder;
    private final LineSplitter answers;
    private LineSplitter lines = new LineSplitter(LONGEST_ANSWER, this::heard);
    // All below belong to the loop's thread. Each start of a shell is an attempt; what concerns an older one is
    // ignored.
    private int attempt;
    private boolean synced;
    private boolean over;
    private long input;
    private long output;
    private long read;
    /** Of the poll that is to come; one that was put forward makes the older void. */
    private long nextPoll;

    private boolean polling;
    /** Counts questions and answers. */
    private long polls;

    AgentLine(String guest, Path socket, String key, Loop loop) {
        this.loop = loop;
        this.protocol = new ShellProtocol(key);
        this.jobs = new ShellJobs(guest, loop, protocol, this::say);
        this.folder = "/tmp/scatola-" + key;
        this.port = new Port(socket, new Port.Reader() {
            @Override
            public void read(byte[] bytes) {
                loop.admit(() -> AgentLine.this.answers.feed(bytes));
            }

            @Override
            public void closed(String reason) {
                loop.run(() -> {
                    over = true;
                    jobs.gone(reason);
                });
                loop.close();
            }
        });
        this.agent = new AgentChannel(port::send);
        this.answers = new LineSplitter(LONGEST_ANSWER, agent::heard);
    }

    void open() {
        port.open();
        loop.run(this::begin);
    }

    @Override
    public CompletionStage<Void> answering() {
        return jobs.answering();
    }

    @Override
    public Job start(List<String> argv, String input, JobListener listener) {
        return jobs.start(argv, input, listener);
    }

    @Override
    public void close() {
        port.close();
    }

    // ---- a shell of our own

    private void begin() {
        int mine = ++attempt;
        synced = false;
        jobs.lost();
        sync(mine, SYNC_AGAIN_MS);
    }

    private void sync(int mine, long againMs) {
        if (mine == attempt && !synced && !over) {
            agent.sync(() -> {
                synced = true;
                makeShell(mine);
            });
            loop.after(againMs, () -> sync(mine, Math.min(2 * againMs, SYNC_SLOWEST_MS)));
        }
    }

    /** A shell of an earlier attachment is told to go, and takes along what it ran. */
    private void makeShell(int mine) {
        String place = folder + "-" + mine;
        String script =
                "umask 077;for d in /tmp/scatola-*;do [ ! -p \"$d/in\" ]||echo exit 1<>\"$d/in\";rm -rf \"$d\";done;"
                        + "mkdir " + place + "&&mkfifo " + place + "/in&&:>" + place + "/out&&"
                        + "exec sh 0<>" + place + "/in >>" + place + "/out 2>&1";
        ObjectNode exec = AgentChannel.arguments().put("path", "/bin/sh").put("capture-output", false);
        ArrayNode arguments = exec.putArray("arg");
        arguments.add("-c").add(script);
        ask("guest-exec", exec, started -> openBoth(mine, place));
    }

    private void openBoth(int mine, String place) {
        // The FIFO is opened for reading too: opening it for writing alone would wait for the shell.
        open(place + "/out", "r", mine, out -> {
            output = out;
            open(place + "/in", "r+", mine, in -> {
                input = in;
                read = 0;
                lines = new LineSplitter(LONGEST_ANSWER, this::heard);
                polling = false;
                say(protocol.greeting(), unsaid -> {});
            });
        });
    }

    /** The shell makes its files some milliseconds after it was asked for. */
    private void open(String path, String mode, int mine, Consumer<Long> opened) {
        ObjectNode arguments = AgentChannel.arguments().put("path", path).put("mode", mode);
        agent.ask(
                "guest-file-open",
                arguments,
                handle -> opened.accept(handle.asLong()),
                refused -> loop.after(SOON_MS, () -> {
                    if (mine == attempt && !over) {
                        open(path, mode, mine, opened);
                    }
                }));
    }

    // ---- what it says

    private void pollAfter(long ms, int mine) {
        long ticket = ++nextPoll;
        loop.after(ms, () -> {
            if (ticket == nextPoll) {
                poll(mine);
            }
        });
    }

    private void poll(int mine) {
        if (mine != attempt || over) {
            return;
        }
        polling = true;
        probeUnlessRead(mine, ++polls, UNANSWERED_MS);
        ask("guest-file-read", handle(output).put("count", READ_BYTES), answer -> {
            polls++;
            int count = answer.path("count").asInt();
            read += count;
            if (count > 0) {
                lines.feed(Base64.getDecoder().decode(answer.path("buf-b64").asText()));
            }
            if (count == READ_BYTES) {
                poll(mine);
            } else if (read > FILE_BYTES) {
                empty(mine);
            } else {
                polling = false;
                pollAfter(jobs.isReady() && jobs.isIdle() ? IDLE_POLL_MS : POLL_MS, mine);
            }
        });
    }

    private void probeUnlessRead(int mine, long poll, long afterMs) {
        loop.after(afterMs, () -> {
            if (mine == attempt && poll == polls && !over) {
                agent.probe(this::begin);
                probeUnlessRead(mine, poll, Math.min(2 * afterMs, UNANSWERED_SLOWEST_MS));
            }
        });
    }

    private void empty(int mine) {
        say(":>" + folder + "-" + mine + "/out", unsaid -> {});
        awaitEmpty(mine);
    }

    private void awaitEmpty(int mine) {
        ask("guest-file-seek", handle(output).put("offset", 0).put("whence", 2), end -> {
            if (end.path("position").asLong() >= read) {
                loop.after(POLL_MS, () -> awaitEmpty(mine));
            } else {
                read = 0;
                ask("guest-file-seek", handle(output).put("offset", 0).put("whence", 0), begin -> poll(mine));
            }
        });
    }

    private void heard(String line) {
        Answer answer = protocol.read(line);
        if (answer != null) {
            jobs.heard(answer);
        }
    }

    // ---- what it is told

    private void say(String script, Consumer<String> unsaid) {
        String text = Base64.getEncoder().encodeToString((script + "\n").getBytes(StandardCharsets.UTF_8));
        agent.ask("guest-file-write", handle(input).put("buf-b64", text), written -> {}, this::failed);
        ask("guest-file-flush", handle(input), flushed -> {});
        if (!polling) {
            pollAfter(SOON_MS, attempt);
        }
    }

    private static ObjectNode handle(long handle) {
        return AgentChannel.arguments().put("handle", handle);
    }

    private void ask(String execute, ObjectNode arguments, Consumer<JsonNode> answered) {
        int mine = attempt;
        agent.ask(
                execute,
                arguments,
                answer -> {
                    if (mine == attempt && !over) {
                        answered.accept(answer);
                    }
                },
                this::failed);
    }

    /** The agent was started anew and has lost our files, or does not let us run anything. */
    private void failed(String reason) {
        if (synced && !over) {
            // Of a command; a file's handle is said to be not found too.
            if (reason.toLowerCase(Locale.ROOT).contains("command")) {
                over = true;
                jobs.refused("the guest agent does not run programs: " + reason);
                return;
            }
            synced = false;
            int mine = ++attempt;
            loop.after(SYNC_SLOWEST_MS, () -> {
                if (mine == attempt && !over) {
                    begin();
                }
            });
        }
    }
}
