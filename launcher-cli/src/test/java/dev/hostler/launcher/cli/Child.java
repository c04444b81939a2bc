package dev.hostler.launcher.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A process of its own that runs {@link ChildMain}; it does not outlive the test. */
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private Child(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    static Child start(Path home, Path data, String... args) throws IOException {
        return start(home, data, List.of(), args);
    }

    /** @param shell words before the command, such as {@code sh -c} with a script that runs {@code "$@"} */
    static Child start(Path home, Path data, List<String> shell, String... args) throws IOException {
        // Where these tests run in the background of a shell, SIGINT would be ignored in all children.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,QUIT"));
        command.addAll(shell);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(ChildMain.class.getName());
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().put("HOSTLER_DATA_DIR", data.toString());
        builder.environment().putIfAbsent("HOSTLER_SOCKET", "none");
        builder.redirectError(home.resolve("stderr").toFile());
        return new Child(builder.start());
    }

    String readLine() throws IOException {
        return Objects.requireNonNull(out.readLine(), "the child's output ended");
    }

    List<String> readRest() {
        return out.lines().toList();
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the child does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill();
    }
}
