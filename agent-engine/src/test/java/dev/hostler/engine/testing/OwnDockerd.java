package dev.hostler.engine.testing;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A Docker engine for one test, which may be stopped and killed; shares nothing with the machine's own. Needs root. */
public final class OwnDockerd implements AutoCloseable {
    private static final Pattern CONTAINER = Pattern.compile("\"Id\":\"([0-9a-f]{64})\"");

    private final Path root;
    private final String bridge;
    private final List<String> options;
    private Process daemon;

    private OwnDockerd(Path root, String bridge, List<String> options) {
        this.root = root;
        this.bridge = bridge;
        this.options = options;
    }

    /** Starts one that has the image with busybox. */
    public static OwnDockerd create(String... options) throws IOException, InterruptedException {
        DockerHost.requireBusybox();
        // Short: the path of a socket has at most 107 bytes.
        Path root = Files.createTempDirectory("hdd");
        String bridge = "h" + Long.toString(ProcessHandle.current().pid(), 36) + "d";
        run("ip", "link", "add", "name", bridge, "type", "bridge");
        OwnDockerd own = new OwnDockerd(root, bridge, List.of(options));
        try {
            own.start();
            own.loadImage();
            return own;
        } catch (RuntimeException | IOException e) {
            own.close();
            throw e;
        }
    }

    /** Returns its address. */
    public String address() {
        return "unix://" + root.resolve("s");
    }

    /** Starts it again. */
    public void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "dockerd",
                "--host=" + address(),
                "--data-root=" + root.resolve("data"),
                "--exec-root=" + root.resolve("x"),
                "--pidfile=" + root.resolve("pid"),
                "--bridge=" + bridge,
                "--iptables=false"));
        command.addAll(options);
        daemon = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(root.resolve("log").toFile()))
                .start();
        try {
            Awaitility.await("dockerd")
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> get("/_ping").length > 0);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("dockerd does not start: " + lastWords(), e);
        }
    }

    private String lastWords() throws IOException {
        String log = Files.readString(root.resolve("log"));
        return log.substring(Math.max(0, log.length() - 4000));
    }

    /** Returns the ids of its containers, running or not. */
    public List<String> containers() throws IOException {
        String all = new String(get("/containers/json?all=1"), StandardCharsets.UTF_8);
        return CONTAINER.matcher(all).results().map(found -> found.group(1)).toList();
    }

    /** SIGKILL, as a crash of it. */
    public void kill() throws InterruptedException, IOException {
        daemon.destroyForcibly().waitFor();
        Path containerd = root.resolve("x/containerd/containerd.pid");
        Path process = Path.of("/proc", Files.readString(containerd).strip(), "stat");
        Awaitility.await("containerd dies with its dockerd").until(() -> isOver(process));
        // The next one refuses to start, or waits, while its predecessor's number belongs to any process.
        Files.deleteIfExists(root.resolve("pid"));
        Files.deleteIfExists(containerd);
    }

    /** A process that nobody has taken note of counts as there. */
    private static boolean isOver(Path stat) {
        try {
            return Files.readString(stat).contains(") Z ");
        } catch (IOException gone) {
            return true;
        }
    }

    /** SIGTERM, as a restart of its service; waits for its end. */
    public void stop() throws InterruptedException {
        daemon.destroy();
        daemon.waitFor(60, TimeUnit.SECONDS);
    }

    private void loadImage() throws IOException {
        byte[] image;
        try (DockerHttpClient machine = client(DockerHost.address())) {
            image = get(machine, "/images/" + DockerHost.IMAGE + "/get");
        }
        DockerHttpClient.Request load = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.POST)
                .path("/images/load")
                .bodyBytes(image)
                .build();
        try (DockerHttpClient own = client(address());
                DockerHttpClient.Response response = own.execute(load)) {
            response.getBody().readAllBytes();
            if (response.getStatusCode() != 200) {
                throw new IOException("the image was refused: " + response.getStatusCode());
            }
        }
    }

    private byte[] get(String path) throws IOException {
        try (DockerHttpClient own = client(address())) {
            return get(own, path);
        }
    }

    private static byte[] get(DockerHttpClient engine, String path) throws IOException {
        DockerHttpClient.Request request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path(path)
                .build();
        try (DockerHttpClient.Response response = engine.execute(request)) {
            return response.getBody().readAllBytes();
        }
    }

    private static DockerHttpClient client(String address) {
        return new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create(address))
                .build();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            if (daemon != null) {
                removeContainers();
                stop();
                daemon.destroyForcibly();
            }
        } finally {
            run("ip", "link", "delete", bridge);
            // It may leave mounts behind, and all of them are its own.
            run("sh", "-c", "grep ' " + root + "/' /proc/mounts | cut -d' ' -f2 | sort -r | xargs -r umount -l");
            run("rm", "-rf", "--one-file-system", root.toString());
        }
    }

    /** An engine with live-restore would leave them running. */
    private void removeContainers() throws IOException {
        if (!daemon.isAlive()) {
            start();
        }
        try (DockerHttpClient own = client(address())) {
            for (String id : containers()) {
                DockerHttpClient.Request remove = DockerHttpClient.Request.builder()
                        .method(DockerHttpClient.Request.Method.DELETE)
                        .path("/containers/" + id + "?force=1")
                        .build();
                own.execute(remove).close();
            }
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
    }
}
