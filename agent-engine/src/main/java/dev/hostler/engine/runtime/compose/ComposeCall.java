package dev.hostler.engine.runtime.compose;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.workload.WorkloadKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls Compose on one file. The file is there only as long as the call takes, in a directory of its own that nobody else
 * can read. The program gets nothing of the agent's environment, and no input. Thread-safe.
 */
final class ComposeCall {
    private static final Logger LOG = LoggerFactory.getLogger(ComposeCall.class);
    private static final String PREFIX = "call-";
    private static final int TIME_OVER = 124;
    private static final int NO_SUCH_PROGRAM = 127;
    private static final int SHOWN = 600;

    /** Shorter ones are words that stand for much else. */
    private static final int SHORTEST_SECRET = 4;

    /** A program's output goes to files, since it may be longer than what a launcher hands back. */
    private static final String TO_FILES = "out=$1; err=$2; shift 2; exec \"$@\" >\"$out\" 2>\"$err\"";

    private final ProcessLauncher processes;
    private final ComposeProgram program;
    private final String engine;
    private final Path directory;

    /**
     * Creates the way to call.
     *
     * @param engine the address of the engine
     * @param directory where files are put; made when needed
     */
    ComposeCall(ProcessLauncher processes, ComposeProgram program, String engine, Path directory) {
        this.processes = processes;
        this.program = program;
        this.engine = engine;
        this.directory = directory;
    }

    /** Removes what calls have left that a death of the agent has ended: it may hold values that nobody should read. */
    void removeLeftOvers() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> left = Files.list(directory)) {
            for (Path place : left.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .toList()) {
                remove(place);
            }
        } catch (IOException e) {
            LOG.warn("Files for Compose are left in {}, remove them by hand: {}", directory, e.getMessage());
        }
    }

    /**
     * What Compose has answered. Immutable.
     *
     * @param ok whether it did what it was told
     * @param output what it printed
     * @param words the end of what it said beside that, in one line
     */
    record Answer(boolean ok, String output, String words) {
        /** Returns what it said, without values that it may have repeated. */
        String wordsWithout(Collection<String> secrets) {
            String clean = words;
            for (String secret : secrets) {
                clean = secret.length() < SHORTEST_SECRET ? clean : clean.replace(secret, "***");
            }
            return clean;
        }
    }

    /**
     * Calls Compose.
     *
     * @param attempt verb and noun, for messages
     * @param file the text of the file
     * @throws AgentException with {@code RUNTIME_UNAVAILABLE} if it can't be called, or takes too long
     */
    Answer call(
            String attempt, WorkloadKey workload, String project, String file, List<String> arguments, Duration limit)
            throws InterruptedException {
        ComposeProgram.Found found = program.require();
        try {
            Path place = place();
            try {
                Path text = Files.writeString(place.resolve("compose.yml"), file);
                List<String> words = new ArrayList<>(List.of("-p", project, "--project-directory", place.toString()));
                words.addAll(List.of("-f", text.toString()));
                words.addAll(arguments);
                return run(attempt, workload, place, found.with(words), limit);
            } finally {
                remove(place);
            }
        } catch (IOException e) {
            throw unavailable(attempt, workload, "no file can be written for it: " + e.getMessage())
                    .toException(e);
        }
    }

    private Path place() throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.createTempDirectory(directory, PREFIX);
    }

    private Answer run(String attempt, WorkloadKey workload, Path place, List<String> command, Duration limit)
            throws IOException, InterruptedException {
        Path out = place.resolve("out");
        Path err = place.resolve("err");
        List<String> words = new ArrayList<>(List.of("sh", "-c", TO_FILES, "sh", out.toString(), err.toString()));
        words.addAll(command);
        Map<String, String> environment =
                Map.of("DOCKER_HOST", engine, "HOME", place.toString(), "COMPOSE_HTTP_TIMEOUT", "300");
        ProcessLauncher.Output ended = processes.ask(words, environment, "", limit);
        if (ended.exitCode() == TIME_OVER) {
            throw unavailable(attempt, workload, "Compose took longer than " + limit.toSeconds() + " s")
                    .toException();
        }
        if (ended.exitCode() == NO_SUCH_PROGRAM) {
            throw program.missing().toException();
        }
        return new Answer(ended.ok(), text(out), words(err, place));
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    }

    /** Returns the end of what was said, which tells what was wrong, without places that mean nothing to the reader. */
    private static String words(Path file, Path place) throws IOException {
        String all = text(file)
                .replace(place.resolve("compose.yml").toString(), "the file")
                .replaceAll("\\s+", " ")
                .strip();
        return all.length() <= SHOWN ? all : "..." + all.substring(all.length() - SHOWN);
    }

    private static Failure unavailable(String attempt, WorkloadKey workload, String cause) {
        return Failure.cannot(
                ErrorCode.RUNTIME_UNAVAILABLE,
                attempt + " of workload",
                workload.toString(),
                cause,
                "see whether the host is well and has room");
    }

    private static void remove(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
