package dev.hostler.engine.runtime.vm;

import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.workload.WorkloadKey;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * What libvirt does not keep about a machine: whether and when it was started, and, once libvirtd itself was started anew,
 * how it ended. Thread-safe; a file is written when something has changed, and read once.
 */
final class StartRecords {
    private final VmFiles files;
    private final Scheduler scheduler;
    private final Map<String, StartRecord> known = new HashMap<>();

    StartRecords(VmFiles files, Scheduler scheduler) {
        this.files = files;
        this.scheduler = scheduler;
    }

    /**
     * A machine's start. Immutable.
     *
     * @param first when it was started for the first time
     * @param last when it was started last
     * @param boot which boot of the host that was in
     * @param domain libvirt's number of it since then
     * @param end libvirt's reason for its end, as last seen; empty while it runs
     */
    record StartRecord(Instant first, Instant last, String boot, int domain, OptionalInt end) {
        private String text() {
            return "first=" + first + "\nlast=" + last + "\nboot=" + boot + "\ndomain=" + domain + "\n"
                    + (end.isPresent() ? "end=" + end.getAsInt() + "\n" : "");
        }

        private static Optional<StartRecord> read(String text) throws IOException {
            Properties lines = new Properties();
            lines.load(new StringReader(text));
            String end = lines.getProperty("end", "");
            try {
                return Optional.of(new StartRecord(
                        Instant.parse(lines.getProperty("first", "")),
                        Instant.parse(lines.getProperty("last", "")),
                        lines.getProperty("boot", ""),
                        Integer.parseInt(lines.getProperty("domain", "")),
                        end.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(end))));
            } catch (DateTimeException | NumberFormatException damaged) {
                return Optional.empty();
            }
        }
    }

    /** Returns what is known of an instance; empty if it was never started. */
    synchronized Optional<StartRecord> of(WorkloadKey workload, String uuid) {
        StartRecord there = known.get(uuid);
        if (there != null) {
            return Optional.of(there);
        }
        Path file = files.record(workload, uuid);
        try {
            Optional<StartRecord> read = StartRecord.read(Files.readString(file));
            read.ifPresent(record -> known.put(uuid, record));
            return read;
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (IOException e) {
            throw VmFiles.failed("read file", file, e);
        }
    }

    /** Notes that an instance runs with this number, by whomever it was started. */
    synchronized StartRecord runs(WorkloadKey workload, String uuid, int domain) {
        Optional<StartRecord> before = of(workload, uuid);
        String boot = scheduler.bootId();
        if (before.isPresent()
                && before.get().end().isEmpty()
                && before.get().domain() == domain
                && before.get().boot().equals(boot)) {
            return before.get();
        }
        Instant now = scheduler.now();
        return note(
                workload,
                uuid,
                new StartRecord(before.map(StartRecord::first).orElse(now), now, boot, domain, OptionalInt.empty()));
    }

    /** Notes the reason of an instance's end, unless libvirt does not know it any more. Returns what is known then. */
    synchronized Optional<StartRecord> ended(WorkloadKey workload, String uuid, int reason) {
        return of(workload, uuid).map(before -> {
            boolean news = before.end().isEmpty() || reason != 0 && before.end().getAsInt() != reason;
            return news
                    ? note(
                            workload,
                            uuid,
                            new StartRecord(
                                    before.first(),
                                    before.last(),
                                    before.boot(),
                                    before.domain(),
                                    OptionalInt.of(reason)))
                    : before;
        });
    }

    private StartRecord note(WorkloadKey workload, String uuid, StartRecord record) {
        files.make(workload);
        files.write(files.record(workload, uuid), record.text().getBytes(StandardCharsets.UTF_8));
        known.put(uuid, record);
        return record;
    }

    /** Forgets what has no file any more. */
    synchronized void forget(String uuid) {
        known.remove(uuid);
    }
}
