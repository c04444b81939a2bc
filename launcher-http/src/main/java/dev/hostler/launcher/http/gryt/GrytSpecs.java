package dev.hostler.launcher.http.gryt;

import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.StepCommand;
import dev.hostler.api.job.StepSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what a request comes to: a job of two steps, which write the pipeline file and run it. Immutable. */
final class GrytSpecs {
    private static final String FILE = "pipeline.py";
    private static final String WORKSPACE = "/workspace";

    private final String usualImage;

    GrytSpecs(String usualImage) {
        this.usualImage = usualImage;
    }

    JobSpec spec(String id, GrytRequest request) {
        JobSpec.Builder job = JobSpec.builder(id)
                .isolation(Isolation.DOCKER)
                .image(request.image().orElse(usualImage))
                .limits(request.limits())
                .errorsApart()
                .step(write(request.pipeline()))
                .step(run(request.variables()));
        source(request).ifPresent(job::source);
        return job.build();
    }

    private static Optional<GitSource> source(GrytRequest request) {
        return request.gitUrl().map(url -> {
            GitSource.Builder source =
                    GitSource.builder(url).ref(request.gitBranch()).submodules(false);
            request.token().ifPresent(token -> source.tokenSecret(TokenSecrets.nameOf(token)));
            return source.build();
        });
    }

    /** Inside the sandbox, where a link that the repository has in the file's place leads nowhere else. */
    private static StepSpec write(String pipeline) {
        String script = "rm -rf " + FILE + "\nmkdir -p .gryt\nprintf %s '" + pipeline.replace("'", "'\\''") + "' >"
                + FILE + "\n";
        return StepSpec.builder("write " + FILE, new StepCommand.Script(script, Optional.empty()))
                .build();
    }

    private static StepSpec run(Map<String, String> variables) {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("GRYT_WORKSPACE", WORKSPACE);
        env.putAll(variables);
        return StepSpec.builder("gryt run " + FILE, new StepCommand.Argv(List.of("gryt", "run", FILE)))
                .env(env)
                .build();
    }
}
