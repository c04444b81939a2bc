package dev.hostler.launcher.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.launcher.http.contract.Description;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Json;
import dev.hostler.launcher.http.v1.wire.FieldRefusal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemsTest {
    private final ProblemDialect dialect = new ProblemDialect();
    private final Description description = Description.read();

    private static JsonNode body(Answer answer) {
        return Json.read(answer.body()).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeHasAStatusAndIsDescribed(ErrorCode code) {
        Answer answer = dialect.failed(new Failure(code, "Cannot do it").toException());

        assertThat(answer.status()).isBetween(400, 599);
        assertThat(answer.status() == 500)
                .as("500 is for defects and for nothing else")
                .isEqualTo(code == ErrorCode.INTERNAL);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
        description.check("Problem", body(answer));
        assertThat(body(answer).path("code").textValue()).isEqualTo(code.name());
        assertThat(body(answer).path("status").intValue()).isEqualTo(answer.status());
        assertThat(body(answer).path("detail").textValue()).isEqualTo("Cannot do it");
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_INPUT,422",
        "CONFLICT,409",
        "NOT_FOUND,404",
        "POLICY_DENIED,403",
        "NO_CAPACITY,503",
        "NOT_ACCEPTING,503",
        "RUNTIME_UNAVAILABLE,503",
    })
    void theCodesOfRefusalsHaveTheseStatuses(ErrorCode code, int status) {
        assertThat(dialect.failed(new Failure(code, "").toException()).status()).isEqualTo(status);
    }

    @Test
    void whatPassesByItselfSaysWhenToComeAgain() {
        assertThat(dialect.failed(new Failure(ErrorCode.NOT_ACCEPTING, "").toException())
                        .headers())
                .containsKey("Retry-After");
        assertThat(dialect.failed(new Failure(ErrorCode.CONFLICT, "").toException())
                        .headers())
                .doesNotContainKey("Retry-After");
    }

    @Test
    void aFieldThatIsToBlameIsNamed() {
        JsonNode problem = body(dialect.failed(FieldRefusal.of("spec.image", "it is missing", "give it")));

        description.check("Problem", problem);
        assertThat(problem.path("field").textValue()).isEqualTo("spec.image");
        assertThat(problem.path("detail").textValue())
                .isEqualTo("Cannot accept field 'spec.image': it is missing; give it");
    }

    @Test
    void theDoorsOwnProblemsAreDescribedToo() {
        Stream.of(
                        dialect.notFound(),
                        dialect.wrongMethod(),
                        dialect.missingKey(),
                        dialect.wrongKey(),
                        dialect.noKeySet(),
                        dialect.tooLarge(10),
                        dialect.defect())
                .forEach(answer -> {
                    description.check("Problem", body(answer));
                    assertThat(body(answer).path("status").intValue()).isEqualTo(answer.status());
                });
        assertThat(dialect.missingKey().headers()).containsKey("WWW-Authenticate");
    }
}
