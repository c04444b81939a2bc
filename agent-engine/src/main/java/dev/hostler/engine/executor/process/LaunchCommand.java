package dev.hostler.engine.executor.process;

import dev.hostler.api.spi.SandboxLayout;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.executor.cgroup.ControlGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The command that starts a sandbox, and where things are inside. Immutable.
 *
 * @param words program and arguments
 * @param depth how many generations below it process 1 is
 * @param layout where things are inside
 */
record LaunchCommand(List<String> words, int depth, SandboxLayout layout) {
    /** The scripts that the command needs in the scratch directory. */
    static final List<String> SCRIPTS = List.of("outer.sh", "namespace.sh", "session.sh");

    /** Inside of namespaces; the same for every job, so that absolute paths in caches stay true. */
    static final SandboxLayout NAMESPACE_LAYOUT = new SandboxLayout(
            "/tmp/hostler/workspace", "/tmp/hostler/home", "/tmp/hostler/input", "/tmp/hostler/output");

    private static final String KEEP = "-";

    static LaunchCommand session(SandboxSpec spec, ControlGroup group) {
        SandboxSpec.Directories at = spec.directories();
        List<String> words = outer(at);
        words.addAll(List.of("sh", at.scratch().resolve("session.sh").toString()));
        words.addAll(shared(at));
        words.add(spec.entry());
        words.add(text(group));
        return new LaunchCommand(
                List.copyOf(words),
                1,
                new SandboxLayout(
                        at.workspace().toString(),
                        at.home().toString(),
                        at.input().toString(),
                        at.output().toString()));
    }

    static LaunchCommand namespace(
            SandboxSpec spec, IsolationStrength strength, OptionalInt user, ControlGroup group, List<Path> hidden) {
        SandboxSpec.Directories at = spec.directories();
        List<String> words = outer(at);
        words.addAll(strength.unshare(spec.network()));
        words.addAll(List.of("sh", at.scratch().resolve("namespace.sh").toString()));
        words.addAll(shared(at));
        words.add(at.scratch().toString());
        words.add(spec.entry());
        words.add(text(user));
        // A limit counts all processes of a user, so only a user of its own can have one.
        words.add(user.isPresent() ? text(spec.limits().processes()) : KEEP);
        words.add(spec.network() ? "on" : "off");
        words.add(text(group));
        hidden.forEach(directory -> words.add(directory.toString()));
        return new LaunchCommand(List.copyOf(words), 2, NAMESPACE_LAYOUT);
    }

    private static List<String> outer(SandboxSpec.Directories at) {
        return new ArrayList<>(List.of(
                "sh", at.scratch().resolve("outer.sh").toString(), at.scratch().toString()));
    }

    private static List<String> shared(SandboxSpec.Directories at) {
        return List.of(
                at.workspace().toString(),
                at.home().toString(),
                at.input().toString(),
                at.output().toString());
    }

    /** One word for all directories, each in a line of its own. */
    private static String text(ControlGroup group) {
        return String.join("\n", SandboxRecord.directories(group));
    }

    private static String text(OptionalInt number) {
        return number.isPresent() ? String.valueOf(number.getAsInt()) : KEEP;
    }
}
