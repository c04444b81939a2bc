package dev.hostler.engine.runtime.vm.seed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.workload.CloudInit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program reads what is written. */
class CloudInitSeedTest {
    @TempDir
    Path directory;

    private static final CloudInit FOUR = CloudInit.userData("#!/bin/sh\necho hällo\n" + "x".repeat(5_000))
            .withMetaData("instance-id: i-1\nlocal-hostname: moth\n")
            .withNetworkConfig("version: 2\n")
            .withVendorData("#cloud-config\n{}\n");

    @Test
    void allFourDocumentsAreReadBackByteForByteByBothKindsOfNames() throws Exception {
        Path image = write(FOUR);

        for (String names : List.of("-R", "-J")) {
            assertThat(read(image, names, "user-data"))
                    .isEqualTo(FOUR.userData().orElseThrow());
            assertThat(read(image, names, "meta-data"))
                    .isEqualTo(FOUR.metaData().orElseThrow());
            assertThat(read(image, names, "network-config"))
                    .isEqualTo(FOUR.networkConfig().orElseThrow());
            assertThat(read(image, names, "vendor-data"))
                    .isEqualTo(FOUR.vendorData().orElseThrow());
        }
        assertThat(run("isoinfo", "-d", "-i", image.toString()))
                .contains(
                        "Volume id: cidata", "Joliet with UCS level 3 found", "Rock Ridge signatures version 1 found");
    }

    @Test
    void theLabelIsFoundByWhatGuestsUse() throws Exception {
        assertThat(run("blkid", "-p", "-o", "export", write(FOUR).toString())).contains("LABEL=cidata", "TYPE=iso9660");
    }

    @Test
    void whatIsNotGivenIsFilledInOrLeftOut() throws Exception {
        Path image = write(CloudInit.NONE.withVendorData("#cloud-config\n"));

        assertThat(read(image, "-R", "user-data")).isEmpty();
        assertThat(read(image, "-R", "meta-data")).isEqualTo("instance-id: i-7\nlocal-hostname: moth\n");
        assertThat(run("isoinfo", "-R", "-f", "-i", image.toString())).doesNotContain("network-config");
        assertThat(CloudInitSeed.image(CloudInit.NONE, "i-7", "moth")).isEmpty();
    }

    @Test
    void theSameDocumentsGiveTheSameBytes() {
        assertThat(CloudInitSeed.image(FOUR, "i", "h").orElseThrow())
                .isEqualTo(CloudInitSeed.image(FOUR, "i", "h").orElseThrow());
    }

    private Path write(CloudInit documents) throws IOException {
        return Files.write(
                directory.resolve("seed.iso"),
                CloudInitSeed.image(documents, "i-7", "moth").orElseThrow());
    }

    private static String read(Path image, String names, String file) throws Exception {
        return run("isoinfo", names, "-x", "/" + file + ("-J".equals(names) ? ";1" : ""), "-i", image.toString());
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(false).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return text;
    }
}
