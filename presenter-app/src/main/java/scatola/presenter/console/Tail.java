package scatola.presenter.console;

/** The last {@value #MOST} bytes of a console. Not safe for several threads. */
final class Tail {
    /** As many as a node keeps. */
    static final int MOST = 64 * 1024;

    private final Run run = new Run();

    void add(byte[] bytes) {
        run.add(bytes);
        run.drop(run.size() - MOST);
    }

    void set(byte[] bytes) {
        run.drop(run.size());
        add(bytes);
    }

    byte[] bytes() {
        return run.copy();
    }
}
