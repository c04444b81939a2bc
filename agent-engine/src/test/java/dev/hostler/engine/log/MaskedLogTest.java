package dev.hostler.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskedLogTest {
    private static final JobKey JOB = new JobKey(Owner.EMBEDDER, new JobId("job-1"));
    private static final SecretMasker MASKER = SecretMasker.of(Map.of("A", "abcd", "B", "cdef", "C", "two\nlines"));

    @TempDir
    private Path root;

    private JobLog file;
    private MaskedLog log;

    @BeforeEach
    void openLog() {
        file = new JobLogs(root, LogLimits.DEFAULT).create(JOB);
        log = new MaskedLog(MASKER, file);
    }

    @AfterEach
    void closeLog() {
        file.complete();
    }

    @Test
    void writesOutputAsItComesSaveSecrets() throws IOException {
        write("hello ");
        assertThat(content()).isEqualTo("hello ");
        write("a");
        assertThat(content()).isEqualTo("hello ");
        write("bc");
        write("d!");
        assertThat(content()).isEqualTo("hello ***!");
        assertThat(log.size()).isEqualTo(10);
    }

    @Test
    void putsANoteOnALineOfItsOwn() throws IOException {
        log.note("starts");
        write("no line end:");
        log.note("takes long");
        write("more\n");
        log.note("ends");
        assertThat(content()).isEqualTo("==> starts\nno line end:\n==> takes long\nmore\n==> ends\n");
    }

    @Test
    void masksNotesToo() throws IOException {
        log.note("runs abcd in two\nlines, and\nthree");
        assertThat(content()).isEqualTo("==> runs *** in ***, and\n==> three\n");
    }

    @Test
    void keepsASecretThatANoteInterrupts() throws IOException {
        write("x ab");
        log.note("still here");
        write("cd y");
        assertThat(content()).isEqualTo("x \n==> still here\n*** y");
    }

    @Test
    void releasesWhatIsHeldBackAtTheEndOfAStep() throws IOException {
        write("ab");
        log.flushStep();
        log.note("next");
        write("cd ");
        assertThat(content()).isEqualTo("ab\n==> next\ncd ");
    }

    @Test
    void startsANoteOnANewLineOfAResumedLog() throws IOException {
        write("cut sho");
        new MaskedLog(MASKER, file).note("again");
        assertThat(content()).isEqualTo("cut sho\n==> again\n");
    }

    @Test
    void givesNoCheckpointInsideASecret() {
        write("12 ");
        assertThat(log.checkpoint()).isEqualTo(new LogCheckpoint(3, 3));
        write("ab");
        assertThat(log.checkpoint()).isEqualTo(new LogCheckpoint(3, 3));
        write("cd");
        assertThat(log.checkpoint()).isEqualTo(new LogCheckpoint(3, 3));
        write(".");
        assertThat(log.checkpoint()).isEqualTo(new LogCheckpoint(8, 7));
        log.flushStep();
        assertThat(log.checkpoint()).isEqualTo(new LogCheckpoint(0, 7));
    }

    @Test
    void canBeWrittenAgainFromEveryCheckpoint() throws IOException {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append("abcdef \n".charAt(random.nextInt(8)));
        }
        String raw = text.toString();
        String whole = MASKER.mask(raw);
        for (int done = 0; done < raw.length(); done++) {
            write(raw.substring(done, done + 1));
            LogCheckpoint point = log.checkpoint();
            String again = content().substring(0, (int) point.masked()) + MASKER.mask(raw.substring((int) point.raw()));
            assertThat(again).isEqualTo(whole);
        }
    }

    private void write(String text) {
        byte[] bytes = ("##" + text + "##").getBytes(StandardCharsets.UTF_8);
        log.write(bytes, 2, bytes.length - 4);
    }

    private String content() throws IOException {
        return Files.readString(root.resolve("embedder/job-1.log"));
    }
}
