package scatola.presenter.timeline;

import java.time.Instant;

/**
 * A note that was found.
 *
 * @param note it
 * @param timeOfDay when it was, by the machine's clock as it stood then
 * @param place where it stands, to go on behind it ({@link NoteQuery#after})
 */
public record Noted(Note note, Instant timeOfDay, String place) {}
