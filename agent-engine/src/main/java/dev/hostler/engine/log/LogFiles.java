package dev.hostler.engine.log;

import dev.hostler.engine.state.PrivateFiles;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one log on the disk: the file {@code ID.log} for the beginning, and once that is full, segments in the
 * directory {@code ID.tail}, of which the latest two stay. A segment's name is the place of its first byte. One thread
 * writes; any number read, from any thread.
 *
 * <p>Implementation note: the writer publishes {@code extent} when the bytes are in their files, and removes a file only
 * after it has published that it is not needed; a reader that comes too late for a file looks again. The stream classes
 * of java.io are used on purpose: a channel would close when the writing thread is interrupted.
 */
final class LogFiles {
    private static final String SUFFIX = ".log";
    private static final int SEGMENTS = 2;

    /** Less than this is called full. */
    private static final long ROOM = 1L << 20;

    private final Path file;
    private final Path tail;
    private final LogLimits limits;
    private boolean writing;
    private @Nullable FileOutputStream out;
    private volatile LogExtent extent = LogExtent.EMPTY;

    LogFiles(Path file, LogLimits limits) {
        this.file = file;
        this.limits = limits;
        String name = String.valueOf(file.getFileName());
        String job = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        this.tail = file.resolveSibling(job + ".tail");
    }

    /** Returns whether a write that failed has failed for want of room: there is next to none. */
    boolean isDiskFull() throws IOException {
        return Files.getFileStore(file).getUsableSpace() < ROOM;
    }

    LogExtent extent() {
        return extent;
    }

    /** Looks at what an earlier writer has left. */
    void find() throws IOException {
        List<Long> segments = new ArrayList<>();
        if (Files.isDirectory(tail)) {
            try (Stream<Path> names = Files.list(tail)) {
                names.forEach(name -> segments.add(Long.parseLong(String.valueOf(name.getFileName()))));
            }
        }
        segments.sort(null);
        long beginning = file.toFile().length();
        long size = segments.isEmpty()
                ? beginning
                : last(segments) + segment(last(segments)).toFile().length();
        extent = new LogExtent(beginning, segments, size);
    }

    /** Makes ready to write at the end. The file is opened with the first byte: many logs wait long for theirs. */
    void open() throws IOException {
        close();
        writing = true;
    }

    /** Adds bytes at the end; says whether it is now that the log has become too long to be kept as a whole. */
    boolean append(byte[] bytes, int offset, int length) throws IOException {
        LogExtent before = extent;
        LogExtent now = before;
        for (int done = 0; done < length; ) {
            long room = room(now);
            if (room == 0) {
                now = nextSegment(now);
                room = limits.end();
            }
            int count = (int) Math.min(room, length - done);
            opened().write(bytes, offset + done, count);
            done += count;
            long size = now.size() + count;
            now = new LogExtent(now.segments().isEmpty() ? size : now.beginning(), now.segments(), size);
        }
        extent = now;
        removeSegmentsBefore(before, now);
        return before.segments().isEmpty() && !now.segments().isEmpty();
    }

    private long room(LogExtent now) {
        List<Long> segments = now.segments();
        return segments.isEmpty()
                ? Math.max(0, limits.beginning() - now.size())
                : Math.max(0, last(segments) + limits.end() - now.size());
    }

    private LogExtent nextSegment(LogExtent now) throws IOException {
        PrivateFiles.createDirectories(tail);
        Path next = PrivateFiles.createIfMissing(segment(now.size()));
        open();
        out = new FileOutputStream(next.toFile(), true);
        List<Long> segments = new ArrayList<>(now.segments());
        segments.add(now.size());
        int kept = Math.max(0, segments.size() - SEGMENTS);
        return new LogExtent(now.beginning(), segments.subList(kept, segments.size()), now.size());
    }

    private void removeSegmentsBefore(LogExtent before, LogExtent now) throws IOException {
        if (!now.segments().equals(before.segments()) && Files.isDirectory(tail)) {
            removeAllBut(now.segments());
        }
    }

    private void removeAllBut(List<Long> segments) throws IOException {
        try (Stream<Path> names = Files.list(tail)) {
            for (Path name : names.toList()) {
                if (!segments.contains(Long.parseLong(String.valueOf(name.getFileName())))) {
                    Files.deleteIfExists(name);
                }
            }
        }
    }

    /** Takes the end away; also what was written of bytes that were not published. Writing goes on there. */
    void cutTo(long length) throws IOException {
        LogExtent cut = extent.cutTo(Math.min(length, extent.size()));
        extent = cut;
        truncate(file, cut.beginning());
        if (!cut.segments().isEmpty()) {
            PrivateFiles.createDirectories(tail);
            PrivateFiles.createIfMissing(segment(last(cut.segments())));
            truncate(segment(last(cut.segments())), cut.size() - last(cut.segments()));
        }
        if (Files.isDirectory(tail)) {
            removeAllBut(cut.segments());
        }
        open();
    }

    private static void truncate(Path file, long length) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            if (open.length() > length) {
                open.setLength(length);
            }
        }
    }

    /** Makes everything that is kept durable. */
    void sync() throws IOException {
        opened().getFD().sync();
        List<Long> segments = extent.segments();
        if (!segments.isEmpty()) {
            sync(file);
            for (long start : segments) {
                sync(segment(start));
            }
            PrivateFiles.syncDirectory(tail);
            PrivateFiles.syncDirectory(tail.getParent());
        }
    }

    private static void sync(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.getFD().sync();
        }
    }

    /** Lets go of the files. Idempotent. */
    void close() throws IOException {
        writing = false;
        try (FileOutputStream last = out) {
            out = null;
        }
    }

    /** Removes the files. Idempotent. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
        if (Files.isDirectory(tail)) {
            removeAllBut(List.of());
            Files.deleteIfExists(tail);
        }
    }

    /** Reads bytes into a buffer; returns how many, 0 if they were given up by now. */
    int read(long offset, byte[] buffer, int from) throws IOException {
        LogExtent now = extent;
        if (now.firstKept(offset) != offset) {
            return 0;
        }
        long start = offset < now.beginning() ? 0 : now.segmentOf(offset);
        Path holder = offset < now.beginning() ? file : segment(start);
        try (RandomAccessFile in = new RandomAccessFile(holder.toFile(), "r")) {
            in.seek(offset - start);
            int read = in.read(buffer, from, (int) Math.min(buffer.length - from, now.endOfFile(offset) - offset));
            if (read <= 0) {
                throw new IOException("its file is shorter than it was");
            }
            return read;
        } catch (FileNotFoundException gone) {
            if (extent.firstKept(offset) != offset) {
                return 0;
            }
            throw gone;
        }
    }

    private FileOutputStream opened() throws IOException {
        if (!writing) {
            throw new IOException("it is closed");
        }
        FileOutputStream opened = out;
        if (opened == null) {
            List<Long> segments = extent.segments();
            Path latest = segments.isEmpty() ? file : segment(last(segments));
            opened = new FileOutputStream(latest.toFile(), true);
            out = opened;
        }
        return opened;
    }

    private Path segment(long start) {
        return tail.resolve(String.valueOf(start));
    }

    private static long last(List<Long> segments) {
        return segments.get(segments.size() - 1);
    }
}
