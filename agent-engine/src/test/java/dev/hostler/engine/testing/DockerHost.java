package dev.hostler.engine.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The real Docker engine of this machine. A test that needs it fails without it: it is never skipped. Thread-safe. */
public final class DockerHost implements AutoCloseable {
    /** An image with busybox and nothing else. */
    public static final String IMAGE = "hostler-test/busybox:1";

    /** An image without any program. */
    public static final String EMPTY_IMAGE = "hostler-test/empty:1";

    /** The same as {@link #IMAGE}, for the user 1000. */
    public static final String USER_IMAGE = "hostler-test/user:1";

    private static final String ADDRESS =
            Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse("unix:///var/run/docker.sock");
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    /** The label that says with what a variant was made. */
    private static final String CHANGE = "dev.hostler.test.change";

    private final DockerClient client;

    private DockerHost(DockerClient client) {
        this.client = client;
    }

    /** Connects, and makes the images if they are missing. */
    public static DockerHost require() {
        DockerHost host = new DockerHost(DockerClientImpl.getInstance(
                DefaultDockerClientConfig.createDefaultConfigBuilder()
                        .withDockerHost(ADDRESS)
                        .build(),
                transport()));
        try {
            host.client.pingCmd().exec();
            host.requireImages();
        } catch (RuntimeException | IOException e) {
            throw new AssertionError("These tests need a Docker engine at " + ADDRESS + ": start dockerd", e);
        }
        return host;
    }

    /** Returns where this machine's engine is. */
    static String address() {
        return ADDRESS;
    }

    /** Makes sure of the engine and the images; returns the one with busybox. */
    public static String requireBusybox() {
        try (DockerHost host = require()) {
            return IMAGE;
        }
    }

