package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.ExecCreateCmd;
import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.spi.AttachedCommand;
import dev.hostler.api.spi.AttachedOutput;
import dev.hostler.api.spi.AttachedProcess;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineSession;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Starts programs in a container with their output attached. Each has a session of its own: only closing that frees a
 * stream at any moment, and a stream held up by a slow reader must hold up nobody else. Thread-safe.
 */
final class ContainerPrograms {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final EngineConnection engine;
    private final String container;

    ContainerPrograms(EngineConnection engine, String container) {
        this.engine = engine;
        this.container = container;
    }

    AttachedProcess start(AttachedCommand command, AttachedOutput output) throws InterruptedException {
        EngineSession session = engine.open();
        try {
            String id = engine.call("prepare program", LIMIT, client -> prepare(client, command));
            OutputFrames frames = new OutputFrames(output);
            ByteArrayInputStream input =
                    new ByteArrayInputStream(command.input().getBytes(StandardCharsets.UTF_8));
            session.client().execStartCmd(id).withStdIn(input).exec(frames);
            return new AttachedProgram(engine, session, id, frames);
        } catch (DockerException e) {
            session.close();
            throw engine.trouble().refused("start program in container " + container, e);
        } catch (RuntimeException | InterruptedException e) {
            session.close();
            throw e;
        }
    }

    private String prepare(DockerClient client, AttachedCommand command) {
        ExecCreateCmd create = client.execCreateCmd(container)
                .withCmd(command.words().toArray(String[]::new))
                .withAttachStdin(true)
                .withAttachStdout(true)
                .withAttachStderr(true);
        return (command.asRoot() ? create.withUser("0") : create).exec().getId();
    }
}
