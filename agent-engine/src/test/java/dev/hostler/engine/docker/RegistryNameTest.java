package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryNameTest {
    @ParameterizedTest
    @CsvSource({
        "busybox, https://index.docker.io/v1/",
        "library/busybox:1, https://index.docker.io/v1/",
        "docker.io/library/busybox, https://index.docker.io/v1/",
        "index.docker.io/a/b, https://index.docker.io/v1/",
        "r.example/a, r.example",
        "r.example:5000/a/b:c, r.example:5000",
        "localhost/a, localhost",
        "localhost:5000/a, localhost:5000",
        "'[::1]:5000/a', '[::1]:5000'"
    })
    void isTheFirstPartOfAnImagesNameIfThatLooksLikeAHost(String image, String key) {
        assertThat(new ImageName(image).registry().key()).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "busybox, https://index.docker.io/v1/, true",
        "busybox, docker.io, true",
        "busybox, https://registry-1.docker.io/v2/, true",
        "busybox, r.example, false",
        "r.example/a, r.example, true",
        "r.example/a, https://r.example/v1/, true",
        "r.example/a, http://r.example, true",
        "r.example/a, r.example:443, false",
        "r.example/a, https://index.docker.io/v1/, false",
        "r.example:5000/a, r.example:5000, true",
        "r.example:5000/a, r.example, false",
        "r.example/a, evil.r.example, false"
    })
    void isMeantByTheKeysThatToolsWrite(String image, String key, boolean meant) {
        assertThat(new ImageName(image).registry().isMeantBy(key)).isEqualTo(meant);
    }
}
