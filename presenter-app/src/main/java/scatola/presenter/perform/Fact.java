package scatola.presenter.perform;

/**
 * Something an audience would notice. Figures that are never the same twice are none.
 *
 * @param trait of what
 * @param value how it is
 */
record Fact(Trait trait, String value) {
    static Fact of(String about, String property, Object value) {
        return new Fact(new Trait(about, property), value.toString());
    }

    @Override
    public String toString() {
        return "%s is %s".formatted(trait, value);
    }
}
