package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Mount;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.ContainerExec;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.executor.cgroup.GroupTree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes what lies in the shared directories on: to the image's user when a sandbox starts, to the agent's when it is
 * over. Only root may do that; an agent that is not root finds it inside of containers. Immutable.
 *
 * <p>Links are not followed.
 */
final class SharedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SharedFiles.class);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String CHOWN = "chown -hR ";

    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final ProcessLauncher processes;
    private final Containers containers;
    private final UserIds agent;

    SharedFiles(
            EngineConnection engine,
            Scheduler scheduler,
            ProcessLauncher processes,
            Containers containers,
            UserIds agent) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.processes = processes;
        this.containers = containers;
        this.agent = agent;
    }

    /** Makes a started container's user the owner of its workspace and home; root needs no such thing. */
    void handOver(String sandbox, SandboxSpec.Directories at, InspectContainerResponse started, SandboxNotices notices)
            throws InterruptedException {
        if (isRoots(started)) {
            return;
        }
        String named = user(started);
        Optional<UserIds> user = runningUser(started).or(() -> UserIds.parse(named));
        if (user.isEmpty() || !own(sandbox, at, started, user.get())) {
            notices.line("files of the workspace stay the agent's, so that the image's user '" + named
                    + "' may be unable to change them");
        }
    }

    /** Where the engine counts other processes than we do, the number is somebody else's. */
    private static Optional<UserIds> runningUser(InspectContainerResponse started) {
        return Optional.ofNullable(started.getState().getPidLong())
                .filter(pid -> GroupTree.read().of(pid).isNamed(started.getId()))
                .flatMap(UserIds::of);
    }

    private boolean own(String sandbox, SandboxSpec.Directories at, InspectContainerResponse started, UserIds user)
            throws InterruptedException {
        if (user.uid() == agent.uid()) {
            return true;
        }
        if (agent.isRoot()) {
            List<String> command = List.of(
                    "chown",
                    "-hR",
                    user.toString(),
                    at.workspace().toString(),
                    at.home().toString());
            return processes.run(command, LIMIT).ok();
        }
        String script = CHOWN + user + " " + ContainerPlan.LAYOUT.workspace() + " " + ContainerPlan.LAYOUT.home();
        return beside(sandbox, started.getImageId(), mounts(started), script);
    }

    /** Returns whether the agent could be shut out from files that steps have made. */
    boolean mustBeGivenBack() {
        return !agent.isRoot();
    }

    /** Makes the agent's user the owner of all that is shared, as far as it can be done; root needs no such thing. */
    void giveBack(String sandbox, DockerRecord at) throws InterruptedException {
        if (!mustBeGivenBack() || at.copied()) {
            return;
        }
        String script = CHOWN + agent + " " + String.join(" ", ContainerFiles.WRITABLE);
        Optional<InspectContainerResponse> found = containers.find(at.container());
        boolean done;
        if (found.isPresent()) {
            done = inside(found.get(), script)
                    || beside(sandbox, found.get().getImageId(), mounts(found.get()), script);
        } else {
            done = !at.shared().isEmpty() && beside(sandbox, at.image(), SharedDirectories.mounts(at.shared()), script);
        }
        if (!done) {
            LOG.warn("Files that sandbox {} has left may belong to other users than the agent's", sandbox);
        }
    }

    /** In a container that may gain no privileges and was started by another user, root has no power. */
    private boolean inside(InspectContainerResponse found, String script) throws InterruptedException {
        if (!isRoots(found) || !Boolean.TRUE.equals(found.getState().getRunning())) {
            return false;
        }
        try {
            Optional<Long> code = new ContainerExec(engine, scheduler, found.getId())
                    .run(Optional.empty(), List.of("sh", "-c", script), LIMIT);
            return code.filter(number -> number == 0).isPresent();
        } catch (DockerException refused) {
            LOG.debug("Container {} let no program in", found.getId(), refused);
            return false;
        }
    }

    /** A short-lived container with the same directories. */
    private boolean beside(String sandbox, String image, List<Mount> mounts, String script) {
        try {
            return containers.runOnce(sandbox, image, mounts, script, LIMIT);
        } catch (DockerException refused) {
            LOG.debug("No container could be run beside sandbox {}", sandbox, refused);
            return false;
        }
    }

    private static List<Mount> mounts(InspectContainerResponse found) {
        return Optional.ofNullable(found.getHostConfig().getMounts()).orElse(List.of());
    }

    private static boolean isRoots(InspectContainerResponse found) {
        String user = user(found).split(":", 2)[0];
        return user.isEmpty() || user.equals("root") || user.equals("0");
    }

    private static String user(InspectContainerResponse found) {
        return Optional.ofNullable(found.getConfig().getUser()).orElse("");
    }
}
