package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.node.Leftover;
import dev.hostler.api.spi.SweepLimits;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.time.SystemScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of the real engine that the agent has fetched. */
class ImageSweepTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final DockerHost docker = DockerHost.require();
    private final ImageName image = new ImageName("hostler-test/sweep-" + UUID.randomUUID() + ":1");
    private EngineConnection engine;
    private ImageLedger ledger;

    @BeforeEach
    void makeAnImage() throws Exception {
        engine = new EngineConnection(
                scheduler, EngineSettings.read("docker", Map.of()).address());
        ledger = ImageLedger.open(directory.resolve("made/when/needed/images"));
        docker.requireVariant(image.value(), "LABEL one=" + image.value());
    }

    @AfterEach
    void leaveNothing() {
        docker.removeImage(image.value());
        docker.close();
        engine.close();
        scheduler.close();
    }

    private ImageSweep sweep() {
        return new ImageSweep(engine, scheduler, ledger, new SweepLimits(Duration.ofDays(30), Long.MAX_VALUE));
    }

    @Test
    void whatWasFetchedAndIsUnusedGoes() throws Exception {
        ledger.fetched(image, LONG_AGO);

        List<Leftover> found = sweep().leftovers();

        assertThat(found).singleElement().satisfies(one -> {
            assertThat(one.name()).isEqualTo(image.value());
            assertThat(one.bytes()).isPositive();
        });
        assertThat(docker.has(image.value())).isTrue();
        assertThat(sweep().remove(found.get(0))).isTrue();
        assertThat(docker.has(image.value())).isFalse();
        assertThat(sweep().leftovers()).isEmpty();
        assertThat(sweep().remove(found.get(0))).isFalse();
    }

    @Test
    void whatTheAgentHasNotFetchedStays() throws Exception {
        ledger.used(image, LONG_AGO);
        assertThat(sweep().leftovers()).isEmpty();
    }

    @Test
    void whatAContainerHasStaysAlsoIfItIsStopped() throws Exception {
        ledger.fetched(image, LONG_AGO);
        Leftover listed = sweep().leftovers().get(0);
        String container = docker.client()
                .createContainerCmd(image.value())
                .withCmd("true")
                .exec()
                .getId();
        try {
            assertThat(sweep().remove(listed)).isFalse();
            assertThat(sweep().leftovers()).isEmpty();
        } finally {
            docker.client().removeContainerCmd(container).exec();
        }
        assertThat(sweep().leftovers()).as("it was in use a moment ago").isEmpty();
    }

    @Test
    void aUseSavesAnImageThatWasListed() throws Exception {
        ledger.fetched(image, LONG_AGO);
        Leftover listed = sweep().leftovers().get(0);
        ledger.used(image, scheduler.now());
        assertThat(sweep().remove(listed)).isFalse();
        assertThat(docker.has(image.value())).isTrue();
    }

    @Test
    void theLedgerOutlivesTheAgentAndWhatItCantReadStays() throws Exception {
        Path file = directory.resolve("made/when/needed/images");
        ledger.fetched(image, LONG_AGO);
        ledger.fetched(new ImageName("other:1"), LONG_AGO);
        ledger.used(new ImageName("other:1"), LONG_AGO.plus(Duration.ofHours(2)));
        Files.writeString(file, Files.readString(file) + "nonsense\n2020-99-99T00:00:00Z bad:1\n");

        ImageLedger next = ImageLedger.open(file);

        assertThat(next.all()).isEqualTo(ledger.all()).hasSize(2);
        assertThat(next.lastUse(new ImageName("other:1")))
                .as("once a day at most")
                .isEqualTo(Optional.of(LONG_AGO));
    }
}
