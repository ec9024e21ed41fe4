package scatola.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import scatola.it.box.Heard;
import scatola.it.box.Ran;

/**
 * Every image of the catalogue: how long a guest of it boots, from the command to its first answer, beside QEMU started
 * by hand; and how large it is. These are the thesis's tables 5.1 and 5.3.
 */
final class BootedGuests implements Section {
    @Override
    public String title() {
        return "images booted";
    }

    @Override
    public List<Figure> measure(Box box) {
        List<Figure> figures = new ArrayList<>();
        for (Path image : images(box.home())) {
            String name = image.getFileName().toString();
            Samples commanded = new Samples();
            Samples byHand = new Samples();
            box.bus()
                    .done(
                            "node/pi1/request/vm/create",
                            "{'vm':'bench','image':'%s','nics':[{'network':'stage'}],'state':'OFF'}".formatted(name));
            // the image's own check speaks no guest agent, so there is nothing to compare such an image with
            boolean checked = !talksByAgent(image);
            // one boot may take half as long again as the next, by hand too: of a single pair the ratio says nothing
            for (int i = 0; i < box.times(3, 7); i++) {
                if (checked) {
                    byHand.add(byHand(box.home(), image));
                }
                commanded.add(commanded(box));
            }
            box.delete("pi1", "bench");
            figures.add(new Figure(
                    "boot of " + name + ", command to answer",
                    "ms",
                    commanded,
                    checked ? new Figure.Floor("QEMU started by hand", byHand) : null,
                    checked ? List.of(Goal.ratio(1.15)) : List.of()));
            figures.add(new Figure("size of " + name, "MB", Samples.of(size(image) / 1e6), null, List.of()));
        }
        return figures;
    }

    private static boolean talksByAgent(Path image) {
        try {
            return Files.readString(image.resolve("image.json")).matches("(?s).*\"by\"\\s*:\\s*\"agent\".*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double commanded(Box box) {
        int since = box.bus().now();
        long began = System.nanoTime();
        box.bus().send("vm/bench/set", "{'state':'ON'}");
        Heard running =
                box.bus().await("a boot", since, Box.PATIENCE, "vm/bench", state -> state.has("phase", "running"));
        box.bus().done("vm/bench/request/kill", "{}");
        box.bus().state("vm/bench", Box.PATIENCE, state -> state.has("phase", "off"));
        return Box.millis(began, running);
    }

    /** Milliseconds, as the image's own check measures them. */
    static double byHand(Path home, Path image) {
        String check = home.resolve("deploy/guest/check").toString();
        List<String> command = List.of(check, "--time-only", image.toString());
        Ran ran = Ran.of(home, Map.of(), home.resolve("target/bench"), Box.PATIENCE, command)
                .orThrow();
        return Double.parseDouble(ran.output().strip());
    }

    static List<Path> images(Path home) {
        try (Stream<Path> folders = Files.list(home.resolve("images"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("image.json")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path image) {
        try (Stream<Path> files = Files.walk(image)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
