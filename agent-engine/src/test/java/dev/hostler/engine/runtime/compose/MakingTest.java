package dev.hostler.engine.runtime.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MakingTest {
    @ParameterizedTest
    @CsvSource({
        "ERROR: for web No such container: 0558529825, RUNTIME_UNAVAILABLE",
        "ERROR: for web  No such image: nowhere:1, INVALID_INPUT",
        "ERROR: for web  Invalid address: 1.2.3, INVALID_INPUT",
        "ERROR: for web  UnixHTTPConnectionPool: Read timed out., RUNTIME_UNAVAILABLE",
        "ERROR: for web  Bind for 0.0.0.0:80 failed: port is already allocated, CONFLICT"
    })
    void onlyWhatAWishCanCureIsItsFault(String words, ErrorCode code) {
        assertThat(Making.code(words)).isEqualTo(code);
    }
}
