/**
 * Who is at the page: presenters by name, who stand on the bus as long as they are here, and how many look on. Not about
 * nodes: whether those are there is the business of {@code presence}.
 */
@NullMarked
package scatola.presenter.attendance;

import org.jspecify.annotations.NullMarked;
