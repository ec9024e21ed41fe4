package scatola.presenter.timeline;

import static scatola.presenter.box.Told.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.presenter.box.World;

/** A tape as it is written, and what the narrator says of it. Payloads are JSON with single quotes. */
final class Tale {
    final List<Note> notes = new ArrayList<>();
    private Narrator narrator = new Narrator();
    private World world = World.empty();
    private Instant now = T0;
    private long session = 1;
    private long seq;

    /** Time passes. */
    Tale passes(long millis) {
        now = now.plusMillis(millis);
        return this;
    }

    /** The recorder is started again, and knows the world as it was. */
    Tale restarted() {
        narrator = new Narrator();
        return this;
    }

    /** Nodes speak in their next session from now on. */
    Tale nextSession() {
        session++;
        seq = 0;
        return this;
    }

    /** Something is said. */
    List<String> said(String topic, String json) {
        return told(new Entry.Message(tick(), topic, Bytes.of(json.replace('\'', '"')), 1, false));
    }

    /** A state is said: with session, seq and ts. */
    List<String> state(String topic, String fields) {
        return said(topic, stamped(fields));
    }

    /** A state is heard that the broker had kept. */
    List<String> kept(String topic, String fields) {
        return told(new Entry.Message(tick(), topic, Bytes.of(stamped(fields)), 1, true));
    }

    /** A guest's state. */
    List<String> guest(String vm, String node, String phase, String more) {
        return state("vm/" + vm, guestFields(node, phase, more));
    }

    static String guestFields(String node, String phase, String more) {
        return "'state':'%s','target':'ON','phase':'%s','since':'%s','node':'%s','image':'doge','memory_mib':128,'networks':['stage']%s"
                .formatted(phase.equals("running") ? "ON" : "OFF", phase, T0, node, more.isEmpty() ? "" : "," + more);
    }

    /** A link's state. */
    List<String> link(String vm, String state, @Nullable String ip, String more) {
        return state(
                "link/%s/stage".formatted(vm),
                "'state':'%s','node':'pi1','mac':'52:54:00:12:34:56'%s,'vnl':'vxvde://239.1.2.3/vni=42'%s"
                        .formatted(
                                state,
                                ip == null ? "" : ",'ip':'%s'".formatted(ip),
                                more.isEmpty() ? ",'delay_ms':0,'loss_pct':0" : "," + more));
    }

    /** A sample of a ping: a reply. */
    List<String> reply(String test, long number) {
        return said(
                "test/" + test,
                "{'kind':'ping','from':'doge1','to':'10.1.1.2','session':1,'ts':'%s','seq':%d,'bytes':64,'ttl':64,'ms':0.4}"
                        .formatted(T0, number));
    }

    /** A sample of a ping: a timeout. */
    List<String> timeout(String test, long number) {
        return said(
                "test/" + test,
                "{'kind':'ping','from':'doge1','to':'10.1.1.2','session':1,'ts':'%s','seq':%d,'timeout':true}"
                        .formatted(T0, number));
    }

    /** The broker is lost. */
    List<String> outage() {
        return told(new Entry.Outage(tick(), "connection reset"));
    }

    /** The clock's entry, as any other. */
    List<String> told(Entry entry) {
        World before = world;
        world = Fold.after(before, entry);
        List<Note> said = narrator.notes(before, entry, world);
        notes.addAll(said);
        return said.stream().map(Tale::line).toList();
    }

    /** The present. */
    Instant now() {
        return now;
    }

    /** {@code KIND VM@NODE by WHO: TEXT}, an asterisk before a chapter. */
    static String line(Note note) {
        String about = note.vm() == null && note.node() == null
                ? ""
                : " %s@%s".formatted(note.vm() == null ? "" : note.vm(), note.node() == null ? "" : note.node());
        return "%s%s%s%s: %s"
                .formatted(
                        note.chapter() ? "* " : "",
                        note.kind(),
                        about,
                        note.by() == null ? "" : " by " + note.by(),
                        note.text());
    }

    private String stamped(String fields) {
        return "{'session':%d,'seq':%d,'ts':'%s',%s}"
                .formatted(session, ++seq, T0, fields)
                .replace('\'', '"');
    }

    private Instant tick() {
        now = now.plus(Duration.ofNanos(1000));
        return now;
    }
}
