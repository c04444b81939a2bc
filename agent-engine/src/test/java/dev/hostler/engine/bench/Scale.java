package dev.hostler.engine.bench;

import dev.hostler.engine.testing.DockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What many containers cost an agent: calls of the Docker engine and writes while nothing happens, the times of list and
 * health, memory, and how soon it knows of all again after it was killed. Prints the same for five containers, which some
 * of it may not differ from.
 */
public final class Scale {
    private Scale() {}

    /** Takes the number of containers and the seconds to watch; 200 and 60 if not given. */
    public static void main(String[] arguments) throws Exception {
        int containers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        Duration idle = Duration.ofSeconds(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60);
        DockerHost.requireBusybox();
        Path root = Files.createTempDirectory("hostler-bench-");
        try {
            measure(5, idle, root);
            measure(containers, idle, root);
        } finally {
            remove(root);
        }
    }

    private static void measure(int count, Duration idle, Path root) throws Exception {
        try (KeptContainers containers = KeptContainers.make(count, root)) {
            print(
                    "%d containers: all run after %.1f s and %d calls",
                    count, seconds(containers.made()), containers.calls());
            KeptContainers.Idleness idleness = containers.idle(idle);
            print(
                    "idle for %d s: %d calls, %s written",
                    idle.toSeconds(), idleness.requests().size(), idleness.wrote() ? "something" : "nothing");
            print("list: %s", containers.list());
            print("health: %s", containers.health());
            print("memory: %d MiB, at most %d MiB", containers.memory(), containers.mostMemory());
            int before = containers.calls();
            Duration recovered = containers.recover();
            print(
                    "after kill -9, all known again after %.2f s and %d calls",
                    seconds(recovered), containers.calls() - before);
            print("memory then: %d MiB", containers.memory());
            print("deleted in %.1f s", seconds(containers.delete()));
        }
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static void remove(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
