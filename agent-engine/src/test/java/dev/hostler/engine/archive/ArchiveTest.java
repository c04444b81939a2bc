package dev.hostler.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.spi.CancellationToken;
import dev.hostler.testkit.TestCancellation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives, made and read by us and by the system's own tar. */
class ArchiveTest {
    private static final ArchiveLimits LIMITS = new ArchiveLimits(1000, 1 << 20);
    private static final String LONG = "long-".repeat(40);

    @TempDir
    Path directory;

    private Path source;
    private Path target;

    @BeforeEach
    void makeTree() throws Exception {
        source = Files.createDirectories(directory.resolve("source"));
        target = Files.createDirectories(directory.resolve("target"));
        Files.createDirectories(source.resolve("deep/er/" + LONG + "/" + LONG));
        write("deep/er/" + LONG + "/" + LONG + "/file", "far down", "rw-r-----");
        write("run", "#!/bin/sh\n", "rwxr-x--x");
        write("empty", "", "rw-rw-rw-");
        write("block", "b".repeat(512), "rw-r--r--");
        // Names are bytes: one in UTF-8, one that no encoding explains.
        shell("cd \"$0\" && touch \"$(printf 'u\\303\\274')\" \"$(printf 'raw\\377\\201')\"", source);
        Files.createSymbolicLink(source.resolve("away"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(source.resolve("up"), Path.of("../../" + LONG + LONG));
        Files.createDirectory(source.resolve("shut"));
        write("shut/in", "x", "rw-------");
        Files.setPosixFilePermissions(source.resolve("shut"), PosixFilePermissions.fromString("r-xr-x---"));
        shell("mkfifo \"$0\"/fifo", source);
    }

    private void write(String name, String text, String mode) throws IOException {
        Path file = Files.writeString(source.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Files.setLastModifiedTime(file, FileTime.from(1_234_567_890, TimeUnit.SECONDS));
    }

    private static String shell(String script, Path... paths) throws Exception {
        String[] words = Stream.concat(
                        Stream.of("sh", "-ec", script), Arrays.stream(paths).map(Path::toString))
                .toArray(String[]::new);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** All that a tree is, FIFOs and the times of links apart. */
    private static String listing(Path tree) throws Exception {
        return shell(
                "cd \"$0\" && find . ! -type p | LC_ALL=C sort | while IFS= read -r f; do"
                        + " stat -c '%N %F %a %u %g' \"$f\"; [ -h \"$f\" ] || [ ! -f \"$f\" ] ||"
                        + " { stat -c %Y \"$f\"; cat \"$f\"; }; done",
                tree);
    }

    private InputStream archive() {
        return ArchiveSource.of(List.of(new ArchiveContent("source", source)), CancellationToken.NONE);
    }

    private void unpack(InputStream archive) throws IOException {
        new ArchiveTarget(target, LIMITS, Set.of()).unpack(archive);
    }

    @Test
    void whatWePackTheSystemsTarUnpacksTheSame() throws Exception {
        Path file = directory.resolve("a.tar");
        Files.copy(archive(), file);

        shell("tar -x -p -f \"$0\" -C \"$1\" --strip-components=1", file, target);

        assertThat(listing(target)).isEqualTo(listing(source));
    }

    @Test
    void whatTheSystemsTarPacksInAnyFormatWeUnpackTheSame() throws Exception {
        for (String format : List.of("gnu", "pax", "oldgnu")) {
            Path file = directory.resolve(format + ".tar");
            Path into = Files.createDirectories(directory.resolve(format));
            shell("tar -c --exclude=fifo --format=" + format + " -f \"$0\" -C \"$1\" source", file, directory);

            try (InputStream archive = Files.newInputStream(file)) {
                new ArchiveTarget(into, LIMITS, Set.of()).unpack(archive);
            }

            assertThat(listing(into)).as(format).isEqualTo(listing(source));
        }
    }

    @Test
    void hardLinksStayLinksInsideTheTree() throws Exception {
        shell(
                "ln \"$0\"/block \"$0\"/other; tar -c --exclude=fifo -f \"$1\" -C \"$0\"/.. source",
                source,
                directory.resolve("h.tar"));

        unpack(Files.newInputStream(directory.resolve("h.tar")));

        assertThat(Files.getAttribute(target.resolve("block"), "unix:ino"))
                .isEqualTo(Files.getAttribute(target.resolve("other"), "unix:ino"));
    }

    @Test
    void setUserIdAndSpecialFilesAreLeftOut() throws Exception {
        shell("chmod 6755 \"$0\"/run; tar -c -f \"$1\" -C \"$0\"/.. source", source, directory.resolve("s.tar"));

        unpack(Files.newInputStream(directory.resolve("s.tar")));

        assertThat(Files.getAttribute(target.resolve("run"), "unix:mode")).isEqualTo(0100755);
        assertThat(target.resolve("fifo")).doesNotExist();
    }

    @Test
    void namesDirectlyBelowTheRootCanBeLeftOut() throws Exception {
        new ArchiveTarget(target, LIMITS, Set.of("deep", "run")).unpack(archive());

        assertThat(target.resolve("deep")).doesNotExist();
        assertThat(target.resolve("run")).doesNotExist();
        assertThat(target.resolve("block")).exists();
    }

    @Test
    void nothingLeadsOut() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        List<byte[]> attacks = List.of(
                hostile(entry("x/../../outside/made", "", TarEntry.Kind.FILE)),
                hostile(entry("/" + outside + "/made", "", TarEntry.Kind.FILE)),
                hostile(
                        entry("x/link", outside.toString(), TarEntry.Kind.LINK),
                        entry("x/link/made", "", TarEntry.Kind.FILE)),
                hostile(
                        entry("x/link", outside.toString(), TarEntry.Kind.LINK),
                        entry("x/link/", "", TarEntry.Kind.DIRECTORY),
                        entry("x/link/made", "", TarEntry.Kind.FILE)),
                hostile(
                        entry("x/link", outside + "/made", TarEntry.Kind.LINK),
                        entry("x/link", "", TarEntry.Kind.FILE)),
                hostile(entry("x/made", "x/../../../" + outside + "/secret", TarEntry.Kind.HARD_LINK)),
                hostile(
                        entry("x/link", outside.toString(), TarEntry.Kind.LINK),
                        entry("x/made", "x/link/secret", TarEntry.Kind.HARD_LINK)));
        Files.writeString(outside.resolve("secret"), "canary");

        for (byte[] attack : attacks) {
            shell("rm -rf \"$0\"; mkdir \"$0\"", target);
            try {
                unpack(new ByteArrayInputStream(attack));
            } catch (IOException refused) {
                assertThat(refused).hasMessageContaining("leads out");
            }
            assertThat(outside.resolve("made")).doesNotExist();
            assertThat(target.resolve("made")).doesNotExist();
        }
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("source", "target", "outside");
    }

    private static TarEntry entry(String name, String link, TarEntry.Kind kind) {
        return new TarEntry(kind, name, link, 0755, new TarEntry.Owner(0, 0), 0, 0);
    }

    private static byte[] hostile(TarEntry... entries) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        archive.writeBytes(TarHeader.of(entry("x/", "", TarEntry.Kind.DIRECTORY)));
        for (TarEntry entry : entries) {
            archive.writeBytes(TarHeader.of(entry));
        }
        archive.writeBytes(new byte[1024]);
        return archive.toByteArray();
    }

    @Test
    void anArchiveThatIsCutOffAtAnyPlaceIsNotTakenForWhole() throws Exception {
        byte[] whole = archive().readAllBytes();
        for (int length = 0; length < whole.length - 1024; length += 257) {
            byte[] cut = Arrays.copyOf(whole, length);
            shell("chmod -R u+rwx \"$0\"; rm -rf \"$0\"; mkdir \"$0\"", target);
            assertThatThrownBy(() -> unpack(new ByteArrayInputStream(cut)))
                    .as("after %d of %d bytes", length, whole.length)
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void tooMuchIsRefusedBeforeItIsWritten() throws Exception {
        assertThatThrownBy(() -> new ArchiveTarget(target, new ArchiveLimits(3, 1 << 20), Set.of()).unpack(archive()))
                .hasMessageContaining("more than");
        TarEntry huge = new TarEntry(TarEntry.Kind.FILE, "x/huge", "", 0644, new TarEntry.Owner(0, 0), 1L << 40, 0);

        assertThatThrownBy(() -> unpack(new ByteArrayInputStream(hostile(huge))))
                .hasMessageContaining("more than");

        assertThat(target.resolve("huge")).doesNotExist();
    }

    @Test
    void whatIsNoArchiveIsRefused() {
        byte[] noise = "no archive at all ".repeat(100).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> unpack(new ByteArrayInputStream(noise)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(EOFException.class);
    }

    @Test
    void packingEndsSoonAfterItIsCancelled() {
        TestCancellation token = new TestCancellation();
        InputStream archive = ArchiveSource.of(List.of(new ArchiveContent("source", source)), token);
        token.cancel();

        assertThatThrownBy(archive::readAllBytes).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void aFileThatBecameShorterIsAnErrorAndNotADamagedArchive() throws IOException {
        Path growing = Files.createDirectory(directory.resolve("changing"));
        Files.write(growing.resolve("file"), new byte[1 << 20]);
        InputStream archive =
                ArchiveSource.of(List.of(new ArchiveContent("changing", growing)), CancellationToken.NONE);
        assertThat(archive.readNBytes(2000)).hasSize(2000);
        Files.write(growing.resolve("file"), new byte[10]);

        assertThatThrownBy(archive::readAllBytes).isInstanceOf(EOFException.class);
    }

    @Test
    void aSmallFileCanBePackedFromItsText() throws Exception {
        unpack(new SequenceInputStream(
                new ByteArrayInputStream(TarHeader.of(entry("x/", "", TarEntry.Kind.DIRECTORY))),
                ArchiveSource.ofText("x/script", "echo ü\n")));

        assertThat(target.resolve("script")).hasContent("echo ü\n");
        assertThat(Files.readAttributes(target.resolve("script"), "unix:mode", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(Map.of("mode", 0100644));
    }
}
