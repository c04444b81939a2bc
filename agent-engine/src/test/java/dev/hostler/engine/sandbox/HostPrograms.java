package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.ProcessLauncher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs programs of this host to their end, so that these tests need no other room. */
final class HostPrograms implements ProcessLauncher {
    @Override
    public Output run(List<String> command, Duration limit) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ProcessIdentity spawn(List<String> command, Map<String, String> environment, Path directory, Path output) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isAlive(ProcessIdentity process) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void kill(ProcessIdentity process) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ProcessIdentity> children(ProcessIdentity process) {
        throw new UnsupportedOperationException();
    }
}
