package dev.hostler.engine.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.spi.WorkloadRuntime.Change;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmNetwork;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VmProviderTest {
    private static final VmSpec SPEC = VmSpec.builder(1, 64L << 20)
            .disk(VmDisk.at("vda", "/srv/a").over("/srv/base", VmDisk.Format.RAW))
            .network(VmNetwork.bridge("br0"))
            .build();

    private static Change change(VmSpec from, VmSpec to) {
        return new VmChange(from, to).kind();
    }

    @Test
    void thePolicyIsAskedForEveryFileAndForEveryBridge() {
        AdmissionPolicy.Request request = new VmProvider().request(Owner.EMBEDDER, new WorkloadId("a"), SPEC);

        assertThat(request.hostPaths()).containsExactlyInAnyOrder("/srv/a", "/srv/base");
        assertThat(request.abilities()).containsExactly("bridge:br0");
    }

    @Test
    void whatLibvirtIsNotToldNeedsNoChangeAndLessMemoryNoNewMachine() {
        assertThat(change(SPEC, SPEC.toBuilder().stopGrace(Duration.ZERO).build()))
                .isEqualTo(Change.NONE);
        assertThat(change(SPEC, SPEC.toBuilder().metadata("a", "b").build())).isEqualTo(Change.IN_PLACE);
        assertThat(change(SPEC, SPEC.toBuilder().memoryBytes(32L << 20).build()))
                .isEqualTo(Change.IN_PLACE);
        assertThat(change(SPEC, SPEC.toBuilder().memoryBytes(128L << 20).build()))
                .isEqualTo(Change.IN_TURN);
        assertThat(change(SPEC, SPEC.toBuilder().vcpus(2).build())).isEqualTo(Change.IN_TURN);
    }

    @Test
    void settingsThatMeanNothingAreRefusedByTheirName() {
        for (Map<String, String> wrong : List.of(
                Map.of("url", "x"),
                Map.of("uri", "qemu+ssh://host/system"),
                Map.of("directory", "images"),
                Map.of("acceleration", "xen"))) {
            assertThatThrownBy(() -> VmSettings.read(wrong))
                    .hasMessageContaining("vms." + wrong.keySet().iterator().next());
        }
        assertThat(VmSettings.read(Map.of()).uri()).isEqualTo("qemu:///system");
    }

    @Test
    void namesStayTheSameAndFitWhateverTheIds() {
        VmNames names = new VmNames("a1");
        WorkloadKey key = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("w".repeat(128)));

        assertThat(names.mac(key, 0)).isEqualTo(names.mac(key, 0)).isNotEqualTo(names.mac(key, 1));
        assertThat(names.mac(key, 0)).matches("52:54:00(:[0-9a-f]{2}){3}");
        assertThat(names.directory(key)).hasSizeLessThan(128);
    }

    @Test
    void rangesOfAddressesAreReadInBothForms() {
        Subnet mask = Subnet.of(Document.of("<ip address='192.168.122.1' netmask='255.255.255.0'/>"))
                .orElseThrow();
        Subnet prefix =
                Subnet.of(Document.of("<ip address='10.1.0.1' prefix='16'/>")).orElseThrow();

        assertThat(mask.has("192.168.122.250")).isTrue();
        assertThat(mask.has("192.168.123.1")).isFalse();
        assertThat(prefix.has("10.1.200.1")).isTrue();
        assertThat(prefix.has("10.2.0.1")).isFalse();
        assertThat(Subnet.of(Document.of("<ip family='ipv6' address='fd00::1' prefix='64'/>")))
                .isEmpty();
    }

    @Test
    void whatIsWrittenIsEscaped() {
        String nasty = "<a b='c'>&\"\n\t]]>";
        String xml = new Markup("x").with("y", nasty).text(nasty).toString();

        Document read = Document.of(xml);
        assertThat(read.value("y")).contains(nasty);
        assertThat(read.element().getTextContent()).isEqualTo(nasty);
    }
}
