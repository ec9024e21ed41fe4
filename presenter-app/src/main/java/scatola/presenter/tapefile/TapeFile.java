package scatola.presenter.tapefile;

/** What is fixed about the file form of recordings. */
public final class TapeFile {
    /** The value of the header's field {@code format}. */
    public static final String FORMAT = "scatola-recording";

    /** The version that is written, and the only one that can be read. */
    public static final int VERSION = 1;

    /** The media type of JSON lines. */
    public static final String MEDIA_TYPE = "application/x-ndjson";

    /** How names of such files end. */
    public static final String EXTENSION = ".scatola.jsonl";

    /** The most bytes of a line without its line feed: the longest message of the lab's broker fits in. */
    static final int MOST_LINE_BYTES = 4 << 20;

    /** The most bytes of a payload: as base64 it fits into a line. */
    static final int MOST_PAYLOAD_BYTES = MOST_LINE_BYTES / 4 * 3 - (64 << 10);

    /** The most bytes of a file, unpacked. */
    static final long MOST_BYTES = 4L << 30;

    /** The most bytes of the lines that say what held at the beginning: a reader has all of them in memory. */
    static final long MOST_WORLD_BYTES = 64L << 20;

    private TapeFile() {}
}
