package dev.hostler.engine.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which images this agent has fetched that were not there before, and when it last used them: those it may remove again.
 * Kept in a file, since no engine tells. Thread-safe.
 *
 * <p>A use is written down once a day at most, so that it costs nothing. What can't be read or written makes the agent
 * remove less, and never more.
 */
public final class ImageLedger {
    private static final Logger LOG = LoggerFactory.getLogger(ImageLedger.class);
    private static final Duration RESOLUTION = Duration.ofDays(1);

    private final Optional<Path> file;
    private final Map<ImageName, Instant> lastUses = new ConcurrentHashMap<>();

    /** Held while the file is written: the newest state must be the last one written. Nothing else waits for it. */
    private final Semaphore writing = new Semaphore(1);

    private ImageLedger(Optional<Path> file) {
        this.file = file;
    }

    /** Begins a ledger that ends with the agent's run. */
    public static ImageLedger inMemory() {
        return new ImageLedger(Optional.empty());
    }

    /** Opens the ledger of a provider; the file may be missing. */
    public static ImageLedger open(Path file) {
        ImageLedger ledger = new ImageLedger(Optional.of(file));
        try {
            Files.readAllLines(file).forEach(ledger::read);
        } catch (NoSuchFileException none) {
            LOG.debug("No image was fetched yet: there is no {}", file);
        } catch (IOException e) {
            LOG.warn("Images that were fetched earlier stay: cannot read {}: {}", file, e.getMessage());
        }
        return ledger;
    }

    private void read(String line) {
        int space = line.indexOf(' ');
        try {
            lastUses.put(
                    new ImageName(line.substring(space + 1)), Instant.parse(line.substring(0, Math.max(space, 0))));
        } catch (DateTimeParseException e) {
            LOG.warn("A line of the images that were fetched can't be understood, so one stays: {}", line);
        }
    }

    /** Notes that an image was fetched that was not there before. */
    void fetched(ImageName image, Instant now) {
        lastUses.put(image, now);
        write();
    }

    /** Notes that an image is used. Does nothing for an image that was there before. */
    void used(ImageName image, Instant now) {
        Instant before = lastUses.getOrDefault(image, Instant.MAX);
        if (before.isBefore(now.minus(RESOLUTION)) && lastUses.replace(image, before, now)) {
            write();
        }
    }

    /** Notes that an image has gone. */
    void gone(ImageName image) {
        if (lastUses.remove(image) != null) {
            write();
        }
    }

    Optional<Instant> lastUse(ImageName image) {
        return Optional.ofNullable(lastUses.get(image));
    }

    Map<ImageName, Instant> all() {
        return Map.copyOf(lastUses);
    }

    private void write() {
        writing.acquireUninterruptibly();
        try {
            if (file.isPresent()) {
                write(file.get());
            }
        } catch (IOException e) {
            LOG.warn("Images fetched now are not removed later: cannot write {}: {}", file.get(), e.getMessage());
        } finally {
            writing.release();
        }
    }

    private void write(Path target) throws IOException {
        String text = lastUses.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().value() + "\n")
                .sorted()
                .collect(Collectors.joining());
        Files.createDirectories(
                target.toAbsolutePath().getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
