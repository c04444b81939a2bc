package dev.hostler.engine.sandbox;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the C library that Java lacks. The numbers are those of Linux, fcntl.h and falloc.h; two of them differ
 * between processors. Thread-safe.
 */
interface FileSystemCalls extends Library {
    /** Opens a file; see open(2). */
    int open(String path, int flags) throws LastErrorException;

    /** Changes what space a file takes; see fallocate(2). */
    int fallocate(int file, int mode, long offset, long length) throws LastErrorException;

    /** Closes a file; see close(2). */
    int close(int file) throws LastErrorException;

    /** FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE. */
    int PUNCH_HOLE_KEEP_SIZE = 0x3;

    /** EINTR. */
    int INTERRUPTED = 4;

    /** Returns the flags that open a file to write, no link, nothing that blocks, and not for our child processes. */
    static int openFlags(String processor) {
        int readWrite = 02;
        int nonBlocking = 04000;
        int closeOnExec = 02000000;
        int noFollow = Set.of("aarch64", "arm", "ppc64", "ppc64le").contains(processor) ? 0100000 : 0400000;
        return readWrite | nonBlocking | closeOnExec | noFollow;
    }

    /**
     * Loads them, unless they are loaded.
     *
     * @param unpackIn a directory of the agent, for JNA's native part. Left to itself, JNA unpacks it in the user's home
     * @throws LinkageError if JNA or its native part can't be had here
     */
    static FileSystemCalls load(Path unpackIn) {
        return Loader.load(unpackIn);
    }

    /** Guards the one instance. */
    final class Loader {
        private static final String WHERE_TO_UNPACK = "jna.tmpdir";
        private static final int BYTES_OF_A_LONG = 8;
        private static @Nullable FileSystemCalls loaded;

        private Loader() {}

        static synchronized FileSystemCalls load(Path unpackIn) {
            if (loaded == null) {
                loaded = System.getProperty(WHERE_TO_UNPACK) == null ? loadUnpackedIn(unpackIn) : load();
            }
            return loaded;
        }

        private static FileSystemCalls loadUnpackedIn(Path directory) {
            System.setProperty(WHERE_TO_UNPACK, directory.toString());
            try {
                return load();
            } finally {
                System.clearProperty(WHERE_TO_UNPACK);
            }
        }

        private static FileSystemCalls load() {
            if (Native.LONG_SIZE != BYTES_OF_A_LONG) {
                throw new UnsatisfiedLinkError("offsets of the C library have other than 64 bits");
            }
            // As Java itself encodes paths.
            String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
            return Native.load("c", FileSystemCalls.class, Map.of(Library.OPTION_STRING_ENCODING, encoding));
        }
    }
}
