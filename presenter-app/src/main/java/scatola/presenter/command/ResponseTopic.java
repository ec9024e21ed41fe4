package scatola.presenter.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the answer to a command goes, told from the text of its topic alone, whatever names it has. */
public final class ResponseTopic {
    private ResponseTopic() {}

    /**
     * @param command a topic below the root that one of the commands' filters has let through
     * @return the topic of its answer, below the root
     */
    public static String of(String command) {
        List<String> levels = new ArrayList<>(Arrays.asList(command.split("/", -1)));
        int verb = switch (levels.getFirst()) {
            case "box" -> 1;
            case "link" -> 3;
            default -> 2;
        };
        if (levels.get(verb).equals("set")) {
            return String.join("/", levels.subList(0, verb)) + "/response/set";
        }
        levels.set(verb, "response");
        return String.join("/", levels);
    }
}
