package scatola.presenter.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.ZoneId;
import java.util.List;
import scatola.bus.message.Json;
import scatola.presenter.timeline.Archive;
import scatola.presenter.timeline.ArchiveRefusal;
import scatola.presenter.timeline.Note;
import scatola.presenter.timeline.NoteQuery;
import scatola.presenter.timeline.Noted;

/** The timeline in words: who did what, and what followed. */
@Path("/api/timeline")
public final class TimelineResource {
    private final Archive archive;
    private final Place place;

    TimelineResource(Archive archive, Place place) {
        this.archive = archive;
        this.place = place;
    }

    /** A page of notes, and whether there are more behind it. */
    private record Page(List<Noted> notes, boolean more) {}

    /**
     * @param asked which
     * @return a page of notes in order: {@code items}, and {@code next}, to be sent as {@code after} for the next page,
     *     null on the last one; 400 with what to send instead, 404 for a recording that is not there
     */
    @GET
    @Produces("application/json")
    public String json(@BeanParam TimelineAsked asked) {
        Page page = page(asked, TimelineAsked.FEW);
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        page.notes().forEach(noted -> items.add(item(noted)));
        return JsonNodeFactory.instance
                .objectNode()
                .<ObjectNode>set("items", items)
                .put("next", page.more() ? page.notes().getLast().place() : null)
                .toString();
    }

    /**
     * @param asked which
     * @return the same as a table for a terminal, with times of day of this machine; a star begins a chapter
     */
    @GET
    @Produces("text/plain;charset=UTF-8;qs=0.5")
    public String text(@BeanParam TimelineAsked asked) {
        Page page = page(asked, TimelineAsked.MOST);
        return TimelineText.of(page.notes(), page.more(), ZoneId.systemDefault());
    }

    private Page page(TimelineAsked asked, int otherwise) {
        NoteQuery query = asked.query(otherwise, place.now(), ZoneId.systemDefault());
        try {
            // one more than wanted tells whether there are more
            List<Noted> found = archive.notes(new NoteQuery(
                    query.recording(),
                    query.from(),
                    query.to(),
                    query.kinds(),
                    query.drawn(),
                    query.vm(),
                    query.text(),
                    query.after(),
                    query.limit() + 1));
            boolean more = found.size() > query.limit();
            return new Page(more ? found.subList(0, query.limit()) : found, more);
        } catch (ArchiveRefusal refusal) {
            throw Problem.of(refusal.isMissing() ? 404 : 400, String.valueOf(refusal.getMessage()));
        }
    }

    private static ObjectNode item(Noted noted) {
        Note note = noted.note();
        return Json.object()
                .put("at", note.at().toString())
                .put("time", noted.timeOfDay().toString())
                .put("kind", note.kind())
                .put("vm", note.vm())
                .put("node", note.node())
                .put("by", note.by())
                .put("text", note.text())
                .put("chapter", note.chapter())
                .put("sign", note.sign())
                .node();
    }
}
