package dev.hostler.engine.log;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.engine.state.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How far each log was handed to one sink, in a file that outlives the agent: a line for every step forward, written anew
 * when it has become long. Confined to one thread.
 */
final class SinkPlaces {
    private static final String DONE = "done";
    private static final int LONG = 10_000;

    private final Path file;
    private final Map<JobKey, Long> places = new LinkedHashMap<>();
    private int lines;

    private SinkPlaces(Path file) {
        this.file = file;
    }

    /** Reads what an earlier run of the agent has noted. A last line without its end does not count. */
    static SinkPlaces open(Path file) throws IOException {
        SinkPlaces places = new SinkPlaces(file);
        String text = Files.readString(PrivateFiles.createIfMissing(file));
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(places::read);
        places.writeAnew();
        return places;
    }

    private void read(String line) {
        String[] words = line.split(" ", 3);
        JobKey job = new JobKey(new Owner(words[0]), new JobId(words[1]));
        if (words[2].equals(DONE)) {
            places.remove(job);
        } else {
            places.put(job, Long.parseLong(words[2]));
        }
    }

    /** Returns the jobs whose logs were not handed over to their end. */
    Set<JobKey> open() {
        return Set.copyOf(places.keySet());
    }

    /** Returns the next byte to hand over; 0 for a log that is not known. */
    long of(JobKey job) {
        return places.getOrDefault(job, 0L);
    }

    /** Notes where the log goes on. */
    void reached(JobKey job, long offset) {
        places.put(job, offset);
        note(line(job, String.valueOf(offset)));
    }

    /** Notes that nothing of this log is left to do. */
    void done(JobKey job) {
        places.remove(job);
        note(line(job, DONE));
    }

    private static String line(JobKey job, String place) {
        return job.owner().value() + " " + job.id().value() + " " + place + "\n";
    }

    private void note(String line) {
        try {
            if (++lines > LONG + places.size()) {
                writeAnew();
            } else {
                Files.writeString(file, line, StandardOpenOption.APPEND, StandardOpenOption.DSYNC);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeAnew() throws IOException {
        StringBuilder text = new StringBuilder();
        places.forEach((job, offset) -> text.append(line(job, String.valueOf(offset))));
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        Files.writeString(PrivateFiles.createIfMissing(draft), text, StandardOpenOption.DSYNC);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        lines = places.size();
    }
}
