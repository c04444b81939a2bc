package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.spi.AttachedSandbox;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The directories of one sandbox, and a small entry script that runs the commands it is sent. For tests of executors.
 * Confined to one thread.
 */
public final class SandboxBench {
    /** The entry script's file name. */
    public static final String ENTRY = "entry";

    private static final String SCRIPT = """
            I=$1 O=$2
            umask 022
            exec </dev/null 3<>"$I/commands"
            trap : HUP INT QUIT TERM
            echo "$$ $# $0" >"$O/ready"
            while read -r n <&3; do
              case $n in end*) exit "${n#end}" ;; esac
              sh "$I/$n.sh" 3<&- >"$O/$n.out" 2>&1
              echo $? >"$O/$n.exit"
            done
            """;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(5);

    private final SandboxSpec.Directories directories;
    private @Nullable AttachedBench attached;
    private int commands;

    private SandboxBench(SandboxSpec.Directories directories) {
        this.directories = directories;
    }

    /** Makes the directories under a new directory that only its owner may enter, as the engine does. */
    public static SandboxBench create(Path root) {
        try {
            Files.createDirectories(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            SandboxBench bench = new SandboxBench(new SandboxSpec.Directories(
                    directory(root, "work", "rwxrwxrwx"),
                    directory(root, "house", "rwxrwxrwx"),
                    directory(root, "in", "rwxr-xr-x"),
                    directory(root, "out", "rwxrwxrwx"),
                    directory(root, "scratch", "rwx------")));
            Files.writeString(bench.directories.input().resolve(ENTRY), SCRIPT);
            bench.makeFifo();
            return bench;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory(Path root, String name, String permissions) throws IOException {
        Path made = Files.createDirectory(root.resolve(name));
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
    }

    private void makeFifo() throws IOException {
        Process process = new ProcessBuilder("mkfifo", "-m", "0666", fifo().toString()).start();
        try {
            assertThat(process.waitFor()).as("mkfifo").isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Path fifo() {
        return directories.input().resolve("commands");
    }

    /** Returns the directories. */
    public SandboxSpec.Directories directories() {
        return directories;
    }

    /** Returns a spec for these directories, with network and without limits. */
    public SandboxSpec spec(String id, Optional<String> image) {
        return new SandboxSpec(id, directories, ENTRY, image, SandboxSpec.Limits.NONE, true);
    }

    /** Goes over to a sandbox that was opened for this bench: if it shares no files, scripts are attached programs. */
    public void use(Sandbox sandbox) {
        attached = sandbox instanceof AttachedSandbox copied ? new AttachedBench(copied) : null;
    }

    /** Returns whether the sandbox shares no files with this bench. */
    public boolean isAttached() {
        return attached != null;
    }

    /** Puts a small file into a directory of the sandbox, from outside. */
    public void put(Path outside, String inside, String name, String text) {
        try {
            if (attached != null) {
                attached.put(inside, name, text);
            } else {
                Files.writeString(outside.resolve(name), text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether a small file of a directory of the sandbox, seen from outside, holds a text. */
    public boolean holds(Path outside, String inside, String name, String text) {
        return attached != null
                ? attached.archiveOf(inside).contains(text)
                : read(outside.resolve(name)).strip().equals(text);
    }

    /** Waits until the entry script runs; returns its process number, the number of its arguments, and its name. */
    public List<String> awaitReady() {
        Path ready = directories.output().resolve("ready");
        waiting().until(() -> Files.exists(ready) && read(ready).endsWith("\n"));
        return List.of(read(ready).strip().split(" "));
    }

    /** Runs a script inside and returns what it printed, without the last line's end. */
    public String run(String script) {
        int number = start(script);
        int code = exitCode(number);
        String output = output(number);
        assertThat(code).as("exit code of %s, which printed %s", script, output).isZero();
        return output;
    }

    /** Starts a script inside and returns its number. */
    public int start(String script) {
        if (attached != null) {
            return attached.start(script);
        }
        int number = ++commands;
        try {
            Path draft = directories.input().resolve(number + ".draft");
            Files.writeString(draft, script);
            Files.move(draft, directories.input().resolve(number + ".sh"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        send(String.valueOf(number));
        return number;
    }

    /** Makes the entry script end. */
    public void end(int exitCode) {
        send("end" + exitCode);
    }

    private void send(String line) {
        try (FileChannel channel = FileChannel.open(
                fifo(), StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
            // Closing the last hold on a FIFO would drop what is in it.
            awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a script has ended and returns its exit code. */
    public int exitCode(int number) {
        if (attached != null) {
            return attached.exitCode(number);
        }
        Path exit = directories.output().resolve(number + ".exit");
        waiting().until(() -> Files.exists(exit) && read(exit).endsWith("\n"));
        return Integer.parseInt(read(exit).strip());
    }

    /** Returns what a script has printed so far, without the last line's end. */
    public String output(int number) {
        return attached != null
                ? attached.output(number)
                : read(directories.output().resolve(number + ".out")).stripTrailing();
    }

    /**
     * Returns a script that keeps a file in the workspace growing, line by line.
     *
     * @param file a name in the workspace
     */
    public static String heartbeat(String file) {
        return "while :; do echo beat >>" + file + "; sleep 0.02; done";
    }

    /** Waits until a heartbeat is there. */
    public void awaitHeartbeat(String file) {
        waiting().until(() -> size(file) > 0);
    }

    /** Waits for a quarter of a second and returns whether a heartbeat went on in this time. */
    public boolean beats(String file) {
        long before = size(file);
        long end = System.nanoTime() + Duration.ofMillis(250).toNanos();
        waiting().until(() -> size(file) > before || System.nanoTime() > end);
        return size(file) > before;
    }

    private long size(String file) {
        if (attached != null) {
            return attached.size(file);
        }
        Path beats = directories.workspace().resolve(file);
        try {
            return Files.exists(beats) ? Files.size(beats) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a sandbox is in a state of a certain kind. */
    public static void awaitState(Sandbox sandbox, Class<?> kind) {
        waiting().untilAsserted(() -> assertThat(sandbox.state()).isInstanceOf(kind));
    }

    private static ConditionFactory waiting() {
        return await().atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(POLL);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
