package dev.hostler.launcher.cli.bench;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which image a bench measures with: one that is here, since a bench fetches nothing. Holds nothing. */
final class BenchImage {
    /** The smaller, the sooner; what counts is that all that is compared has the same. */
    private static final List<String> USUAL =
            List.of("busybox:latest", "alpine:latest", "debian:stable-slim", "debian:latest", "ubuntu:latest");

    private BenchImage() {}

    /** Returns the image that somebody wants, or the first of the usual ones that is here. */
    static String choose(Path socket, Optional<String> wanted) throws IOException {
        List<String> candidates = wanted.map(List::of).orElse(USUAL);
        try (EngineSocket engine = EngineSocket.connect(socket)) {
            for (String image : candidates) {
                if (engine.has("/images/" + image + "/json")) {
                    return image;
                }
            }
        }
        String first = candidates.get(0);
        throw Failure.cannot(
                        ErrorCode.IMAGE_NOT_FOUND,
                        "measure with image",
                        first,
                        "Docker does not have it" + (wanted.isPresent() ? "" : ", nor another usual one"),
                        "fetch it (docker pull " + first + "), or name one that is here and has a shell: --image IMAGE")
                .toException();
    }
}
