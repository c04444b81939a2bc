package dev.hostler.engine.executor.process;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.node.Capability;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.ExecutorContext;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxCapability;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.executor.cgroup.ControlGroup;
import dev.hostler.engine.executor.cgroup.GroupTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Opens sandboxes of host processes. Thread-safe; how strong they are is found out once, when first needed. */
final class ProcessExecutor implements JobExecutor {
    private static final String ID = Isolation.PROCESS.value();
    private static final Duration GROUP_REMOVAL = Duration.ofSeconds(10);

    /** Enough for any build, and too few to bring a host down; kept where it can be. */
    private static final SandboxSpec.Limits DEFAULT_LIMITS =
            new SandboxSpec.Limits(OptionalDouble.empty(), OptionalLong.empty(), OptionalInt.of(4096));

    private final ProcessRooms rooms;
    private final SandboxSpec.Limits limits;
    private final IsolationFinding isolation;
    private final HiddenDirectories hidden;

    private ProcessExecutor(
            ProcessRooms rooms, SandboxSpec.Limits limits, IsolationFinding isolation, HiddenDirectories hidden) {
        this.rooms = rooms;
        this.limits = limits;
        this.isolation = isolation;
        this.hidden = hidden;
    }

    static ProcessExecutor of(ExecutorContext context) {
        ProcessSettings settings = ProcessSettings.read(context.settings(), context.agentId());
        Scheduler scheduler = context.scheduler();
        ProcessLauncher processes = context.processes();
        HostProcesses host = new HostProcesses();
        ProcessRooms rooms = new ProcessRooms(
                scheduler,
                processes,
                host,
                new MarkedProcesses(context.agentId(), host, processes, scheduler),
                new SandboxUsers(settings.firstUser(), host),
                new SandboxGroups(GroupTree.read(), context.agentId()));
        return new ProcessExecutor(
                rooms,
                settings.limits(),
                new IsolationFinding(new StrengthProbe(processes, settings.ownUser())),
                new HiddenDirectories(settings.dataDirectory(), Path.of(System.getProperty("user.home", "/"))));
    }

    @Override
    public Fingerprint fingerprint() {
        try {
            StrengthProbe.Finding found = isolation.get();
            return Fingerprint.available("", "processes, " + Notices.describe(found), abilities(found.strength()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Fingerprint.unavailable("interrupted while trying namespaces; ask again");
        }
    }

    private Set<Capability> abilities(IsolationStrength strength) {
        Set<Capability> abilities = new HashSet<>();
        rooms.groups()
                .limits()
                .forEach(controller -> abilities.add(new Capability("process.limits." + controller.word())));
        if (strength.hasNamespaces()) {
            abilities.add(new Capability("process.namespaces"));
        }
        return abilities;
    }

    @Override
    public Set<SandboxCapability> capabilities() {
        try {
            return isolation.get().strength().capabilities();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return IsolationStrength.SESSION.capabilities();
        }
    }

    @Override
    public Sandbox open(SandboxSpec spec, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        requireNoServices(spec);
        StrengthProbe.Finding found = isolation.get();
        IsolationStrength strength = found.strength();
        if (!spec.network() && !strength.hasNamespaces()) {
            throw noNetworkSwitch(spec, found);
        }
        OptionalInt user = strength == IsolationStrength.OWN_USER
                ? OptionalInt.of(rooms.users().lease(spec.id()))
                : OptionalInt.empty();
        SandboxSpec.Limits asked = spec.limits().orElse(limits);
        ControlGroup group = rooms.groups().open(spec.id(), asked.orElse(DEFAULT_LIMITS));
        boolean opened = false;
        try {
            ProcessSandbox sandbox = start(limited(spec, asked), strength, user, group, cancellation);
            Notices.of(spec, asked, found, user, entered(sandbox)).forEach(notices::line);
            opened = true;
            return sandbox;
        } finally {
            if (!opened) {
                undo(spec.id(), user, group);
            }
        }
    }

    /** Where there is no namespace, a job could get at the sandbox of a job that is not there yet. */
    @Override
    public Optional<String> likeness(SandboxSpec spec) {
        if (!spec.services().isEmpty()) {
            return Optional.empty();
        }
        try {
            IsolationStrength strength = isolation.get().strength();
            return strength.hasNamespaces() ? Optional.of(strength.name()) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Making a group and entering it are two rights; only the group that it is in keeps its limits. */
    private ControlGroup entered(ProcessSandbox sandbox) {
        return rooms.groups().of(sandbox.inner().pid(), sandbox.handle().sandbox());
    }

    private static SandboxSpec limited(SandboxSpec spec, SandboxSpec.Limits limits) {
        return new SandboxSpec(
                spec.id(), spec.directories(), spec.entry(), spec.image(), limits, spec.network(), spec.services());
    }

    private ProcessSandbox start(
            SandboxSpec spec,
            IsolationStrength strength,
            OptionalInt user,
            ControlGroup group,
            CancellationToken cancellation)
            throws InterruptedException {
        LaunchCommand command = strength.hasNamespaces()
                ? LaunchCommand.namespace(
                        spec,
                        strength,
                        user,
                        group,
                        hidden.of(spec.directories().input()))
                : LaunchCommand.session(spec, group);
        SandboxLaunch.Started started = new SandboxLaunch(rooms.processes(), rooms.scheduler(), spec, command)
                .start(rooms.marked().mark(spec.id()), cancellation);
        SandboxRecord at = new SandboxRecord(
                SandboxRecord.VERSION,
                strength,
                started.outer(),
                started.inner(),
                strength.hasNamespaces()
                        ? rooms.host().namespace(started.inner().pid()).orElse("")
                        : "",
                user.orElse(0),
                spec.directories().scratch().resolve("exit").toString(),
                command.layout(),
                SandboxRecord.directories(group));
        return new ProcessSandbox(at.toHandle(spec.id(), ID), at, rooms);
    }

    private void undo(String sandbox, OptionalInt user, ControlGroup group) {
        rooms.marked().kill(sandbox, Set.of());
        new SteadyWait(rooms.scheduler()).until(group::remove, GROUP_REMOVAL);
        user.ifPresent(rooms.users()::release);
    }

    @Override
    public Sandbox recover(SandboxHandle handle) {
        SandboxRecord at = SandboxRecord.of(handle);
        if (at.user() != 0) {
            rooms.users().take(at.user());
        }
        return new ProcessSandbox(handle, at, rooms);
    }

    @Override
    public List<SandboxHandle> sandboxes() {
        try {
            return new SandboxFinder(rooms, ID, isolation.get().strength()).find();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cannotList("the call was interrupted").toException(e);
        } catch (IOException e) {
            throw cannotList("/proc can't be read").toException(e);
        }
    }

    private static Failure cannotList(String cause) {
        return Failure.cannot(ErrorCode.RUNTIME_UNAVAILABLE, "list sandboxes of", ID, cause, "try again");
    }

    private static void requireNoServices(SandboxSpec spec) {
        if (!spec.services().isEmpty()) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "open sandbox",
                            spec.id(),
                            "it needs services, which are containers, and process isolation has none",
                            "use the isolation docker, or take the services out")
                    .toException();
        }
    }

    private static AgentException noNetworkSwitch(SandboxSpec spec, StrengthProbe.Finding found) {
        return Failure.cannot(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        "open sandbox",
                        spec.id(),
                        "it must have no network, and this host allows no network namespace (" + found.obstacle() + ")",
                        "allow the job the network, allow namespaces, or choose another isolation")
                .toException();
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
