package dev.hostler.launcher.http.server;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix domain socket: for its owner alone, and removed at the end. Confined to one thread.
 *
 * <p>The socket is bound in a directory that nobody else can enter, and moved to its place once it has its rights. So at no
 * time can anybody else connect, and what a dead agent has left is replaced in one step.
 */
final class LocalSocket implements AutoCloseable {
    /** What every Unix takes, less what the directory for the binding needs. */
    private static final int LONGEST = 80;

    private final Path place;
    private final Path staging;
    private @Nullable Object file;

    private LocalSocket(Path place, Path staging) {
        this.place = place;
        this.staging = staging;
    }

    /**
     * Makes ready for a socket at a place. Its directory is created for its owner alone if there is none.
     *
     * @throws AgentException with {@code RUNTIME_UNAVAILABLE} if another agent serves there, or the place can't be used
     */
    static LocalSocket claim(Path place) {
        try {
            Path directory = Objects.requireNonNull(place.getParent());
            requireShort(place);
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(Set.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE)));
            requireFree(place);
            return new LocalSocket(place, Files.createTempDirectory(directory, "."));
        } catch (IOException e) {
            throw refused(place, String.valueOf(e), "choose another path", e);
        }
    }

    private static void requireShort(Path place) {
        if (place.toString().length() > LONGEST) {
            throw refused(
                    place, "sockets can't have a path of more than " + LONGEST + " characters", "choose another", null);
        }
    }

    private static void requireFree(Path place) throws IOException {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean special = Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther();
        if (!special) {
            throw refused(place, "there is a file that is no socket", "remove it or choose another path", null);
        }
        if (isServed(place)) {
            throw refused(place, "another process serves there", "end it or choose another path", null);
        }
    }

    /** Only a refusal shows that nobody is there; whatever else goes wrong may be somebody. */
    private static boolean isServed(Path place) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(place));
        } catch (ConnectException nobody) {
            return false;
        } catch (IOException unknown) {
            return true;
        }
    }

    /** Returns where to bind. */
    Path bindAt() {
        return staging.resolve("s");
    }

    /** Takes the place, with the socket that was bound. */
    void publish() {
        try {
            Files.setPosixFilePermissions(
                    bindAt(), Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            file = identity(bindAt());
            Files.move(bindAt(), place, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(staging);
        } catch (IOException e) {
            throw refused(place, String.valueOf(e), "choose another path", e);
        }
    }

    private static Object identity(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes what is still its own; another agent may have taken the place. Idempotent. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(bindAt());
            Files.deleteIfExists(staging);
            if (file != null
                    && Files.exists(place, LinkOption.NOFOLLOW_LINKS)
                    && identity(place).equals(file)) {
                Files.delete(place);
            }
        } catch (IOException e) {
            throw refused(place, "it can't be removed: " + e, "remove it", e);
        }
    }

    private static AgentException refused(Path place, String cause, String remedy, @Nullable IOException reason) {
        Failure failure =
                Failure.cannot(ErrorCode.RUNTIME_UNAVAILABLE, "listen on socket", place.toString(), cause, remedy);
        return reason == null ? failure.toException() : failure.toException(reason);
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
