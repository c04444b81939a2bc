package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hostler apply}: says what is wanted from now on. Confined to one thread. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description =
                "Applies the workloads of a file. Returns when the wishes are stored; 'hostler get' shows the rest.")
final class ApplyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "YAML or JSON: id, kind, revision, desired and spec of each workload.")
    private Path file = Path.of("");

    ApplyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Server agent = server.server(console);
        Path path = console.directory().resolve(file);
        for (Wish wish : wishes(path)) {
            JsonNode answer = agent.send("PUT", Target.Kind.WORKLOAD.path(wish.id()), Optional.of(wish.body()));
            console.line("workload/" + wish.id()
                    + (answer.path("skipped").asBoolean() ? " is as wanted already" : " is stored")
                    + ", revision " + answer.path("revision").asText());
        }
        return 0;
    }

    private record Wish(String id, ObjectNode body) {}

    /** All are read before the first is applied. */
    private static List<Wish> wishes(Path file) {
        List<Wish> wishes = new ArrayList<>();
        for (ObjectNode document : Documents.read(file)) {
            JsonNode id = document.remove("id");
            if (id == null || !id.isTextual()) {
                throw Documents.refused(file, "a workload in it has no 'id', or one that is no text");
            }
            wishes.add(new Wish(id.asText(), document));
        }
        return wishes;
    }
}
