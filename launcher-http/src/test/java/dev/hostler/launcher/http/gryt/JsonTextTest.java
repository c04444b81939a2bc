package dev.hostler.launcher.http.gryt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{ \"a\" : [ 1, 2.50, 1e3 ] }\n`|{\"a\":[1,2.50,1e3]}",
                "`{\"a b\": \"c \\\" d \\\\\" }`|`{\"a b\":\"c \\\" d \\\\\"}`",
                "` [ true , null ] `|[true,null]",
                "`{\"u\": \"\\u00e9 é\"}`|`{\"u\":\"\\u00e9 é\"}`",
            })
    void takesTheBlanksOutOfADocument(String text, String compact) {
        assertThat(JsonText.compact(text)).isEqualTo(compact);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello world\n", "{ \"a\": 1 }\n{ \"b\": 2 }\n", "{ \"a\": 1", "", " \n", "a { }"})
    void leavesAnythingElseAlone(String text) {
        assertThat(JsonText.compact(text)).isEqualTo(text);
    }
}
