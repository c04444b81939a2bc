package dev.hostler.engine.registry;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the jars of a directory visible to {@link java.util.ServiceLoader}. */
final class PluginJars {
    private PluginJars() {}

    static ClassLoader loader(Path directory, ClassLoader parent) {
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
            for (Path jar : files) {
                jars.add(jar.toUri().toURL());
            }
        } catch (IOException e) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "read plugin directory",
                            directory.toString(),
                            String.valueOf(e.getMessage()),
                            "name a directory that the agent can read")
                    .toException(e);
        }
        return new URLClassLoader("hostler-plugins", jars.toArray(URL[]::new), parent);
    }
}
