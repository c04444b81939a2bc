package dev.hostler.launcher.cli;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadStatus;
import dev.hostler.launcher.cli.exit.ExitCodes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One runner, from its wish to its outcome. A runner that an earlier process has left is taken up. Confined to one thread. */
final class RunnerSession {
    private static final Owner OWNER = new Owner("cli");
    private static final WorkloadKey KEY = new WorkloadKey(OWNER, new WorkloadId("runner"));
    private static final Duration LAST_LINES = Duration.ofSeconds(10);
    private static final Duration REMOVAL = Duration.ofMinutes(2);

    private final RunnerSettings settings;
    private final Invocation invocation;
    private final Cancellation cancellation;
    private final Lines out;
    private final Lines err;
    private @Nullable Thread printer;

    RunnerSession(RunnerSettings settings, Invocation invocation, Cancellation cancellation) {
        this.settings = settings;
        this.invocation = invocation;
        this.cancellation = cancellation;
        this.out = new Lines(invocation.out());
        this.err = new Lines(invocation.err());
    }

    /** Runs it to its end, and leaves nothing but its logs. */
    ExitCodes run() throws InterruptedException {
        RunnerSpec spec = settings.spec();
        Path directory = DataRoot.of(invocation).resolve("runner");
        AgentConfig config = AgentConfig.builder(directory)
                .provider("runners", settings.ofRuntime())
                .provider("policy", Map.of("allow", "runner"))
                .minimumFreeBytes(0)
                .build();
        try (Agent agent = invocation.agents().apply(config);
                EventStream events = agent.events(0)) {
            WorkloadHandle runner = begin(agent, spec);
            ExitCodes code = follow(runner, events);
            runner.delete(false);
            if (!runner.awaitGone(REMOVAL)) {
                err.message("The runner is not gone yet; the next 'hostler runner' goes on from here");
            }
            err.message("The runner's own logs are kept below " + directory.resolve("runtimes/runners/kept"));
            return code;
        }
    }

    private WorkloadHandle begin(Agent agent, RunnerSpec spec) {
        Optional<WorkloadHandle> left = agent.workload(KEY);
        ApplyWorkload wish = ApplyWorkload.of(KEY.id().value(), spec);
        WorkloadHandle runner = left.orElseGet(() -> agent.apply(OWNER, wish).handle());
        left.ifPresent(same -> err.message("A runner that an earlier process has left is taken up"));
        cancellation.onRequest(() -> end(agent, runner, left.isPresent() ? Optional.empty() : Optional.of(wish)));
        return runner;
    }

    /** What is there is stopped, so that its last lines can be read; what is only on its way is not wanted any more. */
    private static void end(Agent agent, WorkloadHandle runner, Optional<ApplyWorkload> wish) {
        try {
            boolean there = runner.workload().status().revisions().observed().isPresent();
            if (there && wish.isPresent()) {
                agent.apply(OWNER, wish.get().desired(DesiredState.STOPPED));
            } else {
                runner.delete(false);
            }
        } catch (AgentException gone) {
            if (gone.code() != ErrorCode.NOT_FOUND) {
                throw gone;
            }
        }
    }

    private ExitCodes follow(WorkloadHandle runner, EventStream events) throws InterruptedException {
        String told = "";
        while (true) {
            Optional<Workload> now = look(runner);
            if (now.isEmpty()) {
                awaitLastLines();
                return ExitCodes.INTERRUPTED;
            }
            WorkloadStatus status = now.get().status();
            String line = status.phase() + ": " + words(status);
            if (!line.equals(told)) {
                told = line;
                err.message(line);
            }
            print(runner, status);
            if (isOver(status)) {
                awaitLastLines();
                return code(status);
            }
            awaitNews(events);
        }
    }

    /** Once it has ended, what became of it says more than what the engine does with it. */
    private static String words(WorkloadStatus status) {
        Map<String, String> details = status.details();
        return details.containsKey("outcome")
                ? details.get("outcome") + ": " + details.get("reason")
                : status.message();
    }

    private static Optional<Workload> look(WorkloadHandle runner) {
        try {
            return Optional.of(runner.workload());
        } catch (AgentException gone) {
            if (gone.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw gone;
        }
    }

    private static void awaitNews(EventStream events) throws InterruptedException {
        boolean ours = false;
        while (!ours) {
            Optional<AgentEvent> event = events.next();
            ours = event.isEmpty()
                    || event.get() instanceof AgentEvent.WorkloadChanged
                    || event.get() instanceof AgentEvent.WorkloadGone;
        }
    }

    private static boolean isOver(WorkloadStatus status) {
        return switch (status.phase()) {
            case COMPLETED, FAILED, STOPPED -> true;
            case PENDING, RUNNING, DELETING, UNKNOWN, QUARANTINED -> false;
        };
    }

    private static ExitCodes code(WorkloadStatus status) {
        return switch (status.details().getOrDefault("outcome", "")) {
            case "success" -> ExitCodes.SUCCESS;
            case "failure" -> ExitCodes.STEP_FAILED;
            case "timeout" -> ExitCodes.TIMED_OUT;
            case "interrupted" -> ExitCodes.INTERRUPTED;
            default -> status.failure().map(ExitCodes::of).orElse(ExitCodes.INTERRUPTED);
        };
    }

    /** Its output is printed by a thread of its own, from its first start on. */
    private void print(WorkloadHandle runner, WorkloadStatus status) {
        if (printer == null && status.details().containsKey("stage")) {
            Thread started = new Thread(() -> print(runner), "hostler-runner-output");
            started.setDaemon(true);
            started.start();
            printer = started;
        }
    }

    private void print(WorkloadHandle runner) {
        try (TimedLogStream log = runner.log(LogQuery.ALL.following())) {
            for (Optional<TimedLine> line = log.next(); line.isPresent(); line = log.next()) {
                out.print(line.get().text());
            }
        } catch (AgentException e) {
            err.message("Cannot show the runner's output any more: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitLastLines() throws InterruptedException {
        if (printer != null) {
            printer.join(LAST_LINES.toMillis());
        }
    }
}
