package dev.hostler.engine.state;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Another JVM with our class path, ended at the latest by {@link #close}. */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;
    private final BufferedWriter words;

    private ChildJvm(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.words = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts one; the options come after our own, and so win. */
    public static ChildJvm start(Class<?> main, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Returns its number. */
    public long pid() {
        return process.pid();
    }

    /** Writes a line to its standard input. */
    public void say(String line) throws IOException {
        words.write(line);
        words.newLine();
        words.flush();
    }

    /** Returns the next line that it prints; null once it has ended. */
    public String line() throws IOException {
        return lines.readLine();
    }

    /** Waits for its end; returns what it printed since the last {@link #line}. */
    String output() throws InterruptedException {
        String output = lines.lines().collect(Collectors.joining("\n"));
        process.waitFor(1, TimeUnit.MINUTES);
        return output;
    }

    /** Kills it (SIGKILL); what it printed can still be read, which {@link Process#destroyForcibly} would prevent. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
