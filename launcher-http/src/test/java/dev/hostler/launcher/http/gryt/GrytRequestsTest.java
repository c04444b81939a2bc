package dev.hostler.launcher.http.gryt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrytRequestsTest {
    private static final String PIPELINE = encoded("print('hi')\n");

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static GrytRequest read(String json) throws GrytRefusal {
        return GrytRequests.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String with(String field) {
        return "{\"job_id\":1,\"pipeline_b64\":\"" + PIPELINE + "\"," + field + "}";
    }

    @Test
    void readsEveryField() throws Exception {
        GrytRequest request = read(with("""
                "git_url":"https://example.org/a.git","git_branch":"dev","github_token_encrypted":"gAAA",
                "docker_image":"a:1","env_vars":{"A":"b"},"cpu_limit":"1.5","memory_limit":"512m",
                "callback_url":"https://example.org/done","unknown":[1]"""));

        assertThat(request.jobId()).isEqualTo(1);
        assertThat(request.pipeline()).isEqualTo("print('hi')\n");
        assertThat(request.gitUrl()).contains("https://example.org/a.git");
        assertThat(request.gitBranch()).isEqualTo("dev");
        assertThat(request.token()).contains("gAAA");
        assertThat(request.image()).contains("a:1");
        assertThat(request.variables()).containsEntry("A", "b");
        assertThat(request.limits().cpus()).hasValue(1.5);
        assertThat(request.limits().memoryBytes()).hasValue(512L << 20);
        assertThat(request.callback()).contains(URI.create("https://example.org/done"));
    }

    @Test
    void nullIsTheSameAsNotThere() throws Exception {
        GrytRequest request = read(with("""
                "git_url":null,"git_branch":null,"github_token_encrypted":null,"docker_image":null,"env_vars":null,
                "cpu_limit":null,"memory_limit":null,"callback_url":null"""));

        assertThat(request).isEqualTo(read(with("\"git_branch\":\"main\"")));
    }

    @Test
    void passesOverLineEndsInBase64() throws Exception {
        String wrapped = PIPELINE.substring(0, 4) + "\\n" + PIPELINE.substring(4) + "\\n";

        assertThat(read("{\"job_id\":1,\"pipeline_b64\":\"" + wrapped + "\"}").pipeline())
                .isEqualTo("print('hi')\n");
    }

    @Test
    void namesAllThatIsMissingAtOnce() {
        assertThatExceptionOfType(GrytRefusal.class)
                .isThrownBy(() -> read("{}"))
                .satisfies(refusal -> assertThat(refusal.details())
                        .extracting(GrytDetail::place)
                        .containsExactly(List.of("body", "job_id"), List.of("body", "pipeline_b64")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cpu_limit|\"abc\"",
                "cpu_limit|\"0\"",
                "cpu_limit|\"-1\"",
                "cpu_limit|\"1e9\"",
                "cpu_limit|1",
                "memory_limit|\"many\"",
                "memory_limit|\"1k\"",
                "memory_limit|[]",
                "git_url|7",
                "env_vars|[]",
                "env_vars|{\"A\":1}",
                "callback_url|\"ftp://example.org\"",
                "callback_url|\"not a url\"",
                "callback_url|\"http://u:p@example.org/\"",
                "callback_url|\"http://169.254.169.254/latest\"",
                "callback_url|\"http://[fe80::1]/\"",
                "callback_url|\"http:///\"",
            })
    void namesTheFieldThatIsWrong(String field, String value) {
        assertThatExceptionOfType(GrytRefusal.class)
                .isThrownBy(() -> read(with("\"" + field + "\":" + value)))
                .satisfies(refusal -> assertThat(refusal.details())
                        .singleElement()
                        .satisfies(detail -> assertThat(detail.place()).containsExactly("body", field)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"%%%\"", "\"\"", "\"IA==\"", "\"/w==\"", "\"YQBi\"", "7", "null", "\"YWJj=\""})
    void namesAPipelineThatIsNone(String value) {
        assertThatExceptionOfType(GrytRefusal.class)
                .isThrownBy(() -> read("{\"job_id\":1,\"pipeline_b64\":" + value + "}"))
                .satisfies(refusal -> assertThat(refusal.details())
                        .extracting(GrytDetail::place)
                        .contains(List.of("body", "pipeline_b64")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "\"1\"", "true", "99999999999999999999", "[]"})
    void namesAnIdThatIsNoWholeNumber(String value) {
        assertThatExceptionOfType(GrytRefusal.class)
                .isThrownBy(() -> read("{\"job_id\":" + value + ",\"pipeline_b64\":\"" + PIPELINE + "\"}"))
                .satisfies(refusal -> assertThat(refusal.details())
                        .singleElement()
                        .satisfies(detail -> assertThat(detail.place()).containsExactly("body", "job_id")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "{} {}", "{\"job_id\":1,\"job_id\":2}", "\u0000"})
    void refusesWhatIsNoObject(String body) {
        assertThatExceptionOfType(GrytRefusal.class).isThrownBy(() -> read(body));
    }
}
