package scatola.bus;

import java.util.function.Function;

/**
 * What came of reading something from the wire: the value, or why there is none.
 *
 * @param <T> the value's type
 */
public sealed interface Decoded<T> {
    /**
     * It could be read.
     *
     * @param value what it says
     */
    record Value<T>(T value) implements Decoded<T> {}

    /**
     * It could not be read.
     *
     * @param reason one sentence that says what is wrong and what to write instead
     */
    record Malformed<T>(String reason) implements Decoded<T> {}

    /**
     * @param next what to do with a value
     * @return the result of {@code next}, or the same reason
     * @param <R> the next value's type
     */
    default <R> Decoded<R> map(Function<? super T, ? extends R> next) {
        return switch (this) {
            case Value<T> good -> new Value<>(next.apply(good.value()));
            case Malformed<T> bad -> new Malformed<>(bad.reason());
        };
    }
}
