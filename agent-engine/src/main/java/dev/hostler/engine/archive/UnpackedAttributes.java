package dev.hostler.engine.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/** Sets what an unpacked file has beside its content. */
final class UnpackedAttributes {
    private static final int PERMISSIONS = 0777;

    private UnpackedAttributes() {}

    /** For files and directories that were just made; the mode comes last, since it can forbid the rest. */
    static void set(Path path, TarEntry entry) throws IOException {
        setOwner(path, entry);
        Files.setLastModifiedTime(path, FileTime.from(entry.modified(), TimeUnit.SECONDS));
        Files.setAttribute(path, "unix:mode", entry.mode() & PERMISSIONS);
    }

    /** Keeps the owner if the agent may set it; else there is only one that can be. */
    static void setOwner(Path path, TarEntry entry) {
        try {
            Files.setAttribute(path, "unix:gid", (int) entry.owner().group(), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:uid", (int) entry.owner().user(), LinkOption.NOFOLLOW_LINKS);
        } catch (IOException notPermitted) {
            return;
        }
    }
}
