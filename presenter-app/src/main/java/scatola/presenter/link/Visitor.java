package scatola.presenter.link;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param role what they may do
 * @param until when their link ends, or null for whoever sits at the laptop and needs none
 */
public record Visitor(Role role, @Nullable Instant until) {}
