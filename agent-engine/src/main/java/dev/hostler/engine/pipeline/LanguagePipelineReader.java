package dev.hostler.engine.pipeline;

import dev.hostler.api.job.PipelineSpec;
import dev.hostler.api.job.StepSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads files that name a language instead of an image. What it does not know it passes over with a warning; what it
 * knows has to be right. Thread-safe.
 */
final class LanguagePipelineReader {
    private static final Set<String> FIELDS = Set.of("name", "version", "language", "cache", "steps", "build", "test");
    /** Parts of the format that the agent has no counterpart for; harmless while they are off. */
    private static final Set<String> SWITCHED = Set.of("docker", "notifications");

    private final LanguageImages images;

    LanguagePipelineReader(LanguageImages images) {
        this.images = images;
    }

    PipelineSpec read(YamlMap file, Consumer<String> warnings) {
        Optional<YamlValue> language = file.get("language");
        warnUnknown(file, language.map(LanguagePipelineReader::versionField), warnings);
        List<StepSpec> steps = new CommandSteps(file, warnings).read();
        file.read(
                "name",
                YamlValue::plainText,
                name -> PipelineSpec.builder(name, steps).build());
        String name = file.get("name").map(YamlValue::plainText).orElse(StrictPipelineReader.DEFAULT_NAME);
        PipelineSpec.Builder pipeline = PipelineSpec.builder(name, steps);
        language.flatMap(value -> image(file, value, warnings)).ifPresent(pipeline::image);
        file.read("cache", cache -> cachePaths(cache, warnings), pipeline::cachePaths);
        return pipeline.build();
    }

    private static String versionField(YamlValue language) {
        return language.plainText() + "_version";
    }

    private Optional<String> image(YamlMap file, YamlValue language, Consumer<String> warnings) {
        Optional<YamlValue> version = file.get(versionField(language));
        version.filter(value -> !LanguageImages.isVersion(value.text())).ifPresent(value -> {
            throw value.expected("a version such as 1.75.0");
        });
        Optional<String> image = images.image(language.text(), version.map(YamlValue::text));
        if (image.isEmpty()) {
            String name = Place.quoted(language.text());
            warnings.accept(language.place().remark("no image is known for " + name + "; none is chosen"));
        }
        return image;
    }

    private static List<String> cachePaths(YamlValue cache, Consumer<String> warnings) {
        YamlMap map = cache.map();
        map.warnOther(Set.of("paths"), warnings);
        return map.get("paths").map(CachePaths::of).orElse(List.of());
    }

    private static void warnUnknown(YamlMap file, Optional<String> versionField, Consumer<String> warnings) {
        file.fields().forEach((name, value) -> {
            boolean known = FIELDS.contains(name) || Optional.of(name).equals(versionField);
            if (!known && !(SWITCHED.contains(name) && isOff(value))) {
                warnings.accept(value.place().remark("this field is unknown and has no effect"));
            }
        });
    }

    static boolean isOff(YamlValue section) {
        return section.map().get("enabled").map(enabled -> !enabled.flag()).orElse(false);
    }
}
