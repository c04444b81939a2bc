package dev.hostler.engine.pipeline;

import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.PipelineSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds pipeline files and reads them, each with the reader that its name asks for. Thread-safe. */
public final class PipelineReaders {
    private static final String LENIENT = ".raibid.";

    private final LanguagePipelineReader lenient;

    /** Creates readers with the built-in images of languages. */
    public PipelineReaders() {
        this(Map.of());
    }

    /**
     * Creates readers.
     *
     * @param languageImages adds to the built-in images of languages or replaces them: {@code rust} names the image, in
     *     which {@code {version}} stands for the version, and {@code rust.version} the version if a file names none
     */
    public PipelineReaders(Map<String, String> languageImages) {
        this.lenient = new LanguagePipelineReader(new LanguageImages(languageImages));
    }

    /**
     * Finds the pipeline file of a workspace.
     *
     * @param path the file, relative to the workspace; empty: the first known name that is there
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if there is none that can be read
     */
    public Pipeline.Document find(Path workspace, Optional<String> path) {
        return PipelineFinder.find(workspace, path);
    }

    /**
     * Reads a pipeline file.
     *
     * @param warnings told, line by line, what was passed over
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT}, which names one place in the file that
     *     is wrong and what was expected there
     */
    public PipelineSpec read(Pipeline.Document document, Consumer<String> warnings) {
        String path = document.fileName();
        YamlMap file = YamlDocument.read(path, document.text());
        if (path.substring(path.lastIndexOf('/') + 1).startsWith(LENIENT)) {
            return lenient.read(file, warnings);
        }
        return StrictPipelineReader.read(file);
    }
}
