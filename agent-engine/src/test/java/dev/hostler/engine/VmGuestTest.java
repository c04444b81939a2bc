package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.workload.CloudInit;
import dev.hostler.api.workload.HealthCheck;
import dev.hostler.api.workload.VmAcceleration;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmNetwork;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.engine.testing.GuestDisk;
import dev.hostler.engine.testing.LibvirtHost;
import dev.hostler.engine.testing.TestNetwork;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A machine with an operating system, which says itself what it has got. */
class VmGuestTest extends VmScenario {
    private static final String USER_DATA = "#!/bin/sh\necho \"user-data has run on $(hostname)\"\n";
    private static final String META_DATA = "instance-id: i-17\nlocal-hostname: lunar\n";
    private static final String NETWORK = "version: 2\nethernets: {}\n";
    private static final String VENDOR = "#cloud-config\n# ümläut\n";

    private TestNetwork network;
    private Path disk;

    @Override
    void openHost() {
        network = TestNetwork.start(libvirt);
        disk = GuestDisk.make(libvirt.directory());
    }

    @Override
    void leaveHost() {
        network.close();
    }

    private VmSpec spec() {
        return VmSpec.builder(1, 128L << 20)
                .acceleration(VmAcceleration.QEMU)
                .disk(VmDisk.own("vda", 64L << 20)
                        .over(disk.toString(), VmDisk.Format.QCOW2)
                        .bootable())
                .network(VmNetwork.of(network.name()).withAddress(network.address(77)))
                .cloudInit(CloudInit.userData(base64(USER_DATA))
                        .withMetaData(META_DATA)
                        .withNetworkConfig(NETWORK)
                        .withVendorData(base64(VENDOR)))
                .health(HealthCheck.of(new HealthCheck.Tcp(80)).startingFor(LONG))
                .build();
    }

    private static String base64(String text) {
        return Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsItsSeedAnswersAtItsAddressAndLeavesNothing() throws Exception {
        WorkloadHandle lunar = running(spec());

        Map<String, String> details = lunar.workload().status().details();
        assertThat(details)
                .containsEntry("vm.primary_ip", network.address(77))
                .containsEntry("vm.ip_addresses", network.address(77));
        assertThat(get("http://" + network.address(77) + "/")).isEqualTo("lunar\n");
        await().atMost(LONG).untilAsserted(() -> assertThat(console(lunar)).contains("guest: ready"));
        assertThat(console(lunar))
                .contains(
                        "guest: hostname lunar",
                        "user-data has run on lunar",
                        "guest: address " + network.address(77),
                        "guest: user-data " + sha256(USER_DATA),
                        "guest: meta-data " + sha256(META_DATA),
                        "guest: network-config " + sha256(NETWORK),
                        "guest: vendor-data " + sha256(VENDOR));
        String seed = details.get("vm.cloud_init_seed_path");
        assertThat(read(seed, "user-data")).isEqualTo(USER_DATA);
        assertThat(read(seed, "meta-data")).isEqualTo(META_DATA);
        assertThat(read(seed, "network-config")).isEqualTo(NETWORK);
        assertThat(read(seed, "vendor-data")).isEqualTo(VENDOR);
        assertThat(network.reservations()).contains(network.address(77));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(lunar.workload().status().usage())
                        .hasValueSatisfying(usage -> {
                            assertThat(usage.memoryBytes()).isPositive();
                            assertThat(usage.diskReadBytes()).isPositive();
                            assertThat(usage.netReceivedBytes()).isPositive();
                        }));

        lunar.delete(true);

        assertThat(lunar.awaitGone(LONG)).isTrue();
        assertThat(console(details)).isEmpty();
        assertThat(files()).isEmpty();
        assertThat(disk).exists();
        assertThat(network.reservations()).isEmpty();
    }

    /** The console that a guest of these details would have: its domain is gone. */
    private List<String> console(Map<String, String> details) {
        return libvirt.domains(details.get("vm.domain"));
    }

    private static String read(String seed, String file) {
        return LibvirtHost.run(List.of("isoinfo", "-R", "-x", "/" + file, "-i", seed));
    }

    private static List<String> console(WorkloadHandle handle) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        try (TimedLogStream log = handle.log(LogQuery.ALL)) {
            for (Optional<TimedLine> line = log.next(); line.isPresent(); line = log.next()) {
                lines.add(line.get().text());
            }
        }
        return lines;
    }

    private static String get(String page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(page))
                .timeout(Duration.ofSeconds(20))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
