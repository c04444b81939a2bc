package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.launcher.cli.exit.ExitCodes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hostler submit}: hands over a job. Confined to one thread. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = "Hands a job to the agent. Returns when it is queued, or with --follow when it has ended.")
final class SubmitCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "YAML or JSON with the fields of a job; see docs/http.md.")
    private Path file = Path.of("");

    @Option(names = "--id", paramLabel = "ID", description = "The job's id. Default: that of the file, or a new one.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--follow", description = "Print the log, and end with the exit code of the job's verdict.")
    private boolean follow;

    SubmitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Server agent = server.server(console);
        Path path = console.directory().resolve(file);
        List<ObjectNode> documents = Documents.read(path);
        if (documents.size() != 1) {
            throw Documents.refused(path, "there is more than one job in it");
        }
        ObjectNode job = documents.get(0);
        id.ifPresent(value -> job.put("id", value));
        if (!job.has("id")) {
            job.put("id", "cli-" + UUID.randomUUID());
        }
        String name =
                agent.send("POST", "/v1/jobs", Optional.of(job)).path("id").asText();
        if (!follow) {
            console.line("job/" + name + " is queued");
            return ExitCodes.SUCCESS.code();
        }
        String known = Target.Kind.JOB.path(name);
        agent.follow(known + "/log?follow=true", "text/plain", console::line);
        return verdict(JobEnd.await(agent, known)).code();
    }

    private static ExitCodes verdict(JsonNode result) {
        return switch (result.path("conclusion").asText()) {
            case "SUCCEEDED" -> ExitCodes.SUCCESS;
            case "CANCELLED" -> ExitCodes.INTERRUPTED;
            case "TIMED_OUT" -> ExitCodes.TIMED_OUT;
            case "LOST" -> ExitCodes.LOST;
            default -> failed(result.path("failure").path("code").asText());
        };
    }

    private static ExitCodes failed(String code) {
        for (ErrorCode known : ErrorCode.values()) {
            if (known.name().equals(code)) {
                return ExitCodes.of(known);
            }
        }
        return ExitCodes.STEP_FAILED;
    }
}
