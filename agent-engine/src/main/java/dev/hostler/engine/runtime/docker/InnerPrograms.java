package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.ContainerExec;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineTrouble;
import dev.hostler.engine.runtime.container.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs programs in containers of workloads. Thread-safe. */
final class InnerPrograms {
    private static final String ATTEMPT = "run program in workload";

    /** What a shell says of a program that is not there. */
    private static final int NOT_THERE = 127;

    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final Refusals refusals;

    InnerPrograms(EngineConnection engine, Scheduler scheduler, Refusals refusals) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.refusals = refusals;
    }

    int run(InstanceHandle instance, List<String> command, Duration limit) throws InterruptedException {
        ContainerExec exec = new ContainerExec(engine, scheduler, ContainerHandle.container(instance));
        try {
            Optional<Long> code = exec.run(Optional.empty(), command, limit);
            return code.orElseThrow(() -> late(instance, limit).toException()).intValue();
        } catch (BadRequestException noSuchProgram) {
            return NOT_THERE;
        } catch (ConflictException notRunning) {
            throw Refusals.failure(
                            ErrorCode.NOT_FOUND,
                            ATTEMPT,
                            instance.workload(),
                            EngineTrouble.message(notRunning),
                            "start the workload first")
                    .toException(notRunning);
        } catch (DockerException e) {
            throw refusals.of(ATTEMPT, instance.workload(), e);
        }
    }

    private static Failure late(InstanceHandle instance, Duration limit) {
        return Refusals.failure(
                ErrorCode.TIMEOUT,
                ATTEMPT,
                instance.workload(),
                "it has not ended within " + limit.toMillis() + " ms",
                "give it more time, or see what it waits for");
    }
}
