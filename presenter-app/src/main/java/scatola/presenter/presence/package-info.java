/** Notices nodes that have fallen silent sooner than the broker does. */
@NullMarked
package scatola.presenter.presence;

import org.jspecify.annotations.NullMarked;
