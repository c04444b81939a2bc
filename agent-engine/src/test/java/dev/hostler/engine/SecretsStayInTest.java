package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.log.LogLine;
import dev.hostler.api.spi.SecretResolver;
import dev.hostler.engine.testing.DockerHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A canary in every form that a job can print it, and every place it could turn up in. */
class SecretsStayInTest {
    private static final String CANARY = "ca/na \"ry\" ü 4711+x";
    private static final String NAME = "CANARY";
    private static final List<String> PADDINGS = List.of("", "a", "ab");
    private static final List<String> WRITTEN_FORMS = List.of(
            "ca%2Fna%20%22ry%22%20%C3%BC%204711%2Bx",
            "ca%2fna+%22ry%22+%c3%bc+4711%2bx", "ca/na \\\"ry\\\" ü 4711+x", "ca\\/na \\\"ry\\\" \\u00fc 4711+x");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"docker,true", "process,true", "docker,false", "process,false"})
    void aSecretIsNowhereAndAPlainVariableIs(String isolation, boolean secret) throws Exception {
        List<byte[]> traces = new ArrayList<>();
        AgentConfig config = AgentConfig.builder(directory.resolve("data"))
                .secretResolver(new OneSecret())
                .build();
        try (Agent agent = Agent.start(config)) {
            List<AgentEvent> events = new CopyOnWriteArrayList<>();
            JobHandle job = agent.submit(job(isolation, secret));
            StringBuilder log = new StringBuilder();
            releaseWhenPrinted(job, log, traces);
            assertThat(job.await().conclusion()).as(log.toString()).hasToString("SUCCEEDED");
            traces.add(log.toString().getBytes(StandardCharsets.UTF_8));
            traces.add(job.await().toString().getBytes(StandardCharsets.UTF_8));
            drain(agent, events);
            traces.add(events.toString().getBytes(StandardCharsets.UTF_8));
            traces.add(everyFile(directory));
        }
        traces.add(everyFile(directory));

        List<String> found = forms().stream()
                .filter(form -> traces.stream().anyMatch(trace -> contains(trace, form)))
                .toList();
        if (secret) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).as("the search finds what is not masked").containsExactlyElementsOf(forms());
        }
    }

    private JobSpec job(String isolation, boolean secret) {
        JobSpec.Builder job =
                JobSpec.builder("canary").isolation(new Isolation(isolation)).timeout(Duration.ofMinutes(1));
        if (isolation.equals("docker")) {
            job.image(DockerHost.requireBusybox());
        }
        if (secret) {
            job.secret(NAME);
        } else {
            job.env(NAME, CANARY);
        }
        return job.run(script()).build();
    }

    /** Prints every form; those that a shell can't make are written in octal, so that the job itself holds none. */
    private static String script() {
        StringBuilder script = new StringBuilder("printf '%s\\n' \"$CANARY\"\n");
        script.append(octal(CANARY.substring(0, 7))).append("sleep 0.2\n").append(octal(CANARY.substring(7) + "\n"));
        for (String before : PADDINGS) {
            script.append("printf '" + before + "%s' \"$CANARY\" | base64\n");
        }
        WRITTEN_FORMS.forEach(form -> script.append(octal("[" + form + "]\n")));
        return script.append("echo printed; while [ ! -e go ]; do sleep 0.05; done")
                .toString();
    }

    private static String octal(String text) {
        StringBuilder command = new StringBuilder("printf '");
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            command.append(String.format("\\%03o", each & 0xff));
        }
        return command.append("'\n").toString();
    }

    /** Follows the log; at its last line looks at processes and containers, then lets the step end. */
    private void releaseWhenPrinted(JobHandle job, StringBuilder log, List<byte[]> traces) throws Exception {
        job.followLog(line -> {
            log.append(line.text()).append('\n');
            if (line.text().equals("printed")) {
                traces.add(commandLines());
                traces.add(DockerHost.inspectAll());
                release(line);
            }
        });
    }

    private void release(LogLine line) {
        assertThat(line.next()).isPositive();
        try (Stream<Path> files = Files.walk(directory.resolve("data/sandboxes"))) {
            Path workspace =
                    files.filter(path -> path.endsWith("workspace")).findFirst().orElseThrow();
            Files.createFile(workspace.resolve("go"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drain(Agent agent, List<AgentEvent> events) {
        agent.close();
        try (var stream = agent.events(0)) {
            Awaitility.await().until(() -> {
                Optional<AgentEvent> event = stream.next();
                event.ifPresent(events::add);
                return event.isEmpty();
            });
        }
        assertThat(events).isNotEmpty();
    }

    private static byte[] commandLines() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            processes
                    .map(process -> process.resolve("cmdline"))
                    .filter(Files::isReadable)
                    .forEach(file -> {
                        try {
                            all.writeBytes(Files.readAllBytes(file));
                        } catch (IOException gone) {
                            all.write('\n');
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    private static byte[] everyFile(Path root) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.writeBytes(file.toString().getBytes(StandardCharsets.UTF_8));
                all.writeBytes(Files.readAllBytes(file));
            }
        }
        return all.toByteArray();
    }

    /** What to look for; of base64 the part that does not depend on what stands before or after. */
    private static List<String> forms() {
        List<String> forms = new ArrayList<>(WRITTEN_FORMS);
        forms.add(CANARY);
        for (String before : PADDINGS) {
            byte[] padded = (before + CANARY).getBytes(StandardCharsets.UTF_8);
            String text = Base64.getEncoder().withoutPadding().encodeToString(padded);
            forms.add(text.substring((before.length() * 8 + 5) / 6, text.length() - 2));
        }
        return forms;
    }

    private static boolean contains(byte[] all, String form) {
        String haystack = new String(all, StandardCharsets.ISO_8859_1);
        return haystack.contains(new String(form.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private static final class OneSecret implements SecretResolver {
        @Override
        public String id() {
            return "one-secret";
        }

        @Override
        public Optional<String> resolve(String name) {
            return name.equals(NAME) ? Optional.of(CANARY) : Optional.empty();
        }
    }
}
