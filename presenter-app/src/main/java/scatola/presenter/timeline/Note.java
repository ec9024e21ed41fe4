package scatola.presenter.timeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an entry means, in one line for people. Most entries mean nothing new and have none.
 *
 * @param at the entry's moment
 * @param kind what it is about
 * @param vm the guest it is about, or null
 * @param node the node it is about, or null
 * @param by who did it, or null
 * @param text one line without line breaks
 * @param chapter whether an audience would notice, so that it begins a chapter
 * @param sign what comes or goes, or null if that can't be said in a sign
 */
public record Note(
        Instant at,
        NoteKind kind,
        @Nullable String vm,
        @Nullable String node,
        @Nullable String by,
        String text,
        boolean chapter,
        @Nullable Sign sign) {
    /** One without a sign. */
    Note(
            Instant at,
            NoteKind kind,
            @Nullable String vm,
            @Nullable String node,
            @Nullable String by,
            String text,
            boolean chapter) {
        this(at, kind, vm, node, by, text, chapter, null);
    }

    /** The same with that sign. */
    Note with(@Nullable Sign sign) {
        return new Note(at, kind, vm, node, by, text, chapter, sign);
    }

    /**
     * @return whether it can be drawn: it begins a chapter, or has a sign
     */
    public boolean isDrawn() {
        return chapter || sign != null;
    }
}
