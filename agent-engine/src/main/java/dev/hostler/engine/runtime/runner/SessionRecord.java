package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.ProcessLauncher.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * One start of a runner. Immutable.
 *
 * @param process its first process, which leads the session
 * @param startedAt when it was started, by the wall clock
 * @param begun since when its time counts, by the boot clock
 * @param memoryKills how many processes the kernel had killed before, for want of memory
 */
record SessionRecord(ProcessIdentity process, Instant startedAt, Duration begun, long memoryKills) {
    void write(Path file) throws IOException {
        SmallFile.write(
                file,
                SmallFile.fields(Map.of(
                        "pid", Long.toString(process.pid()),
                        "start", Long.toString(process.startTicks()),
                        "boot", process.bootId(),
                        "started", startedAt.toString(),
                        "begun", begun.toString(),
                        "memoryKills", Long.toString(memoryKills))));
    }

    static Optional<SessionRecord> read(Path file) throws IOException {
        Optional<Properties> fields = SmallFile.readFields(file);
        try {
            return fields.map(SessionRecord::of);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("it is damaged: " + file, e);
        }
    }

    private static SessionRecord of(Properties fields) {
        return new SessionRecord(
                new ProcessIdentity(
                        Long.parseLong(fields.getProperty("pid", "")),
                        Long.parseLong(fields.getProperty("start", "")),
                        fields.getProperty("boot", "")),
                Instant.parse(fields.getProperty("started", "")),
                Duration.parse(fields.getProperty("begun", "")),
                Long.parseLong(fields.getProperty("memoryKills", "")));
    }
}
