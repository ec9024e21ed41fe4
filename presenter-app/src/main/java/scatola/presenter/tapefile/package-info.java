/**
 * A recording as a file that people can keep, send, read and write with other tools: JSON lines, a header, what held at
 * the beginning, then what happened, then an end, so that a cut is noticed. docs/timeline.md tells strangers about it.
 */
@NullMarked
package scatola.presenter.tapefile;

import org.jspecify.annotations.NullMarked;
