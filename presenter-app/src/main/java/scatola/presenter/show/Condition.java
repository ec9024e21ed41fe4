package scatola.presenter.show;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a field must be. Its text is for people and follows the field's name. */
sealed interface Condition {
    /** Whether a field with that value, or null for none, is as it must be. */
    boolean holds(@Nullable Value value);

    record Is(Value expected) implements Condition {
        @Override
        public boolean holds(@Nullable Value value) {
            return value != null && value.same(expected);
        }

        @Override
        public String toString() {
            return expected.toString();
        }
    }

    record IsNot(Value unwanted) implements Condition {
        @Override
        public boolean holds(@Nullable Value value) {
            return value == null || !value.same(unwanted);
        }

        @Override
        public String toString() {
            return "not " + unwanted;
        }
    }

    record AtLeast(BigDecimal least) implements Condition {
        @Override
        public boolean holds(@Nullable Value value) {
            return value instanceof Value.Numeral number && number.number().compareTo(least) >= 0;
        }

        @Override
        public String toString() {
            return "at least " + least.toPlainString();
        }
    }

    record AtMost(BigDecimal most) implements Condition {
        @Override
        public boolean holds(@Nullable Value value) {
            return value instanceof Value.Numeral number && number.number().compareTo(most) <= 0;
        }

        @Override
        public String toString() {
            return "at most " + most.toPlainString();
        }
    }

    /** A text that contains another, or a list that has an element. */
    record Contains(String part) implements Condition {
        @Override
        public boolean holds(@Nullable Value value) {
            return switch (value) {
                case null -> false;
                case Value.Text text -> text.text().contains(part);
                case Value.Items items -> items.values().stream().anyMatch(item -> item.same(new Value.Text(part)));
                case Value.Numeral number -> false;
                case Value.Truth truth -> false;
                case Value.Nothing nothing -> false;
                case Value.Fields fields -> false;
            };
        }

        @Override
        public String toString() {
            return "with '%s' in it".formatted(part);
        }
    }

    record Present(boolean wanted) implements Condition {
        @Override
        public boolean holds(@Nullable Value value) {
            return (value != null) == wanted;
        }

        @Override
        public String toString() {
            return wanted ? "given" : "not given";
        }
    }
}
