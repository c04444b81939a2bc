package dev.hostler.launcher.http.v1.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.ContainerLimits;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.CustomSpec;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.HealthCheck;
import dev.hostler.api.workload.HostMount;
import dev.hostler.api.workload.ImagePullPolicy;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.PortMapping;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.launcher.http.contract.Description;
import dev.hostler.launcher.http.v1.wire.FieldRefusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WishCodecTest {
    private final Description description = Description.read();

    private static ApplyWorkload read(String body) {
        return WishCodec.read(new WorkloadId("web"), body.getBytes(StandardCharsets.UTF_8));
    }

    private static ApplyWorkload container(String fields) {
        return read(
                "{\"kind\":\"container\",\"spec\":{\"image\":\"i\"" + (fields.isEmpty() ? "" : "," + fields) + "}}");
    }

    private JsonNode example() {
        return description.wish(ContainerSpec.KIND);
    }

    @Test
    void theSmallestWishHasTheDefaultsOfTheApi() {
        assertThat(container(""))
                .isEqualTo(ApplyWorkload.of("web", ContainerSpec.builder("i").build()));
    }

    @Test
    void theDescribedExampleIsReadWithAllItsFields() {
        ContainerSpec expected = ContainerSpec.builder("docker.io/library/nginx:1.27")
                .command("nginx")
                .args(List.of("-g", "daemon off;"))
                .env("TZ", "UTC")
                .volume(new HostMount("/srv/www", "/usr/share/nginx/html", true))
                .managedVolume(new ManagedVolume("cache", "local", "/var/cache/nginx", false, true))
                .port(new PortMapping("127.0.0.1", 8081, 80, PortMapping.Protocol.TCP))
                .limits(new ContainerLimits(
                        OptionalDouble.of(0.5),
                        OptionalInt.of(512),
                        OptionalLong.of(256 << 20),
                        OptionalLong.of(256 << 20),
                        OptionalInt.of(100)))
                .restart(RestartPolicy.onFailure(5))
                .label("team", "web")
                .health(new HealthCheck(
                        new HealthCheck.Http(80, "/", Optional.of("localhost")),
                        Duration.ofSeconds(10),
                        Duration.ofMillis(2500),
                        3,
                        Duration.ofSeconds(30)))
                .pull(ImagePullPolicy.MISSING)
                .stopGrace(Duration.ofSeconds(20))
                .containerName("web-1")
                .build();

        description.check("Wish", example());
        assertThat(read(example().toString()))
                .isEqualTo(ApplyWorkload.of("web", expected).revision("r1").desired(DesiredState.RUNNING));
    }

    private JsonNode application() {
        return description.schema("Wish").path("examples").get(1).deepCopy();
    }

    private static ApplyWorkload compose(String file) {
        return read("{\"kind\":\"compose\",\"spec\":{\"file\":\"" + file + "\"}}");
    }

    @Test
    void theDescribedExampleOfAnApplicationIsReadWithAllItsFields() {
        ComposeSpec expected = ComposeSpec.builder(
                        "services:\n  web:\n    image: docker.io/library/nginx:1.27\n    ports: ['${WEB_PORT}:80']\n")
                .projectName("shop")
                .env("WEB_PORT", "8082")
                .pull(ImagePullPolicy.MISSING)
                .build();

        description.check("Wish", application());
        assertThat(names(application().path("spec"))).isEqualTo(names("ComposeSpec"));
        assertThat(read(application().toString()))
                .isEqualTo(ApplyWorkload.of("web", expected).revision("r1"));
    }

    @Test
    void aComposeFileMayComeInBase64() {
        assertThat(compose("c2VydmljZXM6IHt9Cg==").spec())
                .isEqualTo(ComposeSpec.builder("services: {}\n").build());
        assertThat(compose("services: {}\\n").spec())
                .isEqualTo(ComposeSpec.builder("services: {}\n").build());
    }

    @Test
    void aBadFieldOfAnApplicationIsNamed() {
        assertThatThrownBy(() -> read("{\"kind\":\"compose\",\"spec\":{}}")).hasMessageContaining("spec.file");
        assertThatThrownBy(() -> read("{\"kind\":\"compose\",\"spec\":{\"file\":\"a: b\",\"projectName\":\"Shop\"}}"))
                .hasMessageContaining("projectName");
        assertThatThrownBy(() -> read("{\"kind\":\"compose\",\"spec\":{\"file\":\"a: b\",\"image\":\"i\"}}"))
                .hasMessageContaining("spec.image");
    }

    /** The example has every field, so with the refusal of any other, what is described is what is read. */
    @Test
    void theExampleHasEveryDescribedField() {
        assertThat(names(example())).isEqualTo(without(description.schema("Wish"), "payload"));
        assertThat(names(example().path("spec"))).isEqualTo(names("ContainerSpec"));
        assertThat(names(example().at("/spec/volumes/0"))).isEqualTo(names("HostMount"));
        assertThat(names(example().at("/spec/managedVolumes/0"))).isEqualTo(names("ManagedVolume"));
        assertThat(names(example().at("/spec/ports/0"))).isEqualTo(names("Port"));
        assertThat(names(example().at("/spec/resources"))).isEqualTo(names("ContainerLimits"));
        assertThat(names(example().at("/spec/restart"))).isEqualTo(names("Restart"));
        assertThat(names(example().at("/spec/hostAccess"))).isEqualTo(names("HostAccess"));
    }

    private Set<String> names(String schema) {
        return names(description.schema(schema).path("properties"));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> without(JsonNode schema, String field) {
        Set<String> names = names(schema.path("properties"));
        names.remove(field);
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/spec",
                "/spec/volumes/0",
                "/spec/managedVolumes/0",
                "/spec/ports/0",
                "/spec/resources",
                "/spec/restart",
                "/spec/health",
                "/spec/health/http",
                "/spec/hostAccess"
            })
    void aFieldThatIsNotKnownIsRefusedByItsName(String place) {
        JsonNode body = example();
        ((ObjectNode) body.at(place)).put("wrongName", 1);
        String path = (place.replaceAll("/(\\d+)", "[$1]").replace('/', '.') + ".wrongName").substring(1);

        assertThatThrownBy(() -> read(body.toString()))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(path))
                .hasMessageContaining("there is no such field; use ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"image\":\"\"`|spec",
                "`\"image\":1`|spec.image",
                "`\"command\":\"ls\"`|spec.command",
                "`\"command\":[1]`|spec.command[0]",
                "`\"args\":[null]`|spec.args[0]",
                "`\"env\":[]`|spec.env",
                "`\"env\":{\"A\":1}`|spec.env.A",
                "`\"env\":{\"1A\":\"x\"}`|spec",
                "`\"volumes\":{}`|spec.volumes",
                "`\"volumes\":[1]`|spec.volumes[0]",
                "`\"volumes\":[{\"hostPath\":\"/a\"}]`|spec.volumes[0].containerPath",
                "`\"volumes\":[{\"hostPath\":\"a\",\"containerPath\":\"/b\"}]`|spec.volumes[0]",
                "`\"volumes\":[{\"hostPath\":\"/a\",\"containerPath\":\"/b\",\"readOnly\":\"yes\"}]`|spec.volumes[0].readOnly",
                "`\"managedVolumes\":[{\"mountPath\":\"/b\"}]`|spec.managedVolumes[0].name",
                "`\"managedVolumes\":[{\"name\":\"../x\",\"mountPath\":\"/b\"}]`|spec.managedVolumes[0]",
                "`\"ports\":[{}]`|spec.ports[0].containerPort",
                "`\"ports\":[{\"containerPort\":80},{\"containerPort\":\"80\"}]`|spec.ports[1].containerPort",
                "`\"ports\":[{\"containerPort\":70000}]`|spec.ports[0]",
                "`\"ports\":[{\"containerPort\":99999999999}]`|spec.ports[0].containerPort",
                "`\"ports\":[{\"containerPort\":80.5}]`|spec.ports[0].containerPort",
                "`\"ports\":[{\"containerPort\":80,\"protocol\":\"SCTP\"}]`|spec.ports[0].protocol",
                "`\"ports\":[{\"containerPort\":80,\"hostAddress\":\"host\"}]`|spec.ports[0]",
                "`\"resources\":{\"cpus\":\"1\"}`|spec.resources.cpus",
                "`\"resources\":{\"cpus\":1e999}`|spec.resources",
                "`\"resources\":{\"memoryBytes\":\"1g\"}`|spec.resources.memoryBytes",
                "`\"resources\":{\"memoryBytes\":1}`|spec.resources",
                "`\"resources\":{\"swapBytes\":9223372036854775808}`|spec.resources.swapBytes",
                "`\"restart\":{}`|spec.restart.mode",
                "`\"restart\":{\"mode\":\"sometimes\"}`|spec.restart.mode",
                "`\"restart\":{\"mode\":\"ALWAYS\",\"retries\":-1}`|spec.restart",
                "`\"labels\":{\"dev.hostler.x\":\"\"}`|spec",
                "`\"health\":{}`|spec.health",
                "`\"health\":{\"exec\":[\"a\"],\"tcp\":{\"port\":1}}`|spec.health",
                "`\"health\":{\"exec\":[]}`|spec.health.exec",
                "`\"health\":{\"exec\":\"a\"}`|spec.health.exec",
                "`\"health\":{\"http\":{\"port\":1,\"path\":\"x\"}}`|spec.health.http",
                "`\"health\":{\"tcp\":{\"port\":0}}`|spec.health.tcp",
                "`\"health\":{\"tcp\":{\"port\":1},\"interval\":\"10\"}`|spec.health.interval",
                "`\"health\":{\"tcp\":{\"port\":1},\"interval\":\"\"}`|spec.health.interval",
                "`\"health\":{\"tcp\":{\"port\":1},\"interval\":\"0s\"}`|spec.health",
                "`\"network\":\"OTHER\"`|spec.network",
                "`\"hostAccess\":{\"privileged\":1}`|spec.hostAccess.privileged",
                "`\"hostAccess\":{\"capabilities\":[\"net admin\"]}`|spec.hostAccess",
                "`\"pull\":\"never ever\"`|spec.pull",
                "`\"stopGrace\":10`|spec.stopGrace",
                "`\"containerName\":\"/x\"`|spec",
            })
    void aFieldThatIsWrongIsNamed(String fields, String expected) {
        String image = fields.contains("\"image\"") ? "" : "\"image\":\"i\",";

        assertThatThrownBy(() -> read("{\"kind\":\"container\",\"spec\":{" + image + fields + "}}"))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{}`|kind",
                "`{\"kind\":1}`|kind",
                "`{\"kind\":\"container\"}`|spec",
                "`{\"kind\":\"container\",\"spec\":[]}`|spec",
                "`{\"kind\":\"container\",\"spec\":{}}`|spec.image",
                "`{\"kind\":\"container\",\"spec\":{\"image\":null}}`|spec.image",
                "`{\"kind\":\"container\",\"spec\":{\"image\":\"i\"},\"payload\":\"\"}`|payload",
                "`{\"kind\":\"container\",\"spec\":{\"image\":\"i\"},\"id\":\"x\"}`|id",
                "`{\"kind\":\"container\",\"spec\":{\"image\":\"i\"},\"revision\":\"a b\"}`|revision",
                "`{\"kind\":\"container\",\"spec\":{\"image\":\"i\"},\"desired\":\"GONE\"}`|desired",
                "`{\"kind\":\"other\"}`|payload",
                "`{\"kind\":\"o t\",\"payload\":\"\"}`|kind",
            })
    void whatIsWrongAroundTheSpecIsNamed(String body, String expected) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "null", "{", "{}{}", "{\"kind\":\"a\",\"kind\":\"a\"}", "nonsense"})
    void whatIsNoObjectIsRefused(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("it is not one JSON object");
    }

    @Test
    void wordsMayBeWrittenInEitherCase() {
        assertThat(container("\"restart\":{\"mode\":\"on-failure\"},\"network\":\"none\""))
                .isEqualTo(container("\"restart\":{\"mode\":\"ON_FAILURE\"},\"network\":\"NONE\""));
    }

    @Test
    void nullIsTheSameAsNoField() {
        assertThat(container("\"env\":null,\"ports\":null,\"health\":null,\"pull\":null"))
                .isEqualTo(container(""));
    }

    @Test
    void aKindOfAPluginIsHandedOnAsItIs() {
        assertThat(read("{\"kind\":\"lambda\",\"payload\":\"{\\\"a\\\":1}\"}").spec())
                .isEqualTo(new CustomSpec("lambda", "{\"a\":1}"));
    }
}
