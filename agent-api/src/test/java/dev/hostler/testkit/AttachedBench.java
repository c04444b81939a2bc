package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.AttachedCommand;
import dev.hostler.api.spi.AttachedOutput;
import dev.hostler.api.spi.AttachedProcess;
import dev.hostler.api.spi.AttachedSandbox;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs scripts in a sandbox that shares no files, and looks at its files. Confined to one thread. */
final class AttachedBench {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int BLOCK = 512;

    private final AttachedSandbox sandbox;
    private final List<Script> scripts = new ArrayList<>();

    AttachedBench(AttachedSandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** A script that was started. */
    private record Script(AttachedProcess process, Output output) {}

    /** What a script has printed. */
    private static final class Output implements AttachedOutput {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void accept(byte[] more) {
            bytes.writeBytes(more);
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
        }
    }

    int start(String script) {
        Output output = new Output();
        try {
            AttachedCommand command = new AttachedCommand(List.of("sh", "-c", script), "", false);
            scripts.add(new Script(sandbox.start(command, output), output));
            return scripts.size();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int exitCode(int number) {
        AttachedProcess process = scripts.get(number - 1).process();
        try (process) {
            await().atMost(LIMIT).until(() -> process.state() instanceof AttachedProcess.State.Exited);
            await().atMost(LIMIT).until(process::isDrained);
            return ((AttachedProcess.State.Exited) process.state()).code();
        }
    }

    String output(int number) {
        return scripts.get(number - 1).output().text();
    }

    /** Returns a file's size in the workspace; 0 if it is not there, or the sandbox is not. */
    long size(String file) {
        try {
            int look = start("wc -c <" + file + " 2>/dev/null || echo 0");
            exitCode(look);
            return Long.parseLong(output(look).strip());
        } catch (AgentException gone) {
            return 0;
        }
    }

    void put(String directory, String name, String text) {
        try {
            sandbox.copyIn(directory, new ByteArrayInputStream(archive(name, text)));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns an archive's bytes as text; whatever is in a small file can be found in it. */
    String archiveOf(String directory) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            sandbox.copyOut(directory, archive -> archive.transferTo(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** One small file in the ustar format (POSIX.1-1988). */
    private static byte[] archive(String name, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        assertThat(content.length).isLessThan(BLOCK);
        byte[] archive = new byte[4 * BLOCK];
        put(archive, 0, name);
        put(archive, 100, "0000644\0000000000\0000000000\0");
        put(archive, 124, String.format("%011o\00000000000000\0        0", content.length));
        put(archive, 257, "ustar\00000");
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += archive[i];
        }
        put(archive, 148, String.format("%06o\0 ", sum));
        System.arraycopy(content, 0, archive, BLOCK, content.length);
        return archive;
    }

    private static void put(byte[] archive, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, archive, offset, bytes.length);
    }
}
