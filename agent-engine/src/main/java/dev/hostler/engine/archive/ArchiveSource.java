package dev.hostler.engine.archive;

import dev.hostler.api.spi.CancellationToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * An archive that comes into being while it is read, so that it needs neither memory nor disk. Links are kept as links;
 * what is neither file, directory nor link is left out. For trees that nobody changes meanwhile. Confined to one thread.
 */
public final class ArchiveSource extends InputStream {
    private static final int END = 2 * TarHeader.BLOCK;

    private final CancellationToken cancellation;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private InputStream current = InputStream.nullInputStream();
    private byte[] after = new byte[0];
    private boolean ended;

    /** What is still to come: a tree, or a small file by its content. */
    private record Pending(String name, Path path) {}

    private ArchiveSource(CancellationToken cancellation) {
        this.cancellation = cancellation;
    }

    /** Returns an archive of trees; reading fails with an {@code InterruptedIOException} once the token is cancelled. */
    public static ArchiveSource of(List<ArchiveContent> contents, CancellationToken cancellation) {
        ArchiveSource source = new ArchiveSource(cancellation);
        contents.forEach(content -> source.pending.add(new Pending(content.name(), content.tree())));
        return source;
    }

    /** Returns an archive of one small file that everybody can read. */
    public static InputStream ofText(String name, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        TarEntry entry = new TarEntry(TarEntry.Kind.FILE, name, "", 0644, new TarEntry.Owner(0, 0), content.length, 0);
        byte[] head = TarHeader.of(entry);
        byte[] padding = TarHeader.padding(content.length);
        byte[] whole = new byte[head.length + content.length + padding.length + END];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        return new ByteArrayInputStream(whole);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (true) {
            int count = current.read(buffer, offset, length);
            if (count > 0 || length == 0) {
                return count;
            }
            if (!advance()) {
                return -1;
            }
        }
    }

    @Override
    public void close() throws IOException {
        current.close();
        pending.clear();
        ended = true;
    }

    /** Makes the next part the current one: what follows a content, the next entry, or the end. */
    private boolean advance() throws IOException {
        if (cancellation.isCancelled()) {
            throw new InterruptedIOException("cancelled");
        }
        current.close();
        if (after.length > 0) {
            current = new ByteArrayInputStream(after);
            after = new byte[0];
        } else if (!pending.isEmpty()) {
            begin(pending.pop());
        } else if (!ended) {
            ended = true;
            current = new ByteArrayInputStream(new byte[END]);
        } else {
            return false;
        }
        return true;
    }

    private void begin(Pending next) throws IOException {
        TarEntry entry = FileLook.at(next.path(), next.name());
        InputStream head = new ByteArrayInputStream(TarHeader.of(entry));
        switch (entry.kind()) {
            case FILE -> {
                InputStream file = Files.newInputStream(next.path(), LinkOption.NOFOLLOW_LINKS);
                current = new SequenceInputStream(head, new ExactStream(file, entry.size()));
                after = TarHeader.padding(entry.size());
            }
            case DIRECTORY -> {
                current = head;
                children(next).forEach(pending::push);
            }
            case LINK -> current = head;
            default -> {}
        }
    }

    private static List<Pending> children(Pending directory) throws IOException {
        List<Pending> children = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory.path())) {
            entries.forEach(path -> children.add(
                    new Pending(directory.name() + "/" + TarEntry.text(RawName.of(path.getFileName())), path)));
        } catch (NoSuchFileException gone) {
            return List.of();
        }
        Collections.reverse(children);
        return children;
    }
}
