package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {
    @ParameterizedTest
    @CsvSource({
        "busybox, busybox, latest",
        "busybox:1.36, busybox, 1.36",
        "localhost:5000/a/b, localhost:5000/a/b, latest",
        "localhost:5000/a/b:c, localhost:5000/a/b, c",
        "a/b@sha256:00ff, a/b@sha256:00ff, ''",
        "a/b:c@sha256:00ff, a/b:c@sha256:00ff, ''"
    })
    void isSplitAtTheTag(String name, String repository, String tag) {
        ImageName image = new ImageName(name);

        assertThat(image.repository()).isEqualTo(repository);
        assertThat(image.tag()).isEqualTo(tag);
    }
}
