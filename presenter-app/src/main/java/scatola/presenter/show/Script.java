package scatola.presenter.show;

import java.util.List;

/** Lines as text for a terminal of 80 columns, in colour (ECMA-48) if wanted. */
public final class Script {
    private static final int COLUMN = 70;
    private static final int LONGEST = 110;
    private static final String MARGIN = "      ";

    private final boolean colour;

    /**
     * @param colour whether the terminal can show colours
     */
    public Script(boolean colour) {
        this.colour = colour;
    }

    /**
     * @param line a line of a show
     * @return it as text, possibly on several lines, possibly with an empty one before
     */
    public List<String> text(Line line) {
        return switch (line) {
            case Line.Title title ->
                List.of("", bold(title.show()), bold("═".repeat(title.show().length())));
            case Line.StepBegins step ->
                List.of("", bold("%2d/%d  %s".formatted(step.number(), step.of(), step.say())));
            case Line.Sent sent ->
                List.of(dim("%s→ %s".formatted(MARGIN, cut(sent.topic() + " " + JsonValues.json(sent.payload())))));
            // what holds already is told by what is seen
            case Line.NotSent not -> List.of();
            case Line.Printed printed ->
                List.of("%s%s %s".formatted(MARGIN, paint("36", printed.guest() + " │"), printed.text()));
            case Line.Seen seen -> {
                String took = seen.after().isZero() ? "at once" : Telling.seconds(seen.after());
                int gap = Math.max(2, COLUMN - seen.what().length() - took.length());
                yield List.of(
                        "%s%s %s%s%s".formatted(MARGIN, paint("32", "✓"), seen.what(), " ".repeat(gap), dim(took)));
            }
            case Line.Wrong wrong -> List.of("%s%s %s".formatted(MARGIN, paint("31", "✗"), bold(wrong.what())));
            case Line.Note note -> List.of("%s· %s".formatted(MARGIN, note.text()));
            case Line.Over over ->
                List.of("", "%d of %d steps in %s".formatted(over.steps(), over.of(), Telling.seconds(over.took())));
        };
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    private String bold(String text) {
        return paint("1", text);
    }

    private String dim(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[%sm%s\u001b[0m".formatted(code, text) : text;
    }
}
