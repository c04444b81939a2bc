package dev.hostler.engine.state;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobLimits;
import dev.hostler.api.job.JobPriority;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.PipelineSpec;
import dev.hostler.api.job.ServiceSpec;
import dev.hostler.api.job.Source;
import dev.hostler.api.job.StepCommand;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepCondition;
import dev.hostler.api.job.StepResult;
import dev.hostler.api.job.StepSpec;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random specs, hand-overs and results, with every component and every kind in them. */
final class SpecArbitraries {
    private SpecArbitraries() {}

    /** Any text that Unicode has a place for, lines, quotes and emoji included; no lone surrogates. */
    static Arbitrary<String> text() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .ascii()
                        .excludeChars((char) 0)
                        .ofMinLength(1)
                        .ofMaxLength(12),
                Arbitraries.of("ünï ☃ 😀", "\"quoted\"\\ 'single'", "two\nlines\r\n", " ", "{}", "null"));
    }

    static Arbitrary<String> word() {
        return Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8);
    }

    static Arbitrary<JobKey> keys() {
        return Combinators.combine(word(), word()).as((owner, id) -> new JobKey(new Owner(owner), new JobId(id)));
    }

    private static Arbitrary<String> line() {
        return text().map(any -> "n" + any.replaceAll("\\p{Cntrl}", "?"));
    }

    private static Arbitrary<Map<String, String>> env() {
        return Arbitraries.maps(word(), text().map(any -> any.replace("\0", "")))
                .ofMaxSize(3);
    }

    private static Arbitrary<Duration> durations() {
        return Arbitraries.longs().between(1, Long.MAX_VALUE / 2).map(Duration::ofNanos);
    }

    private static Arbitrary<Instant> instants() {
        return Combinators.combine(
                        Arbitraries.longs().between(-1_000_000_000L, 10_000_000_000L),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    private static Arbitrary<Path> paths() {
        return line().map(name -> Path.of("/srv", name));
    }

    private static Arbitrary<StepCommand> commands() {
        return Arbitraries.oneOf(
                Combinators.combine(text().map(any -> "x" + any), word().optional())
                        .as(StepCommand.Script::new),
                text().map(any -> "x" + any).list().ofMinSize(1).ofMaxSize(3).map(StepCommand.Argv::new));
    }

    private static Arbitrary<StepSpec> steps() {
        return Combinators.combine(
                        line(),
                        commands(),
                        env(),
                        word().optional(),
                        durations().optional(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(StepCondition.class))
                .as(StepSpec::new);
    }

    private record Surroundings(JobLimits limits, boolean network, List<ServiceSpec> services) {}

    /** The hard one and the soft one, which is shorter. */
    private static Arbitrary<Map.Entry<Optional<Duration>, Optional<Duration>>> timeouts() {
        return Combinators.combine(durations().optional(), Arbitraries.of(true, false))
                .as((hard, soft) -> Map.entry(hard.map(limit -> limit.plusNanos(1)), soft ? hard : Optional.empty()));
    }

    private static Arbitrary<JobLimits> limits() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0.01, 64).optional(),
                        Arbitraries.longs().greaterOrEqual(6L << 20).optional(),
                        Arbitraries.integers().greaterOrEqual(1).optional())
                .as((cpus, bytes, count) -> {
                    JobLimits.Builder limits = JobLimits.builder();
                    cpus.ifPresent(limits::cpus);
                    bytes.ifPresent(limits::memoryBytes);
                    bytes.ifPresent(limits::workspaceBytes);
                    count.ifPresent(limits::processes);
                    return limits.build();
                });
    }

    private static Arbitrary<List<ServiceSpec>> services() {
        Arbitrary<ServiceSpec.ReadyCheck> ready = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 65535).map(ServiceSpec.ReadyCheck::ofPort),
                word().list().ofMinSize(1).ofMaxSize(2).map(ServiceSpec.ReadyCheck::ofCommand));
        return Combinators.combine(
                        word().map(alias -> alias.toLowerCase(Locale.ROOT)),
                        word(),
                        env(),
                        word().list().ofMaxSize(2),
                        ready.optional())
                .as(ServiceSpec::new)
                .list()
                .uniqueElements(ServiceSpec::alias)
                .ofMaxSize(2);
    }

    static Arbitrary<PipelineSpec> pipelines() {
        return Combinators.combine(
                        line(),
                        line().optional(),
                        env(),
                        word().set().ofMaxSize(3),
                        timeouts(),
                        Combinators.combine(limits(), Arbitraries.of(true, false), services())
                                .as(Surroundings::new),
                        Combinators.combine(
                                        word().list().ofMaxSize(2),
                                        word().map(name -> "~/" + name).list().ofMaxSize(2))
                                .as(Map::entry),
                        steps().list().ofMinSize(1).ofMaxSize(3))
                .as((name, image, env, secrets, timeouts, around, files, steps) -> new PipelineSpec(
                        name,
                        image,
                        env,
                        secrets,
                        timeouts.getKey(),
                        timeouts.getValue(),
                        around.limits(),
                        around.network(),
                        around.services(),
                        files.getKey(),
                        files.getValue(),
                        steps));
    }

    private static Arbitrary<Source> sources() {
        return Arbitraries.oneOf(
                Combinators.combine(word(), word(), Arbitraries.of(true, false), word().optional())
                        .as((url, ref, modules, token) ->
                                new GitSource("https://example.org/" + url, ref, modules, token)),
                paths().map(DirectorySource::new));
    }

    private static Arbitrary<Pipeline> pipelineKinds() {
        return Arbitraries.oneOf(
                pipelines().map(Pipeline.Inline::new),
                Combinators.combine(word(), text()).as(Pipeline.Document::new),
                word().optional().map(Pipeline.FromRepository::new));
    }

    static Arbitrary<JobSpec> specs() {
        return Combinators.combine(
                        word().map(JobId::new),
                        Combinators.combine(sources(), pipelineKinds()).as(Map::entry),
                        Arbitraries.of(true, false),
                        word().map(Isolation::new),
                        line().optional(),
                        env(),
                        word().set().ofMaxSize(3),
                        Combinators.combine(timeouts(), limits(), Arbitraries.of(JobPriority.class))
                                .as(Terms::new))
                .as((id, files, bare, isolation, image, env, secrets, terms) -> new JobSpec(
                        id,
                        bare && !(files.getValue() instanceof Pipeline.FromRepository)
                                ? Optional.empty()
                                : Optional.of(files.getKey()),
                        files.getValue(),
                        isolation,
                        image,
                        env,
                        secrets,
                        terms.timeouts().getKey(),
                        terms.timeouts().getValue(),
                        terms.limits(),
                        bare,
                        terms.priority(),
                        secrets,
                        !bare,
                        bare,
                        !bare));
    }

    private record Terms(
            Map.Entry<Optional<Duration>, Optional<Duration>> timeouts, JobLimits limits, JobPriority priority) {}

    static Arbitrary<HandOver> handOvers() {
        Arbitrary<SandboxSpec.Directories> directories =
                Combinators.combine(paths(), paths(), paths(), paths(), paths()).as(SandboxSpec.Directories::new);
        Arbitrary<SandboxHandle> handles =
                Combinators.combine(word(), word(), text()).as(SandboxHandle::new);
        return Combinators.combine(pipelines(), handles, directories, instants(), durations())
                .flatAs((pipeline, handle, shared, at, boot) -> Combinators.combine(
                                word(), durations(), word().optional(), Arbitraries.of(true, false))
                        .as((bootId, timeout, commit, network) ->
                                new HandOver(pipeline, handle, shared, at, boot, bootId, timeout, commit, network)));
    }

    private static Arbitrary<StepResult> stepResults() {
        return Combinators.combine(line(), Arbitraries.of(StepConclusion.class), exitCodes(), durations(), offsets())
                .as(StepResult::new);
    }

    private static Arbitrary<OptionalInt> exitCodes() {
        return Arbitraries.integers()
                .between(-1, 255)
                .map(code -> code < 0 ? OptionalInt.empty() : OptionalInt.of(code));
    }

    private static Arbitrary<Long> offsets() {
        return Arbitraries.longs().greaterOrEqual(0);
    }

    static Arbitrary<JobResult> results(JobKey job) {
        Arbitrary<Failure> failures =
                Combinators.combine(Arbitraries.of(ErrorCode.class), text()).as(Failure::new);
        Arbitrary<Artifact> artifacts = Combinators.combine(word(), offsets()).as(Artifact::new);
        return Combinators.combine(
                        Arbitraries.of(Conclusion.class),
                        failures.optional(),
                        exitCodes(),
                        stepResults().list().ofMaxSize(3),
                        word().optional(),
                        artifacts.list().ofMaxSize(3),
                        instants(),
                        instants())
                .as((conclusion, failure, code, steps, isolation, files, from, to) ->
                        new JobResult(job, conclusion, failure, code, steps, isolation, isolation, files, from, to));
    }
}
