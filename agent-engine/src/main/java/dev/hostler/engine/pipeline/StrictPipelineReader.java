package dev.hostler.engine.pipeline;

import dev.hostler.api.job.PipelineSpec;
import dev.hostler.api.job.StepSpec;
import dev.hostler.engine.artifact.ArtifactPattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the agent's own format. Every field is known, has one type and is there once; the first thing that is not so
 * ends the reading. Thread-safe.
 */
final class StrictPipelineReader {
    static final String DEFAULT_NAME = "pipeline";
    private static final List<String> FIELDS = List.of(
            "name",
            "image",
            "env",
            "secrets",
            "timeout",
            "soft_timeout",
            "limits",
            "network",
            "services",
            "artifacts",
            "cache",
            "steps");
    /** Secrets become variables, so the rule for their names is the same. */
    private static final Pattern SECRET = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private StrictPipelineReader() {}

    static PipelineSpec read(YamlMap file) {
        file.allowOnly("a pipeline", FIELDS);
        PipelineSpec.Builder pipeline = start(file);
        file.read("image", YamlValue::plainText, image -> pipeline.image(image).build());
        file.read("env", Variables::of, env -> pipeline.env(env).build());
        file.read("secrets", secrets -> secrets(secrets, file), pipeline::secrets);
        file.read("timeout", DurationText::of, limit -> pipeline.timeout(limit).build());
        file.read(
                "soft_timeout",
                DurationText::of,
                limit -> pipeline.softTimeout(limit).build());
        file.read("limits", LimitsReader::read, pipeline::limits);
        file.read("network", YamlValue::flag, pipeline::network);
        file.read(
                "services",
                ServicesReader::read,
                services -> pipeline.services(services).build());
        file.read("artifacts", StrictPipelineReader::patterns, pipeline::artifacts);
        file.read("cache", CachePaths::strict, pipeline::cachePaths);
        return pipeline.build();
    }

    private static PipelineSpec.Builder start(YamlMap file) {
        List<StepSpec> steps = steps(file);
        file.read(
                "name",
                YamlValue::plainText,
                name -> PipelineSpec.builder(name, steps).build());
        return PipelineSpec.builder(file.get("name").map(YamlValue::plainText).orElse(DEFAULT_NAME), steps);
    }

    private static List<StepSpec> steps(YamlMap file) {
        YamlValue list = file.get("steps")
                .orElseThrow(() -> file.place().refused("it has no field steps", "add at least one step"));
        List<StepSpec> steps = new ArrayList<>();
        list.list().forEach(item -> steps.add(StrictStepReader.read(item)));
        if (steps.isEmpty()) {
            throw list.place().refused("it has no steps", "add at least one step");
        }
        return steps;
    }

    private static Set<String> secrets(YamlValue list, YamlMap file) {
        Set<String> env =
                file.get("env").map(value -> value.map().fields().keySet()).orElse(Set.of());
        Set<String> names = new LinkedHashSet<>();
        for (YamlValue item : list.list()) {
            String name = item.plainText();
            if (!SECRET.matcher(name).matches()) {
                throw item.expected("the name of a secret, of letters, digits and '_' and no digit first");
            }
            if (!names.add(name)) {
                throw item.place().refused("the secret " + Place.quoted(name) + " is there twice");
            }
            if (env.contains(name)) {
                throw item.place().refused("the secret " + Place.quoted(name) + " is also a variable of env");
            }
        }
        return names;
    }

    private static List<String> patterns(YamlValue list) {
        List<String> patterns = new ArrayList<>();
        for (YamlValue item : list.list()) {
            String pattern = item.plainText();
            item.check(() -> ArtifactPattern.parse(pattern));
            patterns.add(pattern);
        }
        return patterns;
    }
}
