package dev.hostler.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The real sshd on the loopback interface, with keys of its own, for the user who runs the tests. Needs the package
 * openssh-server. Confined to one thread.
 */
public final class SshServer implements AutoCloseable {
    private static final String PROGRAM = "/usr/sbin/sshd";
    private static final Path SYSTEM_DIRECTORY = Path.of("/run/sshd");

    private final Path directory;
    private final int port;
    private final Process process;

    private final boolean madeSystemDirectory;

    private SshServer(Path directory, int port, Process process, boolean madeSystemDirectory) {
        this.directory = directory;
        this.port = port;
        this.process = process;
        this.madeSystemDirectory = madeSystemDirectory;
    }

    /** Starts a server that keeps its files in this directory. */
    public static SshServer start(Path directory) throws IOException {
        Files.createDirectories(directory);
        key(directory.resolve("host"));
        Files.createFile(directory.resolve("authorized"));
        int port = freePort();
        Path config = Files.writeString(directory.resolve("config"), config(directory, port));
        boolean made = privilegeSeparationDirectory();
        Process process = new ProcessBuilder(PROGRAM, "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        SshServer server = new SshServer(directory, port, process, made);
        try {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(server::answers);
            return server;
        } catch (RuntimeException | AssertionError e) {
            server.close();
            throw e;
        }
    }

    /** Returns the address of a repository by its absolute path. */
    public String url(Path repository) {
        return "ssh://" + user() + "@127.0.0.1:" + port + repository;
    }

    /** Makes a key that the server accepts, as the default identity of this type in a home directory. */
    public void admit(Path home, String type) throws IOException {
        Path key = Files.createDirectories(home.resolve(".ssh")).resolve("id_" + type);
        run("ssh-keygen", "-q", "-t", type, "-N", "", "-f", key.toString());
        Files.writeString(directory.resolve("authorized"), Files.readString(home.resolve(".ssh/id_" + type + ".pub")));
    }

    /** Makes the server known in a home directory. */
    public void makeKnown(Path home) throws IOException {
        makeKnown(home, directory.resolve("host.pub"));
    }

    /** Makes another key known for this server in a home directory. */
    public void makeKnownWithAnotherKey(Path home) throws IOException {
        makeKnown(home, key(directory.resolve("other")));
    }

    private void makeKnown(Path home, Path key) throws IOException {
        Path ssh = Files.createDirectories(home.resolve(".ssh"));
        Files.writeString(ssh.resolve("known_hosts"), "[127.0.0.1]:" + port + " " + Files.readString(key));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            if (madeSystemDirectory) {
                Files.deleteIfExists(SYSTEM_DIRECTORY);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("sshd has ended: " + Files.readString(directory.resolve("log")));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String config(Path directory, int port) {
        return String.join(
                "\n",
                "Port " + port,
                "ListenAddress 127.0.0.1",
                "HostKey " + directory.resolve("host"),
                "AuthorizedKeysFile " + directory.resolve("authorized"),
                "PidFile none",
                "StrictModes no",
                "UsePAM no",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "PermitRootLogin prohibit-password",
                "");
    }

    private static Path key(Path file) throws IOException {
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString());
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    /** Root's sshd insists on this directory, which the system's own service makes when it starts. */
    private static boolean privilegeSeparationDirectory() throws IOException {
        if (!user().equals("root") || Files.exists(SYSTEM_DIRECTORY)) {
            return false;
        }
        Files.createDirectory(SYSTEM_DIRECTORY);
        return true;
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void run(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
