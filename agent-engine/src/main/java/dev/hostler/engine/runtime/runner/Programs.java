package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.ImagePull;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.workload.RunnerLimits;
import dev.hostler.api.workload.RunnerSpec;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Comes by the runner's program: from a directory, from the cache, or from those who publish it. Thread-safe. */
final class Programs {
    private static final String NEW = ".new-";

    private final RunnerSettings settings;
    private final Scheduler scheduler;
    private final ReleaseLookup lookup;
    private final Download download;
    private final Optional<ReleaseStore> store;
    private final String machine;

    Programs(
            RunnerSettings settings,
            Scheduler scheduler,
            ReleaseLookup lookup,
            Download download,
            Optional<ReleaseStore> store,
            String machine) {
        this.settings = settings;
        this.scheduler = scheduler;
        this.lookup = lookup;
        this.download = download;
        this.store = store;
        this.machine = machine;
    }

    /**
     * Returns a whole program of the wanted version, with no request to anybody if there is one already.
     *
     * @param phases is told how long what took
     */
    Program require(RunnerSpec spec, Phases phases, WorkloadNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        Optional<Program> here = find(spec.version());
        if (here.isPresent()) {
            return here.get();
        }
        Deadline deadline = Deadline.in(scheduler, time(spec.limits()));
        try {
            Files.createDirectories(settings.cache(), SmallFile.privateDirectory());
            DiskSpace.require(settings.cache(), spec.limits().fetchFreeBytes());
            Release release = phases.time("lookup", () -> lookup.find(spec.version(), deadline));
            try (CacheLock lock = CacheLock.take(settings.cache().resolve("lock"), deadline)) {
                Optional<Program> cached = Program.in(place(release.version()));
                return cached.isPresent() ? cached.get() : bring(release, deadline, phases, notices, cancellation);
            }
        } catch (IOException e) {
            throw Failure.cannot(
                            ErrorCode.NO_CAPACITY,
                            "use cache of runners",
                            settings.cache().toString(),
                            String.valueOf(e.getMessage()),
                            "look at its disk and its permissions")
                    .toException(e);
        }
    }

    /** What the runner may take for everything holds here as well. */
    private static Duration time(RunnerLimits limits) {
        return limits.fetch().compareTo(limits.run()) < 0 ? limits.fetch() : limits.run();
    }

    /** A version that is asked for by name can be here without asking for it; the latest one can't be known. */
    private Optional<Program> find(Optional<String> version) {
        for (Path directory : settings.preinstalled()) {
            Optional<Program> program = Program.in(directory)
                    .filter(found -> version.isEmpty() || version.get().equals(found.version()));
            if (program.isPresent()) {
                return program;
            }
        }
        return version.flatMap(wanted -> Program.in(place(wanted)));
    }

    private Path place(String version) {
        return settings.cache().resolve("programs").resolve(machine + "-" + version);
    }

    private Program bring(
            Release release, Deadline deadline, Phases phases, WorkloadNotices notices, CancellationToken cancellation)
            throws IOException, InterruptedException {
        Path archive = settings.cache().resolve(release.archive());
        boolean right = phases.time("verify", () -> isRight(archive, release));
        if (!right && !isStored(release, archive, deadline, phases, cancellation)) {
            PullNotices told = new PullNotices(release.archive(), notices, scheduler);
            told.tell(ImagePull.Phase.STARTED);
            boolean done = false;
            try {
                phases.time("download", () -> {
                    download.fetch(release, archive, deadline, told::loading, cancellation);
                    return archive;
                });
                done = true;
            } finally {
                told.tell(done ? ImagePull.Phase.DONE : ImagePull.Phase.FAILED);
            }
            store.ifPresent(shared -> shared.keep(release, archive));
        }
        return phases.time("unpack", () -> unpack(release, archive));
    }

    private boolean isStored(
            Release release, Path archive, Deadline deadline, Phases phases, CancellationToken cancellation)
            throws IOException, InterruptedException {
        return store.isPresent()
                && phases.time("store", () -> store.get().bring(release, archive, deadline, cancellation));
    }

    /** An archive that was kept may have been changed since. */
    private static boolean isRight(Path archive, Release release) throws IOException {
        if (!Files.isRegularFile(archive)) {
            return false;
        }
        boolean right = Digests.of(archive).equals(release.sha256());
        if (!right) {
            Files.delete(archive);
        }
        return right;
    }

    /** What a death has left half unpacked has another name, and goes now. */
    private Program unpack(Release release, Path archive) throws IOException {
        Path place = place(release.version());
        Path programs = Objects.requireNonNull(place.getParent());
        Files.createDirectories(programs, SmallFile.privateDirectory());
        try (DirectoryStream<Path> left = Files.newDirectoryStream(programs, NEW + "*")) {
            for (Path half : left) {
                Tree.remove(half);
            }
        }
        Path fresh = Files.createDirectory(programs.resolve(NEW + UUID.randomUUID()), SmallFile.privateDirectory());
        try {
            new Unpacking(fresh).unpack(archive);
            requireWhole(release, fresh);
            Tree.remove(place);
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
            return new Program(place, release.version());
        } catch (IOException e) {
            throw refused(release, String.valueOf(e.getMessage())).toException(e);
        } finally {
            Tree.remove(fresh);
        }
    }

    private static void requireWhole(Release release, Path fresh) throws IOException {
        String version = Program.in(fresh)
                .orElseThrow(() -> new IOException("it holds no whole program"))
                .version();
        if (!version.equals(release.version())) {
            throw new IOException("it holds version '" + version + "', and not " + release.version());
        }
    }

    private static Failure refused(Release release, String cause) {
        return Failure.cannot(
                ErrorCode.IMAGE_UNAVAILABLE,
                "unpack runner archive",
                release.archive(),
                cause,
                "nothing of it was kept; report it to those who publish it, and give another version");
    }
}
