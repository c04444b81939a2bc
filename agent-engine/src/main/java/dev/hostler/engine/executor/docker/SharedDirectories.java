package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import dev.hostler.api.spi.SandboxSpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The container mounts the agent's own directories. Immutable.
 *
 * @param at where these are for the engine, which may see them elsewhere than the agent does
 */
record SharedDirectories(SandboxSpec.Directories at) implements ContainerFiles {
    /** Mounts, not binds: of those the engine would make what is missing, as root. */
    @Override
    public List<Mount> mounts(SandboxSpec spec) {
        return List.of(
                mount(at.workspace().toString(), ContainerPlan.LAYOUT.workspace()),
                mount(at.home().toString(), ContainerPlan.LAYOUT.home()),
                mount(at.input().toString(), ContainerPlan.LAYOUT.input()).withReadOnly(true),
                mount(at.output().toString(), ContainerPlan.LAYOUT.output()));
    }

    private static Mount mount(String source, String target) {
        return new Mount().withType(MountType.BIND).withSource(source).withTarget(target);
    }

    @Override
    public List<String> arguments(SandboxSpec spec) {
        String input = ContainerPlan.LAYOUT.input();
        return List.of(input + "/" + spec.entry(), input, ContainerPlan.LAYOUT.output());
    }

    @Override
    public List<String> shared() {
        return List.of(
                at.workspace().toString(), at.home().toString(), at.output().toString());
    }

    /** Mounts such directories again, at the same places. */
    static List<Mount> mounts(List<String> shared) {
        return IntStream.range(0, WRITABLE.size())
                .mapToObj(i -> mount(shared.get(i), WRITABLE.get(i)))
                .toList();
    }

    @Override
    public boolean areCopied() {
        return false;
    }
}
