package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.AttachedProcess;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineSession;
import dev.hostler.engine.docker.EngineTrouble;
import java.time.Duration;

/** A program that was started in a container, and its stream. Thread-safe. */
final class AttachedProgram implements AttachedProcess {
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final EngineConnection engine;
    private final EngineSession session;
    private final String id;
    private final OutputFrames frames;

    AttachedProgram(EngineConnection engine, EngineSession session, String id, OutputFrames frames) {
        this.engine = engine;
        this.session = session;
        this.id = id;
        this.frames = frames;
    }

    @Override
    public State state() {
        try {
            return engine.ask("inspect program", LOOK, this::look);
        } catch (AgentException | DockerException e) {
            return new State.Unknown(EngineTrouble.message(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new State.Unknown("interrupted");
        }
    }

    /** Before the program starts there is no code, and it does not run either. */
    private State look(DockerClient client) {
        try {
            Long code = client.inspectExecCmd(id).exec().getExitCodeLong();
            return code == null ? new State.Running() : new State.Exited(code.intValue());
        } catch (NotFoundException e) {
            return new State.Forgotten();
        }
    }

    @Override
    public boolean isDrained() {
        return frames.hasEnded();
    }

    @Override
    public void close() {
        frames.mute();
        session.close();
    }
}
