package dev.hostler.launcher.http.v1.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.workload.RunnerCredential;
import dev.hostler.api.workload.RunnerHooks;
import dev.hostler.api.workload.RunnerLimits;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.launcher.http.contract.Description;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerCodecTest {
    private final Description description = Description.read();

    private static WorkloadSpec read(String body) {
        return WishCodec.read(new WorkloadId("r"), body.getBytes(StandardCharsets.UTF_8))
                .spec();
    }

    private JsonNode example() {
        return description.wish(RunnerSpec.KIND);
    }

    @Test
    void theSmallestWishHasTheDefaultsOfTheApi() {
        assertThat(read("{\"kind\":\"runner\",\"spec\":{\"jitConfig\":\"abc\"}}"))
                .isEqualTo(RunnerSpec.builder(RunnerCredential.jitConfig("abc")).build());
    }

    @Test
    void theDescribedExampleIsReadWithAllItsFields() {
        assertThat(read(example().toString()))
                .isEqualTo(RunnerSpec.builder(RunnerCredential.token("AAAA0000EXAMPLE"))
                        .scope("acme/app")
                        .name("big-1")
                        .label("big")
                        .label("fleet=1")
                        .group("ours")
                        .version("2.330.0")
                        .hooks(new RunnerHooks(
                                Optional.of("/opt/hooks/started.sh"), Optional.of("/opt/hooks/completed.sh")))
                        .env("TZ", "UTC")
                        .limits(RunnerLimits.USUAL)
                        .build());
    }

    @Test
    void theExampleHasEveryDescribedField() {
        Set<String> fields = names("RunnerSpec");
        fields.remove("jitConfig");
        assertThat(names(example().path("spec"))).isEqualTo(fields);
        assertThat(names(example().at("/spec/hooks"))).isEqualTo(names("RunnerHooks"));
        assertThat(names(example().at("/spec/limits"))).isEqualTo(names("RunnerLimits"));
    }

    private Set<String> names(String schema) {
        return names(description.schema(schema).path("properties"));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/spec", "/spec/hooks", "/spec/limits"})
    void aFieldThatIsNotKnownIsRefusedByItsName(String place) {
        JsonNode body = example();
        ((ObjectNode) body.at(place)).put("wrongName", 1);

        assertThatThrownBy(() -> read(body.toString()))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("wrongName");
    }

    @ParameterizedTest
    @CsvSource({
        "scope, a b",
        "name, -x",
        "group, a b",
        "workDirectory, ../x",
        "version, latest",
        "token, 'a b'",
        "jitConfig, twice"
    })
    void aWrongFieldIsRefusedByItsName(String field, String value) {
        JsonNode body = example();
        ((ObjectNode) body.path("spec")).put(field, value);

        assertThatThrownBy(() -> read(body.toString()))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageContaining(field.equals("token") ? "credential" : field)
                .hasMessageNotContaining("AAAA0000EXAMPLE");
    }
}