    /** Returns all that the engine tells of all its containers. */
    public static byte[] inspectAll() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (DockerHost host = require();
                DockerHttpClient http = transport()) {
            for (Container container :
                    host.client.listContainersCmd().withShowAll(true).exec()) {
                all.writeBytes(get(http, "/containers/" + container.getId() + "/json"));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return all.toByteArray();
    }

    /** Returns all that the engine tells of the programs that were started in a container. */
    public String programs(String container) {
        StringBuilder all = new StringBuilder();
        try (DockerHttpClient http = transport()) {
            List<String> ids = client.inspectContainerCmd(container).exec().getExecIds();
            for (String id : ids == null ? List.<String>of() : ids) {
                all.append(new String(get(http, "/exec/" + id + "/json"), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return all.toString();
    }

    /** Returns the names of the volumes with a label. */
    public List<String> volumes(String label) {
        return client.listVolumesCmd().withFilter("label", List.of(label)).exec().getVolumes().stream()
                .map(volume -> volume.getName())
                .toList();
    }

    /** Runs a program in a container to its end, from outside; returns its exit code. */
    public long run(String container, String... words) {
        String id = client.execCreateCmd(container)
                .withAttachStdout(true)
                .withCmd(words)
                .exec()
                .getId();
        try (ResultCallback.Adapter<Frame> end = client.execStartCmd(id).exec(new ResultCallback.Adapter<>())) {
            end.awaitCompletion();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return client.inspectExecCmd(id).exec().getExitCodeLong();
    }

    private static byte[] get(DockerHttpClient http, String path) throws IOException {
        DockerHttpClient.Request request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path(path)
                .build();
        try (DockerHttpClient.Response response = http.execute(request)) {
            return response.getBody().readAllBytes();
        }
    }

    private void requireImages() throws IOException {
        if (isMissing(IMAGE)) {
            makeImage(IMAGE, busyboxRoot(), "");
        }
        if (isMissing(USER_IMAGE)) {
            makeImage(USER_IMAGE, busyboxRoot(), "&changes=USER%201000");
        }
        if (isMissing(EMPTY_IMAGE)) {
            Tar tar = new Tar();
            tar.directory("tmp");
            makeImage(EMPTY_IMAGE, tar.bytes(), "");
        }
    }

    /**
     * Makes an image with busybox and something more, if it is missing, or was made with something else.
     *
     * @param change a line of a Dockerfile
     */
    public void requireVariant(String image, String change) throws IOException {
        String label = CHANGE + "=" + Integer.toHexString(change.hashCode());
        if (isMissing(image) || !isLabelled(image, label)) {
            makeImage(image, busyboxRoot(), changes(change) + changes("LABEL " + label));
        }
    }

    private static String changes(String line) {
        return "&changes=" + URLEncoder.encode(line, StandardCharsets.UTF_8);
    }

    private boolean isLabelled(String image, String label) {
        return !client.listImagesCmd()
                .withImageNameFilter(image)
                .withLabelFilter(label)
                .exec()
                .isEmpty();
    }

    private boolean isMissing(String image) {
        try {
            client.inspectImageCmd(image).exec();
            return false;
        } catch (NotFoundException e) {
            return true;
        }
    }

    private static void makeImage(String image, byte[] root) throws IOException {
        makeImage(image, root, "");
    }

    private static void makeImage(String image, byte[] root, String options) throws IOException {
        int tag = image.lastIndexOf(':');
        // Not by the client's own command: it was seen to send the archive without its end.
        DockerHttpClient.Request request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.POST)
                .path("/images/create?fromSrc=-&repo=" + image.substring(0, tag) + "&tag=" + image.substring(tag + 1)
                        + options)
                .bodyBytes(root)
                .build();
        try (DockerHttpClient http = transport();
                DockerHttpClient.Response response = http.execute(request)) {
            String answer = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
            if (response.getStatusCode() != 200) {
                throw new IOException(answer);
            }
        }
    }

    /** Makes an image that has one file, and hands it to a registry; the engine itself does not keep it. */
    public void publish(String image, byte[] content, AuthConfig login) throws IOException, InterruptedException {
        Tar tar = new Tar();
        tar.file("content", content);
        makeImage(image, tar.bytes());
        push(image, login);
    }

    /** Hands the image with busybox to a registry under another name; the engine keeps it under its own only. */
    public void publishBusybox(String image, AuthConfig login) throws InterruptedException {
        int tag = image.lastIndexOf(':');
        client.tagImageCmd(IMAGE, image.substring(0, tag), image.substring(tag + 1))
                .exec();
        push(image, login);
    }

    private void push(String image, AuthConfig login) throws InterruptedException {
        try {
            client.pushImageCmd(image)
                    .withAuthConfig(login)
                    .exec(new ResultCallback.Adapter<>())
                    .awaitCompletion();
        } finally {
            removeImage(image);
        }
    }

    /** Returns whether the engine has an image. */
    public boolean has(String image) {
        return !isMissing(image);
    }

    /** Removes an image, if it is there. */
    public void removeImage(String image) {
        try {
            client.removeImageCmd(image).withForce(true).exec();
        } catch (NotFoundException gone) {
            // That is what was wanted.
        }
    }

    private static DockerHttpClient transport() {
        return new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create(ADDRESS))
                .build();
    }

    private static byte[] busyboxRoot() throws IOException {
        if (!Files.isExecutable(BUSYBOX)) {
            throw new IOException("there is no " + BUSYBOX + ": install the package busybox-static");
        }
        Tar tar = new Tar();
        tar.directory("bin");
        tar.directory("tmp");
        tar.file("bin/busybox", Files.readAllBytes(BUSYBOX));
        for (String applet : applets()) {
            tar.link("bin/" + applet, "busybox");
        }
        return tar.bytes();
    }

    private static List<String> applets() throws IOException {
        Process process = new ProcessBuilder(BUSYBOX.toString(), "--list").start();
        String list = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return list.lines().filter(applet -> !applet.equals("busybox")).toList();
    }

    /** Returns the client. */
    public DockerClient client() {
        return client;
    }

    /** Returns the containers with a label, running or not. */
    public List<Container> containers(String label, String value) {
        return client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(label, value))
                .exec();
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Just enough of the ustar format (POSIX.1-1988) for a root file system. */
    private static final class Tar {
        private static final int BLOCK = 512;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void directory(String name) {
            header(name + "/", '5', 0, "", "0000755");
        }

        void link(String name, String target) {
            header(name, '2', 0, target, "0000777");
        }

        void file(String name, byte[] content) {
            header(name, '0', content.length, "", "0000755");
            bytes.writeBytes(content);
            bytes.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        }

        byte[] bytes() {
            bytes.writeBytes(new byte[2 * BLOCK]);
            return bytes.toByteArray();
        }

        private void header(String name, char type, int size, String target, String mode) {
            byte[] header = new byte[BLOCK];
            put(header, 0, name);
            put(header, 100, mode);
            put(header, 108, "0000000");
            put(header, 116, "0000000");
            put(header, 124, String.format("%011o", size));
            put(header, 136, "00000000000");
            put(header, 148, "        ");
            header[156] = (byte) type;
            put(header, 157, target);
            put(header, 257, "ustar");
            put(header, 263, "00");
            int sum = 0;
            for (byte b : header) {
                sum += b & 0xff;
            }
            put(header, 148, String.format("%06o\0 ", sum));
            bytes.writeBytes(header);
        }

        private static void put(byte[] header, int offset, String text) {
            byte[] value = text.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(value, 0, header, offset, value.length);
        }
    }
}
