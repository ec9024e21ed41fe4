package scatola.presenter.link;

import java.time.Instant;

/**
 * A link that was handed out.
 *
 * @param id its own, by which it can be spoken of; says nothing of the token
 * @param token lets in whoever has it: not to be logged, nor put where a Referer or an address bar shows it
 * @param role of who has it
 * @param made when
 * @param until when it ends
 */
public record Link(String id, String token, Role role, Instant made, Instant until) {
    /** @return without the token */
    @Override
    public String toString() {
        return "a link for a %s until %s".formatted(role.word(), until);
    }
}
