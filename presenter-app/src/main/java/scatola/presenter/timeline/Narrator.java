package scatola.presenter.timeline;

import java.util.List;
import scatola.presenter.box.World;

/** Says what entries mean, for people. One for each tape that is being appended to; not safe for several threads. */
final class Narrator {
    /**
     * @param before the world before the entry
     * @param entry what happened
     * @param after the world after it
     * @return what it means; nothing if it means nothing new
     */
    List<Note> notes(World before, Entry entry, World after) {
        return entry instanceof Entry.Mark mark
                ? List.of(new Note(mark.at(), NoteKind.MARK, null, null, mark.by(), mark.title(), true))
                : List.of();
    }
}
