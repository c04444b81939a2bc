package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.ProcessLauncher.Output;
import dev.hostler.api.workload.RunnerCredential;
import dev.hostler.api.workload.RunnerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the directory of a runner, with a copy of the program of its own, and leaves nothing when it can't. Thread-safe. */
final class Creation {
    private static final int LONGEST_NAME = 64;

    private final Place place;

    Creation(Place place) {
        this.place = place;
    }

    /** Returns what names a runner on this host: the same for the same wish. */
    String idOf(InstanceName name) {
        String all = String.join(
                "\n",
                place.agentId(),
                name.workload().owner().value(),
                name.workload().id().value(),
                name.revision().value(),
                name.digest());
        return Digests.of(all).substring(0, 16);
    }

    /**
     * Makes a runner; it is there as a whole or not at all.
     *
     * @param begun when the work for it began, by the boot clock
     */
    InstanceFiles create(InstanceName name, RunnerSpec spec, Program program, Phases phases, Duration begun)
            throws IOException, InterruptedException {
        InstanceFiles files = place.instance(idOf(name));
        Files.createDirectories(place.instances(), SmallFile.privateDirectory());
        InstanceFiles fresh = new InstanceFiles(place.instances().resolve(".new-" + files.id()));
        Tree.remove(fresh.directory());
        Tree.remove(files.directory());
        boolean done = false;
        try {
            Files.createDirectory(fresh.directory(), SmallFile.privateDirectory());
            phases.time("copy", () -> copy(program, fresh.runner(), spec));
            writeHooks(fresh, files, spec);
            record(name, spec, program, phases, begun, files).write(fresh.record());
            place.secrets().put(files.id(), spec.credential());
            Files.move(fresh.directory(), files.directory(), StandardCopyOption.ATOMIC_MOVE);
            done = true;
            return files;
        } finally {
            if (!done) {
                Tree.remove(fresh.directory());
                place.secrets().remove(files.id());
            }
        }
    }

    /** File systems that can share blocks do; a job must not change the program of the next one. */
    private Path copy(Program program, Path to, RunnerSpec spec) throws InterruptedException, IOException {
        Files.createDirectory(to, SmallFile.privateDirectory());
        Output output = place.processes()
                .run(
                        List.of("cp", "-a", "--reflink=auto", program.directory() + "/.", to.toString()),
                        spec.limits().fetch());
        if (!output.ok()) {
            throw Failure.cannot(
                            ErrorCode.NO_CAPACITY,
                            "copy runner program",
                            program.directory().toString(),
                            "cp has ended with exit code " + output.exitCode() + ": "
                                    + output.text().lines().findFirst().orElse(""),
                            "look at the disk of '" + place.directory() + "'")
                    .toException();
        }
        return to;
    }

    private static void writeHooks(InstanceFiles fresh, InstanceFiles files, RunnerSpec spec) throws IOException {
        String started = RunnerScript.hook(
                files.jobStarted().toString(), spec.hooks().started().orElse(""));
        String completed = RunnerScript.hook(
                files.jobCompleted().toString(), spec.hooks().completed().orElse(""));
        SmallFile.write(fresh.hook("started"), started, "rwx------");
        SmallFile.write(fresh.hook("completed"), completed, "rwx------");
    }

    private InstanceRecord record(
            InstanceName name, RunnerSpec spec, Program program, Phases phases, Duration begun, InstanceFiles files) {
        Map<String, String> details = new LinkedHashMap<>(phases.details());
        String runner = spec.name().orElseGet(() -> usualName(name, files));
        if (spec.credential().kind() == RunnerCredential.Kind.TOKEN) {
            details.put("runner", runner);
        }
        details.put("work", spec.workDirectory());
        return new InstanceRecord(
                name,
                program.version(),
                arguments(spec, runner),
                spec.env(),
                spec.hooks(),
                spec.limits(),
                Optional.of(SecretMask.of(spec.credential().value())),
                begun,
                details);
    }

    private static String usualName(InstanceName name, InstanceFiles files) {
        String id = name.workload().id().value();
        String end = "-" + files.id().substring(0, 5);
        return id.substring(0, Math.min(id.length(), LONGEST_NAME - end.length())) + end;
    }

    private List<String> arguments(RunnerSpec spec, String runner) {
        if (spec.credential().kind() == RunnerCredential.Kind.JIT_CONFIG) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of("--unattended", "--ephemeral", "--replace"));
        words.addAll(
                List.of("--url", place.settings().web() + "/" + spec.scope().orElseThrow()));
        words.addAll(List.of("--name", runner));
        if (!spec.labels().isEmpty()) {
            words.addAll(List.of("--labels", String.join(",", spec.labels())));
        }
        spec.group().ifPresent(group -> words.addAll(List.of("--runnergroup", group)));
        words.addAll(List.of("--work", spec.workDirectory()));
        return words;
    }
}
