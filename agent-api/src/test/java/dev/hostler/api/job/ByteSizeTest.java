package dev.hostler.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "1KiB, 1024, 1 KiB",
        "512MiB, 536870912, 512 MiB",
        "2048MiB, 2147483648, 2 GiB",
        "999999TiB, 1099510528264372224, 999999 TiB",
        "0KiB, 0, 0 bytes",
    })
    void isReadAndShownInTheLargestUnit(String text, long bytes, String shown) {
        ByteSize size = ByteSize.parse(text).orElseThrow();

        assertThat(size.bytes()).isEqualTo(bytes);
        assertThat(size).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "512", "512MB", "512mib", "1.5GiB", "-1GiB", " 1GiB", "1 GiB", "1000000KiB", "GiB"})
    void whatCouldMeanSomethingElseIsNoSize(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }

    @Test
    void anOddNumberIsShownInBytes() {
        assertThat(new ByteSize(1025)).hasToString("1025 bytes");
    }
}
