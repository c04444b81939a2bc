package dev.hostler.launcher.cli;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.job.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a pipeline file of this host, or the standard input. */
final class PipelineFile {
    private static final int LARGEST = 1024 * 1024;
    private static final String STDIN = "-";

    private PipelineFile() {}

    /** Returns the file's text, at most 1 MiB of UTF-8; throws {@code AgentException} if it can't be had. */
    static Pipeline.Document read(String file, Invocation invocation) {
        String name = file.equals(STDIN) ? "stdin" : file;
        try (InputStream content = file.equals(STDIN) ? invocation.in() : open(file, invocation)) {
            return new Pipeline.Document(name, text(name, content.readNBytes(LARGEST + 1)));
        } catch (NoSuchFileException e) {
            throw refused(name, "there is no such file", "check the path");
        } catch (AccessDeniedException e) {
            throw refused(name, "permission denied", "make it readable for this user");
        } catch (IOException | InvalidPathException e) {
            throw refused(name, String.valueOf(e.getMessage()), "check the path");
        }
    }

    private static InputStream open(String file, Invocation invocation) throws IOException {
        Path path = invocation.resolve(file);
        if (Files.isDirectory(path)) {
            throw refused(file, "it is a directory", "name the file in it, or add --repo before a repository's path");
        }
        return Files.newInputStream(path);
    }

    private static String text(String name, byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw refused(name, "it is larger than 1 MiB", "name a pipeline file");
        }
        String text = decoded(name, bytes);
        if (text.isBlank()) {
            throw refused(name, "it is empty", "write at least one step into it");
        }
        return text;
    }

    private static String decoded(String name, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused(name, "it is not UTF-8 text", "name a pipeline file, saved as UTF-8");
        }
    }

    private static AgentException refused(String name, String cause, String remedy) {
        return Failures.badInput("read pipeline file", name, cause, remedy);
    }
}
