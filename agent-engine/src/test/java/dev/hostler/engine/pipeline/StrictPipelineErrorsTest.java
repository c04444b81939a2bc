package dev.hostler.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictPipelineErrorsTest {
    private static final String STEP = "\nsteps: [{run: make}]\n";

    private static String refusal(String text) {
        AgentException refusal = catchThrowableOfType(
                AgentException.class,
                () -> new PipelineReaders().read(new Pipeline.Document(".hostler.yaml", text), warning -> {}));
        assertThat(refusal).as("refused: %s", text).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        String start = "Cannot read pipeline '.hostler.yaml': ";
        assertThat(refusal.getMessage()).startsWith(start).doesNotContain("\n", "Cannot accept");
        return refusal.getMessage().substring(start.length());
    }

    @Test
    void namesLineAndFieldAndWhatWasExpected() {
        String text = """
                steps:
                  - run: make
                  - run: make test
                    timeout: soon
                """;

        assertThat(refusal(text))
                .isEqualTo("line 4, field steps[1].timeout: expected a duration such as 30m, 90s or 1h30m,"
                        + " found 'soon'; correct the file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "step: []|line 1, field step: it is not a field of a pipeline; did you mean 'steps'?",
                "environment: {}|line 1, field environment: it is not a field of a pipeline; did you mean 'env'?",
                "zzzzzzz: 1|its fields are name, image",
                "steps: []|line 1, field steps: it has no steps; add at least one step",
                "name: x|line 1: it has no field steps; add at least one step",
                "steps: make|field steps: expected a list, found 'make'",
                "steps: [make]|field steps[0]: expected a map of fields, found 'make'",
                "steps: [{name: a}]|steps[0]: the step has no command; give it one of run, command or exec",
                "steps: [{run: a, exec: [b]}]|the step has run and exec; keep one of them",
                "steps: [{run: a, command: b}]|the step has run and command; keep one of them",
                "steps: [{run: }]|field steps[0].run: expected a text, found nothing",
                "steps: [{run: ' '}]|field steps[0].run: expected a text, found ' '",
                "steps: [{run: [a]}]|field steps[0].run: expected a text, found a list",
                "steps: [{exec: ls}]|field steps[0].exec: expected a list, found 'ls'",
                "steps: [{exec: []}]|field steps[0].exec: no program is named; name a program",
                "steps: [{exec: [a], shell: sh}]|field steps[0].shell: exec runs without a shell",
                "steps: [{exec: [a, \"b\\0\"]}]|field steps[0].exec[1]: it has a NUL character",
                "steps: [{run: a, continue_on_error: yes}]|continue_on_error: expected true or false, found 'yes'",
                "steps: [{run: a, if: never}]|steps[0].if: expected success, failure or always, found 'never'",
                "steps: [{run: a, workdir: ../b}]|steps[0].workdir: it leads out of the workspace; give a path",
                "steps: [{run: a, workdir: /b}]|steps[0].workdir: it leads out of the workspace",
                "steps: [{run: a, workdir: \"a\\0b\"}]|steps[0].workdir: it has a NUL character",
                "steps: [{run: a, env: {A-B: c}}]|field steps[0].env.A-B: no shell can hold a variable of this name",
                "steps: [{run: a, env: [A]}]|field steps[0].env: expected a map of fields, found a list",
                "steps: [{run: a, env: {A: {b: c}}}]|field steps[0].env.A: expected a text, found a map",
                "steps: [{run: a, name: \"b\\nc\"}]|steps[0].name: it is empty or has control characters",
                "steps: [{run: a, timeout: 30}]|expected a duration such as 30m, 90s or 1h30m, found '30'",
                "steps: [{run: a, timeout: 0s}]|expected a duration longer than zero, found '0s'",
                "[a]|line 1: expected a map of fields, found a list",
                "just text|line 1: expected a map of fields, found 'just text'",
            })
    void refusesWhatIsWrong(String text, String expected) {
        assertThat(refusal(text)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image: [a]|field image: expected a text, found a list",
                "image: null|field image: expected a text, found nothing",
                "name: \"a\\tb\"|field name: it is empty or has control characters; give one line of text",
                "env: {A: }|field env.A: expected a text, found nothing",
                "timeout: -5m|field timeout: expected a duration",
                "limits: {memory: 512}|field limits.memory: expected a size such as 512MiB or 2GiB, found '512'",
                "limits: {memory: 1MiB}|field limits.memory: it is less than 6 MiB; give more, or leave it out",
                "limits: {cpus: many}|field limits.cpus: expected a number such as 2 or 0.5, found 'many'",
                "limits: {cpus: 0}|field limits.cpus: it is less than 0.01 processors",
                "limits: {processes: -1}|field limits.processes: expected a whole number, found '-1'",
                "limits: {disk: 1GiB}|field limits.disk: it is not a field of limits",
                "network: off|field network: expected true or false, found 'off'",
                "services: [a]|field services: expected a map of fields, found a list",
                "services: {db: {}}|field services.db: the service has no image; name the image to run",
                "services: {Db_1: {image: a}}|field services.Db_1: it is no host name",
                "services: {db: {image: a, ready: {}}}|services.db.ready: it has not exactly one of port and exec",
                "services: {db: {image: a, ready: {port: 0}}}|services.db.ready: it is no port; give 1 to 65535",
                "services: {db: {image: a, ports: [1]}}|services.db.ports: it is not a field of a service",
                "secrets: TOKEN|field secrets: expected a list, found 'TOKEN'",
                "secrets: [A, A]|field secrets[1]: the secret 'A' is there twice",
                "secrets: [a-b]|field secrets[0]: expected the name of a secret",
                "artifacts: ['../x']|field artifacts[0]: it leads upwards",
                "artifacts: ['/etc/passwd']|field artifacts[0]: it is not a pattern relative to the workspace",
                "artifacts: ['a{b']|field artifacts[0]: a brace has no counterpart",
                "cache: {path: [a]}|field cache.path: it is not a field of cache; did you mean 'paths'?",
                "cache: {paths: [..]}|field cache.paths[0]: expected a directory below the workspace",
                "cache: {paths: [~]}|field cache.paths[0]: expected a text, found nothing",
                "cache: {paths: ['~']}|field cache.paths[0]: expected a directory below the workspace",
                "cache: {paths: [~/../x]}|field cache.paths[0]: expected a directory below the workspace",
                "cache: {}|field cache: it has no field paths",
                "cache: {paths: [.]}|field cache.paths[0]: expected a directory below the workspace",
            })
    void refusesWhatIsWrongBesideTheSteps(String field, String expected) {
        assertThat(refusal(field + STEP)).startsWith("line 1, ").contains(expected);
    }

    @Test
    void refusesASoftTimeoutThatIsNotShorter() {
        assertThat(refusal("timeout: 10m\nsoft_timeout: 10m" + STEP))
                .isEqualTo("line 2, field soft_timeout: it is not shorter than the timeout, PT10M;"
                        + " let it end before the timeout does");
    }

    @Test
    void refusesASecretThatIsAlsoAVariable() {
        assertThat(refusal("env: {A: b}\nsecrets:\n  - A" + STEP))
                .isEqualTo("line 3, field secrets[0]: the secret 'A' is also a variable of env; correct the file");
    }

    @Test
    void refusesAFieldThatIsThereTwice() {
        assertThat(refusal("name: a\nname: b" + STEP))
                .isEqualTo("line 2, field name: it is there twice, first in line 1; correct the file");
    }

    @Test
    void refusesMergeKeys() {
        assertThat(refusal("env: &e {A: b}\nsteps:\n  - run: a\n    env:\n      <<: *e\n"))
                .contains("line 5, field steps[0].env.<<");
        assertThat(refusal("steps:\n  - &s {run: a}\n  - <<: *s\n"))
                .isEqualTo("line 3, field steps[1].<<: it is not a field of a step;"
                        + " write the fields out, since maps can't be merged");
    }

    @Test
    void refusesAVariableThatNoProcessCanHold() {
        assertThat(refusal("env: {A: '" + "x".repeat(200_000) + "'}" + STEP))
                .contains("line 1, field env.A: its value has a NUL or is longer than 128 KiB")
                .hasSizeLessThan(300);
    }
}
