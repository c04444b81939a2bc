package dev.hostler.engine.testing;

import dev.hostler.api.job.ImagePull;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.engine.docker.PullListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a job, or whoever else wants an image, is told. Thread-safe. */
public final class ToldNotices implements SandboxNotices, PullListener {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<ImagePull> pulls = new CopyOnWriteArrayList<>();

    public List<String> lines() {
        return lines;
    }

    public List<ImagePull> pulls() {
        return pulls;
    }

    @Override
    public void line(String text) {
        lines.add(text);
    }

    @Override
    public void pulling(ImagePull pull) {
        pulls.add(pull);
    }
}
