package dev.hostler.engine.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;

/** What a file of the host becomes in an archive; a link is looked at and not followed. */
final class FileLook {
    private FileLook() {}

    static TarEntry at(Path path, String name) throws IOException {
        PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Map<String, Object> numbers = Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
        TarEntry.Kind kind = kind(found);
        return new TarEntry(
                kind,
                kind == TarEntry.Kind.DIRECTORY ? name + "/" : name,
                kind == TarEntry.Kind.LINK ? TarEntry.text(RawName.of(Files.readSymbolicLink(path))) : "",
                (int) number(numbers, "mode") & 0777,
                new TarEntry.Owner(number(numbers, "uid"), number(numbers, "gid")),
                kind == TarEntry.Kind.FILE ? found.size() : 0,
                found.lastModifiedTime().toMillis() / 1000);
    }

    private static TarEntry.Kind kind(PosixFileAttributes found) {
        if (found.isSymbolicLink()) {
            return TarEntry.Kind.LINK;
        }
        if (found.isDirectory()) {
            return TarEntry.Kind.DIRECTORY;
        }
        return found.isRegularFile() ? TarEntry.Kind.FILE : TarEntry.Kind.OTHER;
    }

    private static long number(Map<String, Object> numbers, String attribute) {
        return numbers.get(attribute) instanceof Integer value ? Integer.toUnsignedLong(value) : 0;
    }
}
