/**
 * What can be asked by HTTP and WebSocket, and a small page; docs/http.md tells what there is, {@code META-INF/openapi.yaml}
 * describes it. What is wrong with a request is a {@link scatola.presenter.web.Problem}. Nothing on the bus depends on it.
 */
@NullMarked
package scatola.presenter.web;

import org.jspecify.annotations.NullMarked;
