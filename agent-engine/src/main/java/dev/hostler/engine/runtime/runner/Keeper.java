package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after one started runner until it has ended and nothing of it is left but what is kept. Of several keepers of one
 * runner, in this agent or another process, one is at work; the next one takes over where it was. Confined to one thread.
 */
final class Keeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration QUICK = Duration.ofMillis(20);
    private static final Duration PROOF = Duration.ofSeconds(5);
    private static final Duration NO_JOB_YET = Duration.ofSeconds(10);
    private static final Duration LAUNCH = Duration.ofSeconds(2);
    private static final Set<String> SCRIPTS = Set.of("config.sh", "run.sh");

    private final Place place;
    private final InstanceFiles files;
    private final InstanceRecord record;
    private final Runnable changed;
    private final Evidence evidence = new Evidence();
    private final Course course;
    private final Session session;
    private final Set<Long> interrupted = new LinkedHashSet<>();
    private boolean killed;

    /**
     * Creates a keeper.
     *
     * @param changed is called when there is something new to see
     */
    Keeper(Place place, InstanceFiles files, InstanceRecord record, Runnable changed) {
        this.place = place;
        this.files = files;
        this.record = record;
        this.changed = changed;
        this.course = new Course(files, evidence);
        this.session = place.session(files);
    }

    @Override
    public void run() {
        try {
            while (files.exists() && !files.hasEnded()) {
                Optional<CacheLock> lock = CacheLock.tryTake(files.lock());
                if (lock.isPresent()) {
                    try (CacheLock held = lock.get()) {
                        keep();
                    }
                } else {
                    scheduler().sleep(TICK);
                }
            }
        } catch (InterruptedException | ClosedByInterruptException closing) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            if (files.exists()) {
                LOG.warn("Runner {} can't be looked after, and goes on: {}", files.id(), e.toString());
            }
        }
        changed.run();
    }

    private Scheduler scheduler() {
        return place.scheduler();
    }

    private void keep() throws IOException, InterruptedException {
        if (files.hasEnded()) {
            return;
        }
        SessionRecord started = SessionRecord.read(files.session())
                .orElseThrow(() -> new NoSuchFileException(files.session().toString()));
        Guard guard = new Guard(files, record.limits(), started.begun(), place.settings(), scheduler(), place.memory());
        try (LogPump pump =
                new LogPump(files, scheduler(), record.mask(), line -> evidence.see(line.time(), line.text()))) {
            Facts shown = tell(Optional.empty());
            while (place.processes().isAlive(started.process())) {
                pump.pump(false);
                course.look();
                Optional<StopOrder> order = StopOrder.read(files);
                if (order.isEmpty()) {
                    Optional<StopOrder> must = guard.look(course, evidence);
                    if (must.isPresent()) {
                        must.get().give(files);
                        order = StopOrder.read(files);
                    }
                }
                shown = tell(Optional.of(shown), order.isPresent());
                if (order.isPresent()) {
                    stop(started.process(), order.get());
                }
                scheduler().sleep(order.isPresent() ? QUICK : TICK);
            }
            end(started, pump);
        }
    }

    private Facts tell(Optional<Facts> shown) throws IOException {
        course.look();
        return tell(shown, Files.exists(files.stop()));
    }

    /** Writes down how far it has come, if that is news. */
    private Facts tell(Optional<Facts> shown, boolean stopping) throws IOException {
        Facts now = course.facts(stopping);
        if (!shown.equals(Optional.of(now))) {
            now.write(files.facts());
            changed.run();
        }
        return now;
    }

    /**
     * Asks once, in the way that lets a job end in order: the script hands TERM on as INT, and would die of a second one
     * and leave its listener. What only registers has no job to end. Until one of the scripts is there, nobody is asked: what
     * the first process runs in between ends by itself, and would take the request with it. Nor is a script asked that is
     * about to launch its listener: its shell may drop what comes then.
     */
    private void stop(ProcessLauncher.ProcessIdentity leader, StopOrder order)
            throws IOException, InterruptedException {
        if (scheduler().sinceBoot().compareTo(end(order)) > 0) {
            kill(Optional.of(leader));
            return;
        }
        if (Files.exists(files.asked())) {
            return;
        }
        List<Member> members = session.members(Optional.of(leader));
        List<Member> asked = members.stream()
                .filter(member -> course.isRegistering() ? member.pid() != leader.pid() : isScript(member, leader))
                .toList();
        boolean hears = course.isRegistering()
                || members.stream().anyMatch(Member::serves)
                || scheduler().sinceBoot().minus(order.since()).compareTo(LAUNCH) > 0;
        if (hears && asked.stream().anyMatch(member -> isScript(member, leader))) {
            SmallFile.write(files.asked(), "");
            session.signal("TERM", asked);
        }
    }

    private static boolean isScript(Member member, ProcessLauncher.ProcessIdentity leader) {
        return member.parent() == leader.pid() && SCRIPTS.contains(member.command());
    }

    /** A registration is nothing that is worth to wait for. */
    private Duration end(StopOrder order) {
        Duration soon = order.since().plus(NO_JOB_YET);
        return course.isRegistering() && soon.compareTo(order.end()) < 0 ? soon : order.end();
    }

    private void kill(Optional<ProcessLauncher.ProcessIdentity> leader) {
        List<Member> members = session.members(leader);
        killed |= !members.isEmpty();
        session.kill(members, scheduler().bootId());
    }

    /** Its first process has ended: what serves a job may end it, all else goes; then it is judged. */
    private void end(SessionRecord started, LogPump pump) throws IOException, InterruptedException {
        Optional<ProcessLauncher.ProcessIdentity> leader = Optional.of(started.process());
        Duration end = StopOrder.read(files)
                .map(StopOrder::end)
                .orElse(scheduler().sinceBoot().plus(record.limits().stopGrace()));
        List<Member> left = session.members(leader);
        while (left.stream().anyMatch(Member::serves) && scheduler().sinceBoot().compareTo(end) < 0) {
            List<Member> listeners = left.stream()
                    .filter(member -> member.command().equals("Runner.Listener") && interrupted.add(member.pid()))
                    .toList();
            session.signal("INT", listeners);
            pump.pump(false);
            scheduler().sleep(QUICK);
            left = session.members(leader);
        }
        killed |= left.stream().anyMatch(Member::serves);
        List<Long> survivors = killAll(leader);
        while (pump.pump(true)) {
            scheduler().sleep(Duration.ZERO);
        }
        course.look();
        Verdict verdict = Verdict.of(ending(started, survivors));
        tell(Optional.empty(), true);
        new Clearing(place, files).afterEnd(record);
        verdict.write(files.result());
    }

    /** Kills until none is left: processes are born between the look and the kill. */
    private List<Long> killAll(Optional<ProcessLauncher.ProcessIdentity> leader) throws InterruptedException {
        Deadline deadline = Deadline.in(scheduler(), PROOF);
        List<Member> left = session.members(leader);
        while (!left.isEmpty() && !deadline.isOver()) {
            session.kill(left, scheduler().bootId());
            scheduler().sleep(QUICK);
            left = session.members(leader);
        }
        return left.stream().map(Member::pid).toList();
    }

    private Ending ending(SessionRecord started, List<Long> survivors) throws IOException {
        Optional<String> exit =
                SmallFile.read(files.exit()).map(String::strip).filter(code -> code.matches("[0-9]{1,3}"));
        boolean memoryKill = place.memory().kills().orElse(0) > started.memoryKills()
                && evidence.jobResult().isEmpty();
        return new Ending(
                evidence,
                exit.map(code -> OptionalInt.of(Integer.parseInt(code))).orElseGet(OptionalInt::empty),
                course.isRegistering(),
                Files.exists(files.jobStarted()),
                Files.exists(files.jobCompleted()),
                !Files.exists(files.registration()),
                StopOrder.read(files),
                killed,
                memoryKill,
                survivors);
    }
}
