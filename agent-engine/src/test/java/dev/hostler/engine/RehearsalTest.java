package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hostler.api.Agent;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void loadsWhatStoresJobsAndNothingThatLogs() throws Exception {
        try (Fresh fresh = Fresh.ofTheClassPath()) {
            fresh.loadClass(Agent.class.getName()).getMethod("prepare").invoke(null);

            assertThat(fresh.hasLoaded("dev.hostler.engine.state.StateCodec")).isTrue();
            assertThat(fresh.hasLoaded("com.fasterxml.jackson.databind.ser.BeanSerializer"))
                    .isTrue();
            assertThat(fresh.hasLoaded("org.slf4j.LoggerFactory")).isFalse();
        }
    }

    @Test
    void mayComeAgain() {
        assertThatCode(() -> {
                    Agent.prepare();
                    Agent.prepare();
                })
                .doesNotThrowAnyException();
    }

    /** Loads all classes anew. */
    private static final class Fresh extends URLClassLoader {
        private Fresh(URL[] places) {
            super(places, ClassLoader.getPlatformClassLoader());
        }

        static Fresh ofTheClassPath() throws MalformedURLException {
            List<URL> places = new ArrayList<>();
            for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                places.add(Path.of(place).toUri().toURL());
            }
            return new Fresh(places.toArray(URL[]::new));
        }

        boolean hasLoaded(String name) {
            return findLoadedClass(name) != null;
        }
    }
}
