package scatola.presenter.timeline;

/** The timeline can't do what was asked, and nothing was changed; the message says what to do instead. */
public final class ArchiveRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean missing;

    private ArchiveRefusal(String message, boolean missing) {
        super(message);
        this.missing = missing;
    }

    /**
     * @param reason for people
     * @return a refusal because it may not be done
     */
    public static ArchiveRefusal because(String reason) {
        return new ArchiveRefusal(reason, false);
    }

    /**
     * @param id of a recording that is not there
     * @return a refusal for that reason
     */
    public static ArchiveRefusal noSuchRecording(long id) {
        return new ArchiveRefusal("there is no recording %d: GET /api/recordings lists them".formatted(id), true);
    }

    /** @return whether what it was about is not there */
    public boolean isMissing() {
        return missing;
    }
}
