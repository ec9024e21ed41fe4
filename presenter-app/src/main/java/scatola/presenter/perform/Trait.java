package scatola.presenter.perform;

import scatola.bus.TestId;

/**
 * Something about a subject that can be one way or another.
 *
 * @param about the subject: its topic below the root, such as {@code vm/doge1}, or {@code alert/ID} whichever node says
 *     it
 * @param property what of it, such as {@code phase}
 */
record Trait(String about, String property) {
    private static final String TEST = "test/";

    static String aboutTest(TestId test) {
        return TEST + test;
    }

    boolean isOfTest() {
        return about.startsWith(TEST);
    }

    /** The same of another test: its id is the node's choice and is not the same twice. */
    Trait of(TestId test) {
        return new Trait(aboutTest(test), property);
    }

    TestId test() {
        return new TestId(about.substring(TEST.length()));
    }

    @Override
    public String toString() {
        return about + " " + property;
    }
}
