package scatola.presenter.console;

import java.util.Arrays;

/** Bytes that wait, the oldest first. Not safe for several threads. */
final class Run {
    private static final int LEAST = 256;

    private byte[] bytes = new byte[LEAST];
    private int begin;
    private int end;

    int size() {
        return end - begin;
    }

    void add(byte[] more) {
        if (end + more.length > bytes.length) {
            int size = size();
            byte[] room = size + more.length > bytes.length / 2 ? new byte[2 * (size + more.length)] : bytes;
            System.arraycopy(bytes, begin, room, 0, size);
            bytes = room;
            begin = 0;
            end = size;
        }
        System.arraycopy(more, 0, bytes, end, more.length);
        end += more.length;
    }

    /** Takes the oldest, at most so many. */
    byte[] take(int most) {
        int from = begin;
        begin = Math.min(end, begin + most);
        return Arrays.copyOfRange(bytes, from, begin);
    }

    /** Drops the oldest, at most so many, and tells how many. */
    int drop(int most) {
        int dropped = Math.clamp(most, 0, size());
        begin += dropped;
        return dropped;
    }

    /** All of them; they stay. */
    byte[] copy() {
        return Arrays.copyOfRange(bytes, begin, end);
    }
}
