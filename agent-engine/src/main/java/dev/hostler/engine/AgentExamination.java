package dev.hostler.engine;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.node.Finding;
import dev.hostler.api.node.Finding.Level;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.engine.admission.HostPolicy;
import dev.hostler.engine.examination.DiskSpace;
import dev.hostler.engine.examination.Examination;
import dev.hostler.engine.examination.ExecutorLook;
import dev.hostler.engine.examination.HostPrograms;
import dev.hostler.engine.examination.Question;
import dev.hostler.engine.process.OsProcessLauncher;
import dev.hostler.engine.registry.ProviderRegistry;
import dev.hostler.engine.registry.Providers;
import dev.hostler.engine.state.StateLook;
import dev.hostler.engine.time.SystemScheduler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at a host as an agent with a configuration would, and starts none. Confined to one thread. */
final class AgentExamination {
    /** Marks nothing: an examination makes nothing that could be marked. */
    private static final String NO_AGENT = "000000000000";

    /** A setting of executors and runtimes that would have them work ahead. */
    private static final String WORK_AHEAD = "pre-pull";

    private final AgentConfig config;

    AgentExamination(AgentConfig config) {
        this.config = config;
    }

    List<Finding> run() {
        if (config.scheduler().isPresent()) {
            return run(config.scheduler().get());
        }
        try (SystemScheduler scheduler = SystemScheduler.create()) {
            return run(scheduler);
        }
    }

    private List<Finding> run(Scheduler scheduler) {
        ProcessLauncher processes = new OsProcessLauncher(scheduler);
        HostPrograms programs = new HostPrograms(processes, Path.of("/run"));
        StateLook state = new StateLook(config.dataDirectory(), System.getenv());
        List<Question> questions = new ArrayList<>();
        questions.add(new Question("data directory", state::directory));
        questions.add(new Question("state key", state::key));
        questions.add(new Question("disk", new DiskSpace(config.dataDirectory(), config.minimumFreeBytes())::look));
        List<Finding> refused = new ArrayList<>();
        try {
            Providers providers = ProviderRegistry.find(config, AgentAssembly.BUILT_IN);
            questions.add(new Question("isolation", () -> isolation(providers, scheduler, processes)));
            questions.add(new Question("runtimes", () -> runtimes(providers, scheduler, processes)));
        } catch (AgentException e) {
            refused.add(Finding.of("configuration", Level.PROBLEM, e.failure()));
        }
        questions.add(new Question("compose", programs::compose));
        questions.add(new Question("libvirt", programs::libvirt));
        questions.add(new Question("git", HostPrograms::git));
        questions.add(new Question("policy", this::policy));
        List<Finding> findings = new Examination(scheduler, Examination.LIMIT).ask(questions);
        refused.addAll(findings);
        return List.copyOf(refused);
    }

    private List<Finding> isolation(Providers providers, Scheduler scheduler, ProcessLauncher processes) {
        Map<String, Fingerprint> taken = new HashMap<>();
        providers.executors().forEach((id, provider) -> {
            Map<String, String> settings = settings(id);
            settings.putIfAbsent("data-directory", config.dataDirectory().toString());
            try (JobExecutor executor =
                    provider.create(new EngineExecutorContext(NO_AGENT, settings, scheduler, processes))) {
                taken.put(id, executor.fingerprint());
            } catch (AgentException e) {
                taken.put(id, Fingerprint.unavailable(e.failure().message()));
            }
        });
        return ExecutorLook.isolation(taken);
    }

    private List<Finding> runtimes(Providers providers, Scheduler scheduler, ProcessLauncher processes) {
        Map<String, Fingerprint> taken = new HashMap<>();
        providers.runtimes().forEach((id, provider) -> {
            Path directory = config.dataDirectory().resolve("runtimes").resolve(id);
            try (WorkloadRuntime runtime = provider.create(new EngineRuntimeContext(
                    NO_AGENT, settings(id), directory, scheduler, processes, providers.artifactStores()))) {
                taken.put(id, runtime.fingerprint());
            } catch (AgentException e) {
                taken.put(id, Fingerprint.unavailable(e.failure().message()));
            }
        });
        return ExecutorLook.runtimes(taken);
    }

    private Map<String, String> settings(String id) {
        Map<String, String> settings = new HashMap<>(config.provider(id));
        settings.remove(WORK_AHEAD);
        return settings;
    }

    private List<Finding> policy() {
        HostPolicy policy = HostPolicy.of(config.provider(HostPolicy.ID), config.dataDirectory());
        return List.of(Finding.ok(HostPolicy.ID, policy.describe()));
    }
}
