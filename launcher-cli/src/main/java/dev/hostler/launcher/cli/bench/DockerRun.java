package dev.hostler.launcher.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code docker run --rm}, as a person would type it. Immutable. */
record DockerRun(Path socket, BenchPlan plan) {
    /**
     * How long one took, in nanoseconds. Immutable.
     *
     * @param firstLine until its first line
     * @param end until the program had ended
     */
    record Times(long firstLine, long end) {}

    Times run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = start(List.of("echo hostler-bench"), ProcessBuilder.Redirect.PIPE);
        long first;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            first = System.nanoTime() - start;
            require(process, "hostler-bench".equals(line));
        }
        return new Times(first, System.nanoTime() - start);
    }

    /** Runs a script and lets its output go to a file; returns the nanoseconds. */
    long print(String script, Path file) throws IOException, InterruptedException {
        long start = System.nanoTime();
        require(start(List.of(script), ProcessBuilder.Redirect.to(file.toFile())), true);
        return System.nanoTime() - start;
    }

    private Process start(List<String> script, ProcessBuilder.Redirect output) throws IOException {
        List<String> words = new ArrayList<>(List.of("docker", "--host", "unix://" + socket, "run", "--rm"));
        words.addAll(List.of(
                "--label", RawContainer.LABEL + "=" + ProcessHandle.current().pid()));
        words.addAll(List.of("--cpus", String.valueOf(BenchPlan.CPUS)));
        words.addAll(List.of("--memory", String.valueOf(BenchPlan.MEMORY), "--entrypoint", "sh", plan.image(), "-c"));
        words.addAll(script);
        return new ProcessBuilder(words)
                .redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void require(Process process, boolean saidIt) throws IOException, InterruptedException {
        if (process.waitFor() != 0 || !saidIt) {
            throw new IOException("'docker run' ended with exit code " + process.exitValue());
        }
    }
}
