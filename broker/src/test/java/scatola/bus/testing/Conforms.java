package scatola.bus.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What of the contract a test holds, by the ids of docs/conformance.md. That document says of each id which tests hold
 * it, and a test of this module holds the document to that.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Conforms {
    /** @return ids, at least one */
    String[] value();
}
