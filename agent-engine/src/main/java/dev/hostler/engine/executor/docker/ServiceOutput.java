package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import dev.hostler.api.error.AgentException;
import dev.hostler.engine.docker.EngineConnection;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The last lines that a service has printed. Confined to one thread. */
final class ServiceOutput extends ResultCallback.Adapter<Frame> {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LINES = 20;
    private static final int LINE_LENGTH = 500;
    private static final int BYTES = 64 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private ServiceOutput() {}

    /** Reads them; an engine that does not tell them leaves none, since they only explain another trouble. */
    static List<String> lastLines(EngineConnection engine, String container) throws InterruptedException {
        try {
            return engine.ask("read output", LIMIT, client -> read(client, container));
        } catch (AgentException | DockerException unread) {
            return List.of();
        }
    }

    private static List<String> read(DockerClient client, String container) {
        ServiceOutput output = new ServiceOutput();
        try {
            client.logContainerCmd(container)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(LINES)
                    .exec(output)
                    .awaitCompletion();
        } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
        }
        return output.lines();
    }

    /** The library uses a frame's bytes again: they are copied here and now. */
    @Override
    public synchronized void onNext(Frame frame) {
        byte[] payload = frame.getPayload();
        bytes.write(payload, 0, Math.min(payload.length, BYTES - bytes.size()));
    }

    /** What came counts; the inherited part would write the error to the agent's log. */
    @Override
    public void onError(Throwable thrown) {
        onComplete();
    }

    private synchronized List<String> lines() {
        List<String> all = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        return all.subList(Math.max(0, all.size() - LINES), all.size()).stream()
                .map(line -> line.replaceAll("\\p{Cntrl}", " "))
                .map(line -> line.length() <= LINE_LENGTH ? line : line.substring(0, LINE_LENGTH) + "...")
                .toList();
    }
}
