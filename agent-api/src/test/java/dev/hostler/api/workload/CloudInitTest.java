package dev.hostler.api.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloudInitTest {
    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void documentsInBase64AreKeptPlainAndPlainOnesAsTheyAre() {
        for (String text :
                List.of("#!/bin/sh\necho hällo\n", "#cloud-config\n{}\n", "instance-id: a\n", "{\"a\":1}", "")) {
            assertThat(CloudInit.userData(text).userData()).contains(text);
            assertThat(CloudInit.userData(base64(text))).isEqualTo(CloudInit.userData(text));
            assertThat(CloudInit.userData(base64(text).replaceAll("(.{4})", "$1\n")))
                    .isEqualTo(CloudInit.userData(text));
        }
    }

    @Test
    void whatWasDecodedStaysAsItIs() {
        CloudInit once = CloudInit.userData(base64(base64("#!/bin/sh\n")));

        assertThat(CloudInit.userData(once.userData().orElseThrow())).isEqualTo(once);
    }

    @Test
    void whatOnlyLooksLikeBase64IsPlain() {
        assertThat(CloudInit.userData("abcde").userData()).contains("abcde");
        assertThat(CloudInit.userData("////").userData()).contains("////");
    }

    @Test
    void theLimitIsForTheDocumentAndNotForItsBase64() {
        String most = "#".repeat(CloudInit.MOST_BYTES);

        assertThat(CloudInit.userData(base64(most)).userData()).contains(most);
        assertThatThrownBy(() -> CloudInit.userData(base64(most + "#"))).hasMessageContaining("cloudInit.userData");
        assertThatThrownBy(() -> CloudInit.userData(most).withMetaData("a: b")).hasMessageContaining("cloudInit");
        assertThatThrownBy(() -> CloudInit.userData(base64("#\0"))).hasMessageContaining("NUL");
    }

    @Test
    void noDocumentIsInItsWords() {
        assertThat(VmSpec.builder(1, 64L << 20)
                        .cloudInit(CloudInit.userData("password: moth"))
                        .build())
                .asString()
                .doesNotContain("moth");
    }
}
