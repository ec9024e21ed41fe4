package scatola.presenter.console;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a console's past, as its node told it, and what was heard of it meanwhile fit together. Pure. */
final class Splice {
    private Splice() {}

    /**
     * What of that which was heard while the past was asked for comes after the past.
     *
     * @param past the last bytes of the console
     * @param until how many it had put out until the end of these, or null if nobody counted
     * @param heard what came meanwhile
     * @return what follows the past
     */
    static List<Piece> after(byte[] past, @Nullable Long until, List<Piece> heard) {
        if (heard.isEmpty()) {
            return List.of();
        }
        if (until != null && heard.stream().allMatch(piece -> piece.written() != null)) {
            long end = until;
            return heard.stream()
                    .filter(piece -> piece.written() != null && piece.written() > end)
                    .toList();
        }
        byte[] all = joined(heard);
        return List.of(new Piece(
                Arrays.copyOfRange(all, overlap(past, all), all.length),
                heard.getLast().written()));
    }

    /**
     * How much of what was heard while the past was asked for is in it already. What nobody counted is compared: as much as
     * possible of it is taken to be the end of the past.
     *
     * @param past the last bytes of the console
     * @param heard what came from when the past was asked for until it came
     * @return how many bytes of what was heard the past ends with
     */
    static int overlap(byte[] past, byte[] heard) {
        // the longest beginning of what was heard that the past ends with (Knuth, Morris, Pratt)
        int[] shorter = new int[heard.length];
        for (int at = 1, fits = 0; at < heard.length; at++) {
            while (fits > 0 && heard[at] != heard[fits]) {
                fits = shorter[fits - 1];
            }
            fits += heard[at] == heard[fits] ? 1 : 0;
            shorter[at] = fits;
        }
        int fits = 0;
        for (byte one : past) {
            if (fits == heard.length && fits > 0) {
                fits = shorter[fits - 1];
            }
            while (fits > 0 && one != heard[fits]) {
                fits = shorter[fits - 1];
            }
            fits += heard.length > 0 && one == heard[fits] ? 1 : 0;
        }
        return fits;
    }

    private static byte[] joined(List<Piece> heard) {
        byte[] all =
                new byte[heard.stream().mapToInt(piece -> piece.bytes().length).sum()];
        int at = 0;
        for (Piece piece : heard) {
            System.arraycopy(piece.bytes(), 0, all, at, piece.bytes().length);
            at += piece.bytes().length;
        }
        return all;
    }
}
