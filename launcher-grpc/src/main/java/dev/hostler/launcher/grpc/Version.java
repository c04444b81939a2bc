package dev.hostler.launcher.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which version of Hostler this is. */
final class Version {
    /** Written into the jar by Maven. */
    private static final String FILE = "/META-INF/maven/dev.hostler/launcher-grpc/pom.properties";

    private Version() {}

    static String text() {
        Properties properties = new Properties();
        try (InputStream file = Version.class.getResourceAsStream(FILE)) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "from the build directory");
    }
}
