package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.engine.testing.DockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tricks of Compose files: each is refused before anything is stored or started. */
class ComposePolicyTest extends ComposeScenario {
    private static String service(String line) {
        return "services: {web: {image: '" + DockerHost.IMAGE + "', " + line + "}}";
    }

    static Stream<Arguments> tricks() {
        return Stream.of(
                arguments("words: [that, are, no, Compose]", ErrorCode.INVALID_INPUT, "words"),
                arguments("services: {web: {command: id}}", ErrorCode.INVALID_INPUT, "services.web.image"),
                arguments(service("privileged: true"), ErrorCode.POLICY_DENIED, "privileged"),
                arguments(service("privileged: '${P:-true}'"), ErrorCode.POLICY_DENIED, "privileged"),
                arguments(service("volumes: ['/:/host']"), ErrorCode.POLICY_DENIED, "'/'"),
                arguments(service("volumes: ['/var/run/docker.sock:/s']"), ErrorCode.POLICY_DENIED, "docker.sock"),
                arguments(
                        service("volumes: [{type: bind, source: /etc, target: /e}]"), ErrorCode.POLICY_DENIED, "/etc"),
                arguments(service("network_mode: host"), ErrorCode.POLICY_DENIED, "host-network"),
                arguments(service("pid: host"), ErrorCode.POLICY_DENIED, "host-pid"),
                arguments(service("cap_add: [SYS_ADMIN]"), ErrorCode.POLICY_DENIED, "capability:SYS_ADMIN"),
                arguments(service("devices: [/dev/kmsg]"), ErrorCode.POLICY_DENIED, "device:/dev/kmsg"),
                arguments(service("env_file: /etc/passwd"), ErrorCode.INVALID_INPUT, "services.web.env_file"),
                arguments(
                        service("extends: {file: /etc/passwd, service: x}"),
                        ErrorCode.INVALID_INPUT,
                        "services.web.extends.file"),
                arguments(
                        service("volumes: ['v:/v']")
                                + "\nvolumes: {v: {driver_opts: {type: none, o: bind, device: /root}}}",
                        ErrorCode.POLICY_DENIED,
                        "/root"),
                arguments(
                        service("networks: [n]") + "\nnetworks: {n: {external: true, name: host}}",
                        ErrorCode.POLICY_DENIED,
                        "host-network"),
                arguments(service("hostname: [a, b]"), ErrorCode.INVALID_INPUT, "Compose says"));
    }

    @ParameterizedTest
    @MethodSource("tricks")
    void areRefusedByNameAndLeaveNothing(String file, ErrorCode code, String named) throws IOException {
        ComposeSpec spec = ComposeSpec.builder(file).build();

        assertRefused(code, named, () -> agent.apply(ApplyWorkload.of("trick", spec)));

        assertNothingIsThere();
    }

    private void assertNothingIsThere() throws IOException {
        assertThat(agent.workloads(Owner.EMBEDDER)).isEmpty();
        assertThat(containers()).isEmpty();
        assertThat(composeCalls()).noneMatch(call -> call.contains(" up "));
        Path files = data().resolve("runtimes/compose");
        assertThat(Files.isDirectory(files) ? List.of(files.toFile().list()) : List.of())
                .as("files that are left")
                .isEmpty();
    }

    @Test
    void aLinkOnTheHostDoesNotHideWhereItLeads() throws IOException {
        Path link = Files.createSymbolicLink(
                Path.of("/srv/hostler-test-" + ProcessHandle.current().pid()), Path.of("/etc"));
        try {
            ComposeSpec spec =
                    ComposeSpec.builder(service("volumes: ['" + link + ":/e']")).build();

            assertRefused(ErrorCode.POLICY_DENIED, "which is '/etc'", () -> agent.apply(ApplyWorkload.of("t", spec)));
            assertNothingIsThere();
        } finally {
            Files.delete(link);
        }
    }

    /** The agent's own environment has a PATH and, in this test's JVM, more; none of it comes into the model. */
    @Test
    void nothingOfTheAgentsEnvironmentIsInTheModel() throws Exception {
        Map<String, String> own = System.getenv();
        assertThat(own).containsKey("PATH");
        String references = String.join(
                " ",
                own.keySet().stream()
                        .filter(name -> name.matches("[A-Za-z_][A-Za-z0-9_]*"))
                        .map(name -> "${" + name + "}")
                        .toList());
        ComposeSpec spec = ComposeSpec.builder("services: {web: {image: '" + DockerHost.IMAGE
                        + "', network_mode: none, environment: [HOME, DOCKER_HOST, 'ALL=[" + references
                        + "${AGENT_API_KEY}]'], command: [sh, -c, \"" + WAIT + "\"]}}")
                .build();

        applied("policy", spec);

        assertThat(Arrays.asList(inspect(services().get("web")).getConfig().getEnv()))
                .contains("ALL=[" + " ".repeat(Math.max(0, references.split(" ").length - 1)) + "]")
                .noneMatch(variable -> variable.startsWith("HOME=") || variable.startsWith("DOCKER_HOST="));
    }
}
