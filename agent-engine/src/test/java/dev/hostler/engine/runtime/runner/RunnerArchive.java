package dev.hostler.engine.runtime.runner;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The stand-in for the runner's program, packed as the real one is. */
final class RunnerArchive {
    private RunnerArchive() {}

    static TarWriter of(String version) {
        return new TarWriter()
                .directory("./")
                .file("./config.sh", 0755, resource("config.sh"))
                .file("./run.sh", 0755, resource("run.sh"))
                .file("./run-helper.sh", 0755, resource("run-helper.sh"))
                .file("./env.sh", 0755, resource("env.sh"))
                .directory("./bin/")
                .file("./bin/Runner.Listener", 0755, resource("bin/Runner.Listener"))
                .file("./bin/version", version)
                .file("./bin/Runner.Listener.deps.json", "{\"libraries\":{\"Runner.Listener/" + version + "\":{}}}")
                .directory("./externals/")
                .directory("./externals/node20/")
                .file("./externals/node20/npm-cli.js", "cli")
                .link("./externals/node20/npm", "npm-cli.js")
                .hardLink("./externals/node20/npx", "./externals/node20/npm-cli.js");
    }

    private static byte[] resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(RunnerArchive.class.getResourceAsStream("/runner/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
