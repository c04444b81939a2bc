package dev.hostler.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.engine.artifact.ArtifactPattern.Position;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactPatternTest {
    static boolean matches(String pattern, String path) {
        Position position = ArtifactPattern.parse(pattern).start();
        for (String name : path.split("/", -1)) {
            position = position.enter(name);
        }
        return position.matches();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.txt|a.txt",
                "*.txt|a.txt",
                "*|.hidden",
                "a?c|abc",
                "a?c|a\uD83D\uDE00c",
                "a*b*c|aXbYbZc",
                "target|target/x/y.jar",
                "target/|target/x",
                "./target//x|target/x",
                "**/x|x",
                "**/x|a/b/x",
                "**/reports|a/reports/b/c",
                "a/**|a/b/c",
                "a/**/c|a/c",
                "a/**/c|a/b/b/c",
                "**|a/b",
                ".|a/b",
                "a{b,c}d|acd",
                "{a,b/c}/*.o|b/c/x.o",
                "x{,.tar{.gz,.xz}}|x.tar.xz",
                "x{,.tar{.gz,.xz}}|x",
                "a,b|a,b",
                "[ab]|[ab]",
                "a\\b|a\\b",
                "a**b|aXYb",
            })
    void matchesWhatItShould(String pattern, String path) {
        assertThat(matches(pattern, path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.txt|b.txt",
                "a.txt|sub/a.txt",
                "*.txt|a.txt2",
                "a?c|ac",
                "target/*.jar|target/sub",
                "**/x|xx",
                "a/**/c|a/b",
                "a{b,c}d|ad",
                "[ab]|a",
                "a**b|aX/Yb",
                "A|a"
            })
    void matchesNothingElse(String pattern, String path) {
        assertThat(matches(pattern, path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/a",
                "../a",
                "a/../b",
                "{..,a}/b",
                "a{",
                "a}",
                "}{",
                "a\nb",
                "a\0b",
                "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"
            })
    void refusesWhatIsNoPattern(String pattern) {
        assertThatThrownBy(() -> ArtifactPattern.parse(pattern))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("Cannot accept artifact pattern '");
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void costsLittleHoweverThePatternIsWritten() {
        assertThat(matches("*a".repeat(300) + "b", "a".repeat(250))).isFalse();
        assertThat(matches("**/".repeat(300) + "b", "a/".repeat(200) + "a")).isFalse();
        assertThatThrownBy(() -> ArtifactPattern.parse("{a,b}".repeat(200))).hasMessageContaining("100 alternatives");
        assertThatThrownBy(
                        () -> ArtifactPattern.parse("{".repeat(400) + "}".repeat(400) + "{a" + ",".repeat(150) + "}"))
                .hasMessageContaining("100 alternatives");
        assertThatThrownBy(() -> ArtifactPattern.parse("a".repeat(1001))).hasMessageContaining("longer than 1000");
    }
}
