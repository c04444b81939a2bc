package dev.hostler.engine.runtime.compose;

import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.ImagePullPolicy;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.docker.ImageName;
import dev.hostler.engine.docker.Images;
import dev.hostler.engine.docker.PullListener;
import dev.hostler.engine.docker.PullPolicy;
import dev.hostler.engine.runtime.container.Refusals;
import dev.hostler.engine.runtime.container.ToldPulls;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Fetches the images of an application, in the way of all images: with logins, attempts and notices. Thread-safe. */
final class Pulling {
    private final Images images;
    private final Resolution resolution;
    private final Refusals refusals;

    Pulling(Images images, Resolution resolution, Refusals refusals) {
        this.images = images;
        this.resolution = resolution;
        this.refusals = refusals;
    }

    void pull(WorkloadKey workload, ComposeSpec spec, WorkloadNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        PullListener listener = new ToldPulls(notices);
        for (Map.Entry<String, Optional<PullPolicy>> wanted :
                images(resolution.of(workload, spec), spec).entrySet()) {
            ImageName image = new ImageName(wanted.getKey());
            try {
                if (wanted.getValue().isPresent()) {
                    images.require(image, wanted.getValue().get(), listener, cancellation);
                } else {
                    images.require(image, listener, cancellation);
                }
            } catch (DockerException e) {
                throw refusals.of(
                        "prepare image " + image.value() + " of workload", workload, e, ErrorCode.IMAGE_NOT_FOUND);
            }
        }
    }

    private static Map<String, Optional<PullPolicy>> images(Map<String, Object> file, ComposeSpec spec) {
        Map<String, Optional<PullPolicy>> images = new LinkedHashMap<>();
        Optional<PullPolicy> usual = spec.pull().map(Pulling::policy);
        for (Map<String, Object> service : Tree.maps(file, "services").values()) {
            Optional<PullPolicy> own =
                    Tree.text(service, "pull_policy").flatMap(Pulling::policy).or(() -> usual);
            Tree.text(service, "image")
                    .ifPresent(image -> images.merge(image, own, (one, other) -> one.or(() -> other)));
        }
        return images;
    }

    private static Optional<PullPolicy> policy(String word) {
        return switch (word) {
            case "always" -> Optional.of(PullPolicy.ALWAYS);
            case "never" -> Optional.of(PullPolicy.NEVER);
            case "missing", "if_not_present" -> Optional.of(PullPolicy.MISSING);
            default -> Optional.empty();
        };
    }

    private static PullPolicy policy(ImagePullPolicy wanted) {
        return switch (wanted) {
            case MISSING -> PullPolicy.MISSING;
            case ALWAYS -> PullPolicy.ALWAYS;
            case NEVER -> PullPolicy.NEVER;
        };
    }
}
