package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    private static final String MAKE = "-XX:ArchiveClassesAtExit=";

    @TempDir
    Path directory;

    private final List<String> trained = new ArrayList<>();
    private Path jar;

    @BeforeEach
    void makeAJar() throws IOException {
        jar = Files.createFile(directory.resolve("a.jar"));
    }

    private void train(List<String> options) throws IOException {
        trained.add(options.get(0));
        Files.writeString(Path.of(options.get(0).substring(MAKE.length())), "classes");
    }

    @Test
    void isMadeOnceAndUsedFromThenOn() throws IOException {
        List<String> first = ClassArchive.options(jar, this::train);

        assertThat(ClassArchive.options(jar, this::train)).isEqualTo(first);
        assertThat(trained).hasSize(1);
        assertThat(first).contains("-XX:SharedArchiveFile=" + jar + ".jsa");
        assertThat(Path.of(jar + ".jsa")).hasContent("classes");
    }

    @Test
    void isMadeAnewForANewProgram() throws IOException {
        ClassArchive.options(jar, this::train);
        FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 60_000);
        Files.setLastModifiedTime(jar, later);

        ClassArchive.options(jar, this::train);

        assertThat(trained).hasSize(2);
    }

    @Test
    void aTrainingThatFailsIsToldAndLeavesNothing() {
        assertThatThrownBy(() -> ClassArchive.options(jar, options -> {
                    throw new IOException("no such program");
                }))
                .hasMessage("no such program");
        assertThat(Path.of(jar + ".jsa")).doesNotExist();
    }
}
