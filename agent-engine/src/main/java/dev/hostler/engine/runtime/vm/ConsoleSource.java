package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.runtime.feed.LineSink;
import dev.hostler.engine.runtime.feed.LineSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What a machine's console has got, and gets. Confined to one thread.
 *
 * @param instance whose
 * @param file its latest file
 * @param start when the machine was started first
 * @param query which lines
 * @param states says how the machine is; asked while nothing comes
 * @param scheduler the clock
 */
record ConsoleSource(
        InstanceHandle instance, Path file, Instant start, LogQuery query, States states, Scheduler scheduler)
        implements LineSource {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /** Libvirt is asked once in so many looks at the file. */
    private static final int QUIET_LOOKS = 5;

    private static final int PIECE = 8192;

    /** Says how a machine is. */
    @FunctionalInterface
    interface States {
        /** Returns its state; empty if it is gone. */
        Optional<DomainState> now() throws InterruptedException;
    }

    /** Reads to the end; that of a query that follows is the machine's. */
    @Override
    public void read(LineSink sink) throws InterruptedException {
        LineSink wanted = line -> {
            if (query.since().filter(line.time()::isBefore).isEmpty()) {
                sink.accept(line);
            }
        };
        ConsoleLines lines = new ConsoleLines(start);
        try (ConsoleFiles files = new ConsoleFiles(file)) {
            readWhatIsThere(files, lines, wanted);
            if (query.follow()) {
                follow(files, lines, wanted);
            }
            lines.end(wanted);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The file is closed by its reader, whom an interrupt ends. */
    @Override
    public void close() {}

    private void readWhatIsThere(ConsoleFiles files, ConsoleLines lines, LineSink sink)
            throws IOException, InterruptedException {
        if (query.tail().isEmpty()) {
            readAll(files, lines, sink);
            return;
        }
        Deque<TimedLine> last = new ArrayDeque<>();
        int most = query.tail().getAsInt();
        LineSink keep = line -> {
            last.addLast(line);
            if (last.size() > most) {
                last.removeFirst();
            }
        };
        readAll(files, lines, keep);
        if (!query.follow()) {
            lines.end(keep);
        }
        for (TimedLine line : last) {
            sink.accept(line);
        }
    }

    private static boolean readAll(ConsoleFiles files, ConsoleLines lines, LineSink sink)
            throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE];
        boolean any = false;
        for (int count = files.read(piece); count > 0; count = files.read(piece)) {
            lines.add(piece, count, sink);
            any = true;
        }
        return any;
    }

    private void follow(ConsoleFiles files, ConsoleLines lines, LineSink sink)
            throws IOException, InterruptedException {
        int quiet = 0;
        while (true) {
            if (readAll(files, lines, sink)) {
                quiet = 0;
            }
            quiet++;
            if (quiet % QUIET_LOOKS == 0 && isOver()) {
                // What it has printed last may have come after the last look.
                readAll(files, lines, sink);
                return;
            }
            scheduler.sleep(LOOK_AGAIN);
        }
    }

    private boolean isOver() throws InterruptedException {
        return states.now().filter(DomainState::isAlive).isEmpty();
    }

    private AgentException unreadable(IOException cause) {
        return Failure.cannot(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        "read console of workload",
                        instance.workload().toString(),
                        cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                        "let the agent's user read what virtlogd writes: run it as root")
                .toException(cause);
    }
}
