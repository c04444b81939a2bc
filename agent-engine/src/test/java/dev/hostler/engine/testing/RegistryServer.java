package dev.hostler.engine.testing;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real image registry on the loopback interface, with one user. Needs the package docker-registry. Confined to one
 * thread.
 */
public final class RegistryServer implements AutoCloseable {
    /** The only user. */
    public static final String USER = "reader";

    /** Its password: with characters that would be hurt by a wrong encoding on the way. */
    public static final String PASSWORD = "r:ght/p~ss?>>ü";

    /** The two of them as htpasswd -B writes them. */
    private static final String HTPASSWD = "reader:$2y$04$Mehv9QTWGXirpetVevelXeVCemTn/uooSQX5pigKOLy98VdgZH8Bq\n";

    private final Path directory;
    private final int port;
    private final Process process;

    private RegistryServer(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Starts a registry that keeps its files in this directory, perhaps those of an earlier one. */
    public static RegistryServer start(Path directory) throws IOException {
        return start(directory, freePort());
    }

    /** Starts a registry at a given port. */
    public static RegistryServer start(Path directory, int port) throws IOException {
        Files.createDirectories(directory);
        Path users = Files.writeString(directory.resolve("htpasswd"), HTPASSWD);
        Path config = Files.writeString(
                directory.resolve("config.yml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d"}
                auth: {htpasswd: {realm: test, path: %s}}
                """.formatted(directory.resolve("data"), port, users));
        Process process = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        RegistryServer server = new RegistryServer(directory, port, process);
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(server::answers);
            return server;
        } catch (RuntimeException | AssertionError e) {
            server.close();
            throw e;
        }
    }

    /** Returns a port where nobody listens now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Returns the registry as image names and logins name it. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("docker-registry has ended: " + Files.readString(directory.resolve("log")));
        }
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://" + host() + "/v2/").toURL().openConnection();
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
        } catch (IOException notYet) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
