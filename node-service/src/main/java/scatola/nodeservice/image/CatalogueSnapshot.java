package scatola.nodeservice.image;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import scatola.bus.ImageName;

/**
 * What the catalogue held when it was last looked at. Immutable.
 *
 * @param images those that can be booted, by name
 * @param broken what is in the folder and can't be booted, or the folder itself where it can't be read
 */
public record CatalogueSnapshot(List<Image> images, List<Broken> broken) {
    /** Copies both lists. */
    public CatalogueSnapshot {
        images = List.copyOf(images);
        broken = List.copyOf(broken);
    }

    /**
     * @param name an image's name
     * @return the image, or empty if there is none of that name that is whole
     */
    public Optional<Image> find(ImageName name) {
        return images.stream().filter(image -> image.name().equals(name)).findFirst();
    }

    /**
     * @param name a name that {@link #find} found nothing for
     * @return why, for people: what is wrong with it or which images there are instead
     */
    public String unknown(ImageName name) {
        Optional<Broken> damaged =
                broken.stream().filter(b -> b.folder().equals(name.text())).findFirst();
        if (damaged.isPresent()) {
            return "image %s is broken: %s".formatted(name, damaged.get().reason());
        }
        if (images.isEmpty()) {
            return "no image %s: there are none at all, %s"
                    .formatted(
                            name,
                            broken.isEmpty()
                                    ? "build one with ./scatola image build"
                                    : broken.getFirst().reason());
        }
        return images.stream()
                .map(image -> image.name().text())
                .collect(Collectors.joining(", ", "no image %s: there are ".formatted(name), ""));
    }

    /**
     * A folder that is no image.
     *
     * @param folder its name within the catalogue, or the catalogue's own path
     * @param reason what is wrong and what to do about it
     */
    public record Broken(String folder, String reason) {}
}
