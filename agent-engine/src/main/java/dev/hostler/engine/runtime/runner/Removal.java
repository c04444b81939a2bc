package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.ProcessLauncher.ProcessIdentity;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Ends all of a runner at once, and removes it. Immutable.
 *
 * @param place where runners are
 * @param files the runner's own
 */
record Removal(Place place, InstanceFiles files) {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    void run() throws IOException, InterruptedException {
        Optional<ProcessIdentity> leader = SessionRecord.read(files.session()).map(SessionRecord::process);
        Session session = place.session(files);
        Deadline deadline = Deadline.in(place.scheduler(), LIMIT);
        List<Member> left = session.members(leader);
        while (!left.isEmpty()) {
            if (deadline.isOver()) {
                throw new IOException("processes that can't be ended are left: " + left);
            }
            session.kill(left, place.scheduler().bootId());
            place.scheduler().sleep(PAUSE);
            left = session.members(leader);
        }
        remove(deadline);
    }

    /** Another agent's process may still write down that it has ended. */
    private void remove(Deadline deadline) throws IOException, InterruptedException {
        Optional<InstanceRecord> record = InstanceRecord.read(files.record());
        while (true) {
            try {
                new Clearing(place, files).remove(record);
                return;
            } catch (DirectoryNotEmptyException e) {
                if (deadline.isOver()) {
                    throw e;
                }
                place.scheduler().sleep(PAUSE);
            }
        }
    }
}
