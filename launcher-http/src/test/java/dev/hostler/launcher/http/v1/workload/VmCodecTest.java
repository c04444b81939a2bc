package dev.hostler.launcher.http.v1.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hostler.api.workload.CloudInit;
import dev.hostler.api.workload.HealthCheck;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmFirmware;
import dev.hostler.api.workload.VmNetwork;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.VmVolume;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.launcher.http.contract.Description;
import dev.hostler.launcher.http.v1.wire.FieldRefusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmCodecTest {
    private final Description description = Description.read();

    private static WorkloadSpec read(String body) {
        return WishCodec.read(new WorkloadId("moth"), body.getBytes(StandardCharsets.UTF_8))
                .spec();
    }

    private static WorkloadSpec vm(String fields) {
        return read("{\"kind\":\"vm\",\"spec\":{\"vcpus\":1,\"memoryBytes\":67108864"
                + (fields.isEmpty() ? "" : "," + fields) + "}}");
    }

    private JsonNode example() {
        return description.wish(VmSpec.KIND);
    }

    @Test
    void theSmallestMachineHasTheDefaultsOfTheApi() {
        assertThat(vm("")).isEqualTo(VmSpec.builder(1, 64L << 20).build());
    }

    @Test
    void theDescribedExampleIsReadWithAllItsFields() {
        VmSpec expected = VmSpec.builder(2, 2L << 30)
                .name("moth")
                .disk(VmDisk.at("vda", "/srv/vm/moth.qcow2")
                        .sized(20L << 30)
                        .bootable()
                        .over("/srv/vm/debian-12.qcow2", VmDisk.Format.QCOW2))
                .disk(VmDisk.cdrom("sda", "/srv/vm/tools.iso"))
                .managedVolume(new VmVolume("data", "local", 10L << 30, false, true))
                .network(VmNetwork.of("default").withMac("52:54:00:12:34:56").withAddress("192.168.122.50"))
                .network(VmNetwork.bridge("br0"))
                .cloudInit(CloudInit.userData("#cloud-config\npackages: [nginx]\n")
                        .withMetaData("instance-id: moth-1\nlocal-hostname: moth\n")
                        .withNetworkConfig("version: 2\nethernets: {}\n")
                        .withVendorData("#cloud-config\n{}\n"))
                .metadata("team", "web")
                .firmware(VmFirmware.UEFI)
                .health(HealthCheck.of(new HealthCheck.Tcp(22)).startingFor(Duration.ofMinutes(5)))
                .stopGrace(Duration.ofMinutes(1))
                .domainName("moth")
                .build();

        assertThat(read(example().toString())).isEqualTo(expected);
    }

    @Test
    void theExampleShowsEveryFieldThatIsDescribed() {
        assertThat(names(example().path("spec")))
                .isEqualTo(names(description.schema("VmSpec").path("properties")));
        assertThat(names(example().at("/spec/disks/0")))
                .isEqualTo(names(description.schema("VmDisk").path("properties")));
        assertThat(names(example().at("/spec/managedVolumes/0")))
                .isEqualTo(names(description.schema("VmVolume").path("properties")));
        assertThat(names(example().at("/spec/cloudInit")))
                .isEqualTo(names(description.schema("CloudInit").path("properties")));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/spec",
                "/spec/disks/0",
                "/spec/disks/0/backing",
                "/spec/managedVolumes/0",
                "/spec/networks/0",
                "/spec/cloudInit",
                "/spec/restart",
                "/spec/health"
            })
    void aFieldThatIsNotKnownIsRefusedByItsName(String place) {
        JsonNode body = example();
        ((ObjectNode) body.at(place)).put("wrongName", 1);
        String path = (place.replaceAll("/(\\d+)", "[$1]").replace('/', '.') + ".wrongName").substring(1);

        assertThatThrownBy(() -> read(body.toString()))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"disks\":{}`|spec.disks",
                "`\"disks\":[{}]`|spec.disks[0].device",
                "`\"disks\":[{\"device\":\"xda\"}]`|spec.disks[0]",
                "`\"disks\":[{\"device\":\"vda\"}]`|spec.disks[0]",
                "`\"disks\":[{\"device\":\"vda\",\"format\":\"vmdk\"}]`|spec.disks[0].format",
                "`\"disks\":[{\"device\":\"vda\",\"sizeBytes\":\"1G\"}]`|spec.disks[0].sizeBytes",
                "`\"disks\":[{\"device\":\"vda\",\"backing\":{\"path\":\"/a\"}}]`|spec.disks[0].backing.format",
                "`\"managedVolumes\":[{\"name\":\"a\"}]`|spec.managedVolumes[0].sizeBytes",
                "`\"networks\":[{}]`|spec.networks[0]",
                "`\"networks\":[{\"network\":\"a\",\"macAddress\":\"1\"}]`|spec.networks[0]",
                "`\"cloudInit\":\"#cloud-config\"`|spec.cloudInit",
                "`\"cloudInit\":{\"userData\":1}`|spec.cloudInit.userData",
                "`\"firmware\":\"coreboot\"`|spec.firmware",
                "`\"acceleration\":\"xen\"`|spec.acceleration",
                "`\"vnc\":\"yes\"`|spec.vnc",
                "`\"name\":\"a b\"`|spec",
            })
    void aFieldThatIsWrongIsNamed(String fields, String expected) {
        assertThatThrownBy(() -> vm(fields))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(expected));
    }

    @Test
    void sizesMustBeThere() {
        assertThatThrownBy(() -> read("{\"kind\":\"vm\",\"spec\":{\"memoryBytes\":67108864}}"))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("spec.vcpus"));
    }
}
