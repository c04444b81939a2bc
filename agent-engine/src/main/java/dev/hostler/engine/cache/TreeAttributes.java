package dev.hostler.engine.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** Sets what a copied file has beside its content. Thread-safe. */
final class TreeAttributes {
    static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private TreeAttributes() {}

    /** Call it when nothing more is put below: modes can forbid it, and it would change the time. Modes come last. */
    static void set(Path target, PosixFileAttributes wanted) throws IOException {
        PosixFileAttributeView view = view(target);
        view.setTimes(wanted.lastModifiedTime(), null, null);
        own(view, wanted);
        view.setPermissions(wanted.permissions());
    }

    static void ownLink(Path link, PosixFileAttributes wanted) throws IOException {
        own(view(link), wanted);
    }

    /** Keeps the owner if it is another one: root may, and without root there is only one that can be. */
    private static void own(PosixFileAttributeView view, PosixFileAttributes wanted) throws IOException {
        PosixFileAttributes now = view.readAttributes();
        UserPrincipal owner = wanted.owner();
        if (now.owner().equals(owner) && now.group().equals(wanted.group())) {
            return;
        }
        try {
            view.setOwner(owner);
            view.setGroup(wanted.group());
        } catch (IOException notPermitted) {
            return;
        }
    }

    private static PosixFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
}
