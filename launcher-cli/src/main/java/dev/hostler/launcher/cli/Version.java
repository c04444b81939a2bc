package dev.hostler.launcher.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. Thread-safe. */
final class Version implements IVersionProvider {
    /** Written into the jar by Maven. */
    private static final String FILE = "/META-INF/maven/dev.hostler/launcher-cli/pom.properties";

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    static String text() {
        Properties properties = new Properties();
        try (InputStream file = Version.class.getResourceAsStream(FILE)) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own jar can't be read", e);
        }
        String version = properties.getProperty("version", "from the build directory");
        return "hostler " + version + " (Java " + Runtime.version() + ")";
    }
}
