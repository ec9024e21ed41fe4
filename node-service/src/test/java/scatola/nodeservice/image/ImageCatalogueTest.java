package scatola.nodeservice.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scatola.bus.ImageName;

class ImageCatalogueTest {
    private static final String WHOLE = """
            {"description":"doge: small","architecture":"x86_64","kernel":"vmlinuz","initrd":"initrd.img","disk":null,
             "cdrom":null,"append":"console=ttyS0,115200 quiet","machine":"pc","cpu":null,"memory_mib":128,
             "talk":{"by":"shell"}}""";

    @TempDir
    Path temporary;

    @Test
    void aWholeImageIsReadWithAllItSays() throws IOException {
        image("doge", WHOLE);

        CatalogueSnapshot snapshot = catalogue().current();

        assertThat(snapshot.broken()).isEmpty();
        Image doge = snapshot.find(new ImageName("doge")).orElseThrow();
        assertThat(doge.kernel()).isEqualTo(images().toRealPath().resolve("doge/vmlinuz"));
        assertThat(doge.append()).isEqualTo("console=ttyS0,115200 quiet");
        assertThat(doge.memoryMib()).isEqualTo(128);
        assertThat(doge.talk()).isEqualTo(new Talk.ShellChannel());
        assertThat(doge.sizeBytes()).isEqualTo("kernel".length() + "initrd".length());
        assertThat(doge.nic()).isEqualTo("virtio-net");
    }

