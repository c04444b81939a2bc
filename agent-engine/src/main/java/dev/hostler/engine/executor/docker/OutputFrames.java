package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.hostler.api.spi.AttachedOutput;

/** Passes on what comes through the stream of an attached program. Called by one thread of the client library. */
final class OutputFrames extends ResultCallback.Adapter<Frame> {
    private final AttachedOutput output;
    private volatile boolean ended;
    private volatile boolean closed;

    OutputFrames(AttachedOutput output) {
        this.output = output;
    }

    /** The library uses the same buffer for all frames. */
    @Override
    public void onNext(Frame frame) {
        byte[] payload = frame.getPayload();
        if (payload != null && payload.length > 0 && !closed) {
            pass(frame.getStreamType(), payload.clone());
        }
    }

    private void pass(StreamType stream, byte[] bytes) {
        if (stream == StreamType.STDERR) {
            output.acceptErrors(bytes);
        } else {
            output.accept(bytes);
        }
    }

    /** An end is an end: which kind, the engine is asked. Without the inherited part, which would write to the log. */
    @Override
    public void onError(Throwable thrown) {
        ended = true;
    }

    @Override
    public void onComplete() {
        ended = true;
        super.onComplete();
    }

    boolean hasEnded() {
        return ended;
    }

    void mute() {
        closed = true;
    }
}
