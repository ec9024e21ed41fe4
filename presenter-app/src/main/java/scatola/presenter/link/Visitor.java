package scatola.presenter.link;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param role what they may do
 * @param until when their link ends, or null for whoever sits at the laptop and needs none
 * @param link which one it is, or null
 */
public record Visitor(
        Role role, @Nullable Instant until, @Nullable String link) {}
