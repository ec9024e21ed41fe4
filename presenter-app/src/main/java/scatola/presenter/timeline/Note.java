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
 */
public record Note(
        Instant at,
        NoteKind kind,
        @Nullable String vm,
        @Nullable String node,
        @Nullable String by,
        String text,
        boolean chapter) {}
