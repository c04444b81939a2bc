package dev.hostler.launcher.cli;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Somebody at a terminal: types commands, reads both outputs. The directory is theirs and not the data directory. */
final class Terminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final List<FakeAgent> agents = new ArrayList<>();
    private final Path home;
    private FakeJob job = FakeAgent.ending(Results.succeeded());
    private String input = "";

    Terminal(Path home) {
        this.home = home;
        environment.put("HOSTLER_DATA_DIR", dataDirectory().toString());
        environment.put("HOSTLER_SOCKET", "none"); // whatever agent runs on this host is none of the tests'
        file("hello.yaml", "steps: [{run: echo hello}]");
    }

    Path dataDirectory() {
        return home.resolve("data");
    }

    Path home() {
        return home;
    }

    Terminal set(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Terminal job(FakeJob value) {
        job = value;
        return this;
    }

    Terminal type(String text) {
        input = text;
        return this;
    }

    Terminal file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Terminal file(String name, byte[] bytes) {
        try {
            Files.write(home.resolve(name), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int run(String... args) {
        return new Hostler(invocation()).run(args);
    }

    Invocation invocation() {
        return new Invocation(
                environment,
                home,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                false,
                this::start);
    }

    private Agent start(AgentConfig config) {
        FakeAgent agent = new FakeAgent(config, job);
        agents.add(agent);
        return agent;
    }

    List<FakeAgent> agents() {
        return agents;
    }

    FakeAgent agent() {
        return agents.get(agents.size() - 1);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
