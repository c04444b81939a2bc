package dev.hostler.launcher.cli;

import dev.hostler.api.AgentConfig;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an agent and its doors are told. Immutable.
 *
 * @param agent the agent's own settings
 * @param builder the same, for doors to add to
 * @param doors the settings of each door to open, by its id
 */
record AgentSettings(AgentConfig agent, AgentConfig.Builder builder, Map<String, Map<String, String>> doors) {
    /** Reads the settings; throws {@code AgentException} with the name of the first that is wrong. */
    static AgentSettings read(ConfigFile file, Invocation invocation) {
        ConfigFields fields = new ConfigFields(file, invocation);
        List<Path> directory = new ArrayList<>(List.of(DataRoot.of(invocation)));
        fields.path("data_directory", path -> directory.set(0, path));
        AgentConfig.Builder agent = AgentConfig.builder(directory.get(0));
        fields.path("cache_directory", agent::cacheDirectory);
        fields.whole("slots", agent::slots);
        fields.whole("queue_limit", agent::queueLimit);
        fields.words("labels", agent::labels);
        fields.duration("job_timeout", agent::jobTimeout);
        fields.duration("cancel_grace", agent::cancelGrace);
        fields.word("on_stop", AgentConfig.OnClose.class, agent::onClose);
        fields.size("minimum_free", agent::minimumFreeBytes);
        fields.path("plugins", agent::pluginDirectory);
        fields.words("disable", ids -> ids.forEach(agent::disable));
        fields.settings("providers").forEach(agent::provider);
        Map<String, Map<String, String>> doors = Map.copyOf(fields.settings("doors"));
        fields.refuseOthers();
        return new AgentSettings(agent.build(), agent, doors);
    }

    /** Returns the agent's settings with what its doors need. */
    AgentConfig agentFor(Doors found) {
        found.prepare(doors.keySet(), builder);
        return builder.build();
    }

    /** Returns the settings of each door, with a directory for its own state unless it has been given one. */
    Map<String, Map<String, String>> doorsWithState() {
        Map<String, Map<String, String>> all = new TreeMap<>();
        doors.forEach((id, settings) -> {
            Map<String, String> own = new HashMap<>(settings);
            own.putIfAbsent(
                    "state_directory",
                    agent.dataDirectory().resolve("doors").resolve(id).toString());
            all.put(id, own);
        });
        return all;
    }

    /** Returns the class loader that finds doors: this program's, and the jars of the plugin directory. */
    ClassLoader classLoader() {
        ClassLoader own = AgentSettings.class.getClassLoader();
        return agent.pluginDirectory()
                .<ClassLoader>map(directory -> new URLClassLoader(jars(directory), own))
                .orElse(own);
    }

    private static URL[] jars(Path directory) {
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
            for (Path jar : files) {
                jars.add(jar.toUri().toURL());
            }
        } catch (IOException e) {
            throw Failures.badInput(
                    "read plugin directory", directory.toString(), String.valueOf(e.getMessage()), "correct 'plugins'");
        }
        return jars.toArray(URL[]::new);
    }

    @Override
    public String toString() {
        return "data directory " + agent.dataDirectory() + ", slots " + agent.slots() + ", doors "
                + (doors.isEmpty()
                        ? "none"
                        : String.join(", ", doors.keySet().stream().sorted().toList()));
    }
}
