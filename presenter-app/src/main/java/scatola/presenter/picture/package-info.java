/**
 * The world as clients of HTTP and WebSocket get it, in JSON: whole ({@link scatola.presenter.picture.Picture}), and what
 * changes in it ({@link scatola.presenter.picture.Change}), one message after the other, without ever keeping more for a
 * slow client than fits a bound. Knows neither HTTP nor MQTT.
 */
@NullMarked
package scatola.presenter.picture;

import org.jspecify.annotations.NullMarked;
