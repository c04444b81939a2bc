package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hostler events}: what happens. Confined to one thread. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Prints what happens, one event in a line, until you stop it.")
final class EventsCommand implements Callable<Integer> {
    private static final String DATA = "data: ";

    private final Console console;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(
            names = "--after",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "Only events after this one. Default: all that are kept.")
    private long after;

    @Option(names = "--json", description = "Print each event as a JSON object.")
    private boolean json;

    EventsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        server.server(console).follow("/v1/events?after=" + after, "text/event-stream", this::show);
        return 0;
    }

    /** The lines of server-sent events; all but the data is for programs. */
    private void show(String line) {
        if (!line.startsWith(DATA)) {
            return;
        }
        String data = line.substring(DATA.length());
        JsonNode event = Documents.jsonOrNothing(data);
        if (json) {
            console.line(data);
        } else if (event.has("type")) {
            console.line(words(event));
        }
    }

    private static String words(JsonNode event) {
        StringBuilder words = new StringBuilder(
                event.path("time").asText() + " " + event.path("type").asText());
        event.properties().forEach(field -> {
            if (!field.getKey().equals("time")
                    && !field.getKey().equals("type")
                    && !field.getValue().isNull()) {
                JsonNode value = field.getValue();
                words.append(' ').append(field.getKey()).append('=').append(value.isTextual() ? value.asText() : value);
            }
        });
        return words.toString();
    }
}
