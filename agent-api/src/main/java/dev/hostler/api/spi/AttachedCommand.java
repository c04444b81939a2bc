package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import java.util.List;

/**
 * A program to start inside a sandbox. Immutable.
 *
 * @param words the program and its arguments; the host can show them, so no secret may be among them
 * @param input what it can read from its standard input, which need not end after that; the place for secrets, since the
 *     executor keeps it nowhere
 * @param asRoot whether it runs as root inside, else as the sandbox's own user
 */
@Experimental
public record AttachedCommand(List<String> words, String input, boolean asRoot) {
    /** Copies the words. */
    public AttachedCommand {
        words = List.copyOf(words);
    }

    /** Leaves out what can hold a secret. */
    @Override
    public String toString() {
        return "AttachedCommand[words=" + words + ", asRoot=" + asRoot + "]";
    }
}
