package scatola.presenter.link;

import java.time.Instant;

/**
 * A link's token and what it says.
 *
 * @param token lets in whoever has it: not to be logged, nor put where a Referer or an address bar shows it
 * @param role of who has it
 * @param until when it ends
 */
public record Link(String token, Role role, Instant until) {
    /** @return without the token */
    @Override
    public String toString() {
        return "a link for a %s until %s".formatted(role.word(), until);
    }
}
