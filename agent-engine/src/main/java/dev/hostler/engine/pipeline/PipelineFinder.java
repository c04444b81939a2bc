package dev.hostler.engine.pipeline;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the pipeline file of a workspace. The workspace is not trusted: no link is followed, nothing but a file of
 * bounded size is opened. Thread-safe.
 */
final class PipelineFinder {
    /** The known names, best first. */
    static final List<String> NAMES = List.of(".hostler.yaml", ".hostler.yml", ".raibid.yaml", ".raibid.yml");

    static final int LARGEST = 1024 * 1024;

    private PipelineFinder() {}

    static Pipeline.Document find(Path workspace, Optional<String> path) {
        String name = path.orElseGet(() -> firstKnown(workspace));
        Place place = Place.wholeFile(name);
        try {
            return new Pipeline.Document(name, read(place, resolve(place, workspace, Path.of(name))));
        } catch (InvalidPathException e) {
            throw place.refused("no file of this machine can have this name", "name another file");
        }
    }

    static AgentException tooLarge(Place place) {
        return place.refused("it is larger than 1 MiB", "move scripts into files of their own");
    }

    private static String firstKnown(Path workspace) {
        return NAMES.stream()
                .filter(name -> Files.exists(workspace.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .findFirst()
                .orElseThrow(() -> Failure.cannot(
                                ErrorCode.INVALID_INPUT,
                                "find pipeline",
                                NAMES.get(0),
                                "the workspace has none of " + String.join(", ", NAMES),
                                "add one, or name the file")
                        .toException());
    }

    private static Path resolve(Place place, Path workspace, Path relative) {
        if (relative.isAbsolute()
                || relative.normalize().startsWith("..")
                || relative.toString().isBlank()) {
            throw place.refused("it leads out of the workspace", "give a path relative to the workspace");
        }
        Path file = workspace;
        for (Path part : relative.normalize()) {
            file = file.resolve(part);
            if (Files.isSymbolicLink(file)) {
                throw place.refused("a part of its path is a symbolic link", "name the file itself");
            }
        }
        return file;
    }

    private static String read(Place place, Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw place.refused("there is no such file in the workspace", "add it, or name another file");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw place.refused("it is not a regular file", "name a file");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw tooLarge(place);
            }
            return decode(place, bytes);
        } catch (IOException e) {
            throw place.refused("the file can't be read", "make it readable");
        }
    }

    private static String decode(Place place, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(in)
                    .toString();
        } catch (CharacterCodingException e) {
            throw place.atLine(lineAt(bytes, in.position())).refused("it is not UTF-8", "save the file as UTF-8");
        }
    }

    private static int lineAt(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
