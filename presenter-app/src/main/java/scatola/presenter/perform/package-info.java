/**
 * Performs a recording again: its commands are sent to the live box, each waits for what followed it in the recording
 * to be seen. A recording becomes a {@code Plan}, the plan is checked against the box, a {@code Performance} decides
 * what to send and what to wait for, and a thread at the edge does it.
 */
@NullMarked
package scatola.presenter.perform;

import org.jspecify.annotations.NullMarked;
