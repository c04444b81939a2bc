package dev.hostler.engine.executor.docker;

import dev.hostler.api.spi.AttachedCommand;
import dev.hostler.api.spi.AttachedOutput;
import dev.hostler.api.spi.AttachedProcess;
import dev.hostler.api.spi.AttachedSandbox;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxLayout;
import dev.hostler.api.spi.SandboxMemory;
import dev.hostler.api.spi.SandboxState;
import java.io.IOException;
import java.io.InputStream;

/** A sandbox that is a container with files of its own. Thread-safe. */
final class AttachedDockerSandbox implements AttachedSandbox {
    private final DockerSandbox container;
    private final ContainerPrograms programs;
    private final ContainerArchives archives;

    AttachedDockerSandbox(DockerSandbox container, ContainerPrograms programs, ContainerArchives archives) {
        this.container = container;
        this.programs = programs;
        this.archives = archives;
    }

    @Override
    public AttachedProcess start(AttachedCommand command, AttachedOutput output) throws InterruptedException {
        return programs.start(command, output);
    }

    @Override
    public void copyIn(String directory, InputStream archive) throws InterruptedException {
        archives.copyIn(directory, archive);
    }

    @Override
    public void copyOut(String directory, ArchiveReader reader) throws IOException, InterruptedException {
        archives.copyOut(directory, reader);
    }

    @Override
    public SandboxHandle handle() {
        return container.handle();
    }

    @Override
    public SandboxLayout layout() {
        return container.layout();
    }

    @Override
    public SandboxState state() {
        return container.state();
    }

    @Override
    public SandboxMemory memory() {
        return container.memory();
    }

    @Override
    public void killSteps() throws InterruptedException {
        container.killSteps();
    }

    @Override
    public void destroy() {
        container.destroy();
    }
}
