package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.Scheduler;
import java.io.Closeable;
import java.io.IOException;

/**
 * All ways between the agent and one supervisor. Confined to one thread.
 *
 * @param input what the agent writes
 * @param output what it looks at
 * @param commands the FIFO that the supervisor reads
 * @param killer the line to its second shell
 * @param fence up to when steps may run
 */
record SandboxLines(InputDirectory input, OutputDirectory output, CommandFifo commands, Killer killer, Fence fence)
        implements Closeable {
    static SandboxLines of(SandboxSpec.Directories directories, Scheduler scheduler) {
        OutputDirectory output = new OutputDirectory(directories);
        CommandFifo control = new CommandFifo(directories.input().resolve("ctl"), scheduler);
        return new SandboxLines(
                new InputDirectory(directories.input()),
                output,
                new CommandFifo(directories.input().resolve("cmd"), scheduler),
                new Killer(control, output, scheduler),
                new Fence(directories.input()));
    }

    @Override
    public void close() throws IOException {
        try (commands;
                output) {
            killer.close();
        }
    }
}
