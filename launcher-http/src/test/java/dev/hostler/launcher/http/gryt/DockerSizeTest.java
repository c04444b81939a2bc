package dev.hostler.launcher.http.gryt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerSizeTest {
    @ParameterizedTest
    @CsvSource({
        "512m,536870912",
        "1g,1073741824",
        "1.5G,1610612736",
        "64k,65536",
        "100b,100",
        "100,100",
        "1GB,1073741824",
        "2GiB,2147483648",
        "1t,1099511627776",
        "' 8m ',8388608"
    })
    void readsWhatDockerReads(String text, long bytes) {
        assertThat(DockerSize.parse(text)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "m", "abc", "-1m", "1x", "1 2", "1mm", "1e3", "0x10", "99999999999999999g", "1.m", "1bb"})
    void refusesTheRest(String text) {
        assertThat(DockerSize.parse(text)).isEmpty();
    }
}
