package dev.hostler.engine.runtime.vm;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of one console, read as one: virtlogd begins a new one after some megabytes and keeps a few old ones, numbered
 * from the latest on. Confined to one thread.
 */
final class ConsoleFiles implements Closeable {
    private static final int MOST_OLD = 32;

    private final Path latest;
    private final Deque<Path> older = new ArrayDeque<>();
    private @Nullable InputStream open;
    private Optional<String> opened = Optional.empty();

    ConsoleFiles(Path latest) {
        this.latest = latest;
        for (int number = 0; number < MOST_OLD && Files.exists(old(number)); number++) {
            older.push(old(number));
        }
    }

    private Path old(int number) {
        return latest.resolveSibling(latest.getFileName() + "." + number);
    }

    /** Reads what is there; returns 0 if nothing is there now. */
    int read(byte[] bytes) throws IOException {
        while (true) {
            InputStream stream = open;
            if (stream == null && !next()) {
                return 0;
            }
            int count = stream == null ? 0 : stream.read(bytes);
            if (count > 0) {
                return count;
            }
            if (stream != null && !isOver()) {
                return 0;
            }
            if (stream != null) {
                close();
            }
        }
    }

    /** A file that has another one in its place gets no more. */
    private boolean isOver() throws IOException {
        return !older.isEmpty() || !MadeList.identity(latest).equals(opened);
    }

    private boolean next() throws IOException {
        Path file = older.isEmpty() ? latest : older.pop();
        try {
            open = Files.newInputStream(file);
            opened = MadeList.identity(file);
            return true;
        } catch (NoSuchFileException notYet) {
            return !older.isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        InputStream stream = open;
        open = null;
        if (stream != null) {
            stream.close();
        }
    }
}
