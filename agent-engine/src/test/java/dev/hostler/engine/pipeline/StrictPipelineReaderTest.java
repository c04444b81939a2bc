package dev.hostler.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.JobLimits;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.PipelineSpec;
import dev.hostler.api.job.ServiceSpec;
import dev.hostler.api.job.ServiceSpec.ReadyCheck;
import dev.hostler.api.job.StepCommand.Argv;
import dev.hostler.api.job.StepCommand.Script;
import dev.hostler.api.job.StepCondition;
import dev.hostler.api.job.StepSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrictPipelineReaderTest {
    private final List<String> warnings = new ArrayList<>();

    private PipelineSpec read(String text) {
        return new PipelineReaders().read(new Pipeline.Document(".hostler.yaml", text), warnings::add);
    }

    @Test
    void readsEveryFieldOfAPipeline() {
        PipelineSpec spec = read("""
                name: build
                image: busybox:1.36
                env:
                  A: 1
                secrets: [TOKEN]
                timeout: 1h30m
                soft_timeout: 1h
                limits: {cpus: 0.5, memory: 512MiB, processes: 200, workspace: 2GiB}
                network: false
                services:
                  db:
                    image: postgres:17
                    env: {POSTGRES_PASSWORD: x}
                    command: [postgres, -c, fsync=off]
                    ready: {exec: [pg_isready], timeout: 90s}
                  cache: {image: "redis:8", ready: {port: 6379}}
                artifacts: ["target/*.jar"]
                cache:
                  paths: [~/.m2, target]
                steps:
                  - run: make
                """);

        assertThat(spec.name()).isEqualTo("build");
        assertThat(spec.image()).contains("busybox:1.36");
        assertThat(spec.env()).containsEntry("A", "1");
        assertThat(spec.secrets()).containsExactly("TOKEN");
        assertThat(spec.timeout()).contains(Duration.ofMinutes(90));
        assertThat(spec.softTimeout()).contains(Duration.ofHours(1));
        assertThat(spec.limits())
                .isEqualTo(JobLimits.builder()
                        .cpus(0.5)
                        .memoryBytes(512L << 20)
                        .processes(200)
                        .workspaceBytes(2L << 30)
                        .build());
        assertThat(spec.network()).isFalse();
        assertThat(spec.services())
                .containsExactly(
                        ServiceSpec.builder("db", "postgres:17")
                                .env(Map.of("POSTGRES_PASSWORD", "x"))
                                .command(List.of("postgres", "-c", "fsync=off"))
                                .ready(ReadyCheck.ofCommand(List.of("pg_isready"))
                                        .within(Duration.ofSeconds(90)))
                                .build(),
                        ServiceSpec.builder("cache", "redis:8")
                                .ready(ReadyCheck.ofPort(6379))
                                .build());
        assertThat(spec.artifacts()).containsExactly("target/*.jar");
        assertThat(spec.cachePaths()).containsExactly("~/.m2", "target");
        assertThat(warnings).isEmpty();
    }

    @Test
    void readsEveryFieldOfAStep() {
        StepSpec step = read("""
                steps:
                  - name: test
                    run: make test
                    shell: bash
                    env: {B: two}
                    workdir: sub
                    timeout: 90s
                    continue_on_error: true
                    if: always
                """).steps().get(0);

        assertThat(step.name()).isEqualTo("test");
        assertThat(step.command()).isEqualTo(new Script("make test", Optional.of("bash")));
        assertThat(step.env()).containsEntry("B", "two");
        assertThat(step.workdir()).contains("sub");
        assertThat(step.timeout()).contains(Duration.ofSeconds(90));
        assertThat(step.continueOnError()).isTrue();
        assertThat(step.condition()).isEqualTo(StepCondition.ALWAYS);
    }

    @Test
    void readsCommandAsRunAndExecAsWords() {
        List<StepSpec> steps = read("""
                steps:
                  - command: "true"
                  - exec: [printf, "%s", 1.10]
                    if: failure
                """).steps();

        assertThat(steps.get(0).command()).isEqualTo(new Script("true", Optional.empty()));
        assertThat(steps.get(1).command()).isEqualTo(new Argv(List.of("printf", "%s", "1.10")));
        assertThat(steps.get(1).condition()).isEqualTo(StepCondition.FAILURE);
    }

    @Test
    void namesAStepAfterTheFirstLineOfItsCommand() {
        List<StepSpec> steps = read("""
                steps:
                  - run: |

                      echo\tone
                      echo two
                  - exec: [ls, -l]
                """).steps();

        assertThat(steps).extracting(StepSpec::name).containsExactly("echo one", "ls -l");
    }

    @Test
    void keepsTextsAsTheyAreWritten() {
        PipelineSpec spec = read("""
                env:
                  VERSION: 1.10
                  PORT: 0x1F
                  DEBUG: yes
                  ON: true
                  DAY: 2026-01-01
                  TIME: 12:30:45
                  EMPTY: ""
                  BIG: 1_000
                steps: [{run: "true"}]
                """);

        assertThat(spec.env())
                .containsEntry("VERSION", "1.10")
                .containsEntry("PORT", "0x1F")
                .containsEntry("DEBUG", "yes")
                .containsEntry("ON", "true")
                .containsEntry("DAY", "2026-01-01")
                .containsEntry("TIME", "12:30:45")
                .containsEntry("EMPTY", "")
                .containsEntry("BIG", "1_000");
    }

    @Test
    void readsFilesOfWindowsEditors() {
        PipelineSpec spec = read("\uFEFFname: w\r\nsteps:\r\n  - run: |\r\n      a\r\n      b\r\n");

        assertThat(spec.name()).isEqualTo("w");
        assertThat(spec.steps().get(0).command()).isEqualTo(new Script("a\nb\n", Optional.empty()));
    }

    @Test
    void followsAliases() {
        PipelineSpec spec = read("""
                env: &shared {A: b}
                steps:
                  - &step {run: make, env: *shared}
                  - *step
                """);

        assertThat(spec.steps())
                .hasSize(2)
                .allSatisfy(step -> assertThat(step.env()).containsEntry("A", "b"));
    }

    @Test
    void givesDefaults() {
        PipelineSpec spec = read("steps: [{run: make}]");

        assertThat(spec.name()).isEqualTo("pipeline");
        assertThat(spec.image()).isEmpty();
        assertThat(spec.timeout()).isEmpty();
        assertThat(spec.steps().get(0).condition()).isEqualTo(StepCondition.SUCCESS);
        assertThat(spec.steps().get(0).continueOnError()).isFalse();
    }
}