    @Test
    void anImageWithNothingButAGettySaysHowToLogIn() throws IOException {
        image("old", WHOLE.replace("{\"by\":\"shell\"}", "{\"by\":\"serial\",\"login\":\"root\",\"prompt\":\"# \"}"));

        assertThat(catalogue().current().images())
                .singleElement()
                .extracting(Image::talk)
                .isEqualTo(new Talk.Serial("root", "", "# "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "memory_mib":128             | "memory_mib":7                    | memory_mib must be a whole number from 8 to 65536
                    "memory_mib":128             | "memory_mib":"128"                | memory_mib must be a whole number
                    "memory_mib":128             | "memory_mib":65537                | memory_mib must be a whole number from 8 to 65536
                    "machine":"pc"               | "machine":"pc,accel=kvm"          | machine must be one word
                    "machine":"pc"               | "machine":"-pc"                   | machine must be one word
                    "cpu":null                   | "cpu":"max,hv=on"                 | cpu must be one word
                    "append":"console=ttyS0,115200 quiet" | "append":"a\\nb"         | append must be one line
                    "kernel":"vmlinuz"           | "kernel":null                     | nothing to boot
                    "disk":null                  | "disk":"none.img"                 | disk: there is no file 'none.img'
                    "disk":null                  | "disk":""                         | disk: '' must be the name of a file inside
                    "initrd":"initrd.img"        | "initrd":"../doge2/initrd.img"    | must be the name of a file inside
                    "initrd":"initrd.img"        | "initrd":"a/../../initrd.img"     | must be the name of a file inside
                    "initrd":"initrd.img"        | "initrd":"/etc/passwd"            | must be the name of a file inside
                    "initrd":"initrd.img"        | "initrd":"leads-out"              | leads out of the catalogue
                    "initrd":"initrd.img"        | "initrd":"a\\u0000b"              | is no file name
                    "initrd":"initrd.img"        | "initrd":"folder"                 | is no file that may be read
                    "architecture":"x86_64"      | "architecture":"aarch64"          | is for aarch64, but this node runs x86_64
                    {"by":"shell"}               | {"by":"ssh"}                      | talk.by must be one of shell, agent, serial
                    {"by":"shell"}               | {"by":"serial","login":"root"}    | talk.prompt is missing
                    {"by":"shell"}               | {"by":"serial","login":"","prompt":"#"} | login and a prompt that are not empty
                    "cpu":null                   | "nic":"$(reboot)"                 | nic must be one of virtio-net
                    "description":"doge: small", | ``                                | description is missing
                    "kernel":"vmlinuz"           | `"kernel":"vmlinuz`               | is no JSON
                    """)
    void whatIsBrokenIsSaidAndTheOtherImagesWork(String part, String broken, String reason) throws IOException {
        image("doge", WHOLE);
        assertThat(WHOLE).contains(part);
        Path folder = image("bad", WHOLE.replace(part, broken));
        Files.createSymbolicLink(folder.resolve("leads-out"), Files.writeString(temporary.resolve("secret"), "s"));
        Files.createDirectory(folder.resolve("folder"));

        CatalogueSnapshot snapshot = catalogue().current();

        assertThat(snapshot.images()).extracting(image -> image.name().text()).containsExactly("doge");
        assertThat(snapshot.broken()).singleElement().satisfies(bad -> {
            assertThat(bad.folder()).isEqualTo("bad");
            assertThat(bad.reason()).contains(reason);
        });
        assertThat(snapshot.unknown(new ImageName("bad")))
                .startsWith("image bad is broken: ")
                .contains(reason);
    }

    @Test
    void aLinkToAnotherImagesFileIsFine() throws IOException {
        image("doge", WHOLE);
        Path twin = Files.createDirectory(images().resolve("twin"));
        Files.writeString(twin.resolve("image.json"), WHOLE);
        Files.createSymbolicLink(twin.resolve("vmlinuz"), Path.of("../doge/vmlinuz"));
        Files.createSymbolicLink(twin.resolve("initrd.img"), Path.of("../doge/initrd.img"));

        assertThat(catalogue().current().images()).hasSize(2);
    }

    @Test
    void aDisksNameMustTellItsFormat() throws IOException {
        Path folder = image("disk", WHOLE.replace("\"disk\":null", "\"disk\":\"disk.img\""));
        Files.write(folder.resolve("disk.img"), "QFI\u00fb....".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(catalogue().current().broken())
                .singleElement()
                .extracting(CatalogueSnapshot.Broken::reason)
                .asString()
                .contains("rename it to end in .qcow2");
    }

    @Test
    void foldersWithStrangeNamesOrWithoutManifestAreReportedAndFilesPassedOver() throws IOException {
        Files.createDirectories(images().resolve("No Name"));
        Files.createDirectories(images().resolve("empty"));
        Files.createDirectories(images().resolve(".being-built"));
        Files.writeString(images().resolve("README.md"), "hello");

        assertThat(catalogue().current().broken())
                .extracting(CatalogueSnapshot.Broken::folder)
                .containsExactly("No Name", "empty");
    }

    @Test
    void aMissingCatalogueIsEmptyAndSaysWhatToDo() {
        CatalogueSnapshot snapshot = catalogue().current();

        assertThat(snapshot.images()).isEmpty();
        assertThat(snapshot.broken())
                .singleElement()
                .satisfies(none -> assertThat(none.reason()).contains("build an image with ./scatola image build"));
        assertThat(snapshot.unknown(new ImageName("doge"))).contains("there are none at all");
    }

    @Test
    void anUnknownImageIsAnsweredWithThoseThereAre() throws IOException {
        image("doge", WHOLE);
        image("doge-serial", WHOLE);

        assertThat(catalogue().current().unknown(new ImageName("x")))
                .isEqualTo("no image x: there are doge, doge-serial");
    }

    @Test
    void refreshingSeesWhatHasComeAndGone() throws IOException {
        image("doge", WHOLE);
        ImageCatalogue catalogue = catalogue();
        image("late", WHOLE);
        Files.delete(images().resolve("doge/vmlinuz"));

        CatalogueSnapshot snapshot = catalogue.refresh();

        assertThat(snapshot.images()).extracting(image -> image.name().text()).containsExactly("late");
        assertThat(catalogue.current()).isEqualTo(snapshot);
    }

    private Path images() {
        return temporary.resolve("images");
    }

    private ImageCatalogue catalogue() {
        return new ImageCatalogue(images(), "x86_64");
    }

    private Path image(String name, String manifest) throws IOException {
        Path folder = Files.createDirectories(images().resolve(name));
        Files.writeString(folder.resolve("vmlinuz"), "kernel");
        Files.writeString(folder.resolve("initrd.img"), "initrd");
        Files.writeString(folder.resolve("image.json"), manifest);
        return folder;
    }
}
