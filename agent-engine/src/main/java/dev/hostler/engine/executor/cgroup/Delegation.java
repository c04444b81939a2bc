package dev.hostler.engine.executor.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Lets a group of version 2 pass controllers on to the groups inside of it. Immutable.
 *
 * <p>The kernel allows that only to a group without processes of its own, while this process is in it at first: so it
 * moves to a leaf. Where others are in the group too, nothing is changed.
 */
final class Delegation {
    private static final String PROCESSES = "cgroup.procs";

    /** The process that writes it. */
    private static final String SELF = "0";

    private final Path group;
    private final Path leaf;

    /**
     * Creates a delegation.
     *
     * @param group the group
     * @param leaf where this process goes if it has to leave the group
     */
    Delegation(Path group, Path leaf) {
        this.group = group;
        this.leaf = leaf;
    }

    /** Returns whether the group passes these controllers on now, this process having left it or not. Idempotent. */
    boolean pass(Collection<String> controllers) {
        return passAsItIs(controllers) || enableFromLeaf(controllers);
    }

    /** The same, for a group that this process is not in. */
    boolean passAsItIs(Collection<String> controllers) {
        return ControlGroup.words(control()).containsAll(controllers) || enable(controllers);
    }

    private boolean enable(Collection<String> controllers) {
        return write(control(), controllers.stream().map(word -> "+" + word).collect(Collectors.joining(" ")));
    }

    private boolean enableFromLeaf(Collection<String> controllers) {
        try {
            Files.createDirectories(leaf);
        } catch (IOException notAllowed) {
            return false;
        }
        if (write(leaf.resolve(PROCESSES), SELF) && enable(controllers)) {
            return true;
        }
        write(group.resolve(PROCESSES), SELF);
        ControlGroup.removeIfEmpty(leaf);
        return false;
    }

    private Path control() {
        return group.resolve("cgroup.subtree_control");
    }

    private static boolean write(Path file, String value) {
        try {
            Files.writeString(file, value, StandardOpenOption.WRITE);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
