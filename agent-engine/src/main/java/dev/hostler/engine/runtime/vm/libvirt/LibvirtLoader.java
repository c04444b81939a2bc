package dev.hostler.engine.runtime.vm.libvirt;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads libvirt's library, once in a process, and remembers it if there is none. Thread-safe. */
final class LibvirtLoader {
    private static final String WHERE_TO_UNPACK = "jna.tmpdir";

    private static @Nullable LibvirtCalls loaded;
    private static @Nullable LinkageError missing;

    private LibvirtLoader() {}

    /**
     * Returns the calls.
     *
     * @param unpackIn a directory of the agent, for JNA's native part
     * @throws LinkageError if JNA, its native part or libvirt can't be had here; the same one each time, since a library
     *     that is installed later is found by a new process only
     */
    static synchronized LibvirtCalls load(Path unpackIn) {
        if (missing != null) {
            throw missing;
        }
        if (loaded == null) {
            try {
                loaded = initialised(unpackIn);
            } catch (LinkageError e) {
                missing = e;
                throw e;
            }
        }
        return loaded;
    }

    private static LibvirtCalls initialised(Path unpackIn) {
        LibvirtCalls calls = System.getProperty(WHERE_TO_UNPACK) == null ? unpackedIn(unpackIn) : bound();
        calls.virSetErrorFunc(null, Callbacks.SILENCE);
        // Before any connection: one that was opened earlier would have no events.
        if (calls.virInitialize() < 0 || calls.virEventRegisterDefaultImpl() < 0) {
            throw new UnsatisfiedLinkError("libvirt can't be initialised: " + calls.virGetLastErrorMessage());
        }
        return calls;
    }

    /** Left to itself, JNA unpacks its native part in the user's home. */
    private static LibvirtCalls unpackedIn(Path directory) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            System.setProperty(WHERE_TO_UNPACK, directory.toString());
            return bound();
        } catch (IOException e) {
            throw new UnsatisfiedLinkError("there is no room for JNA's native part: " + e.getMessage());
        } finally {
            System.clearProperty(WHERE_TO_UNPACK);
        }
    }

    private static LibvirtCalls bound() {
        return Native.load("virt", LibvirtCalls.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
    }
}
