package dev.hostler.engine.sandbox.attached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.spi.AttachedCommand;
import dev.hostler.api.spi.AttachedOutput;
import dev.hostler.api.spi.AttachedProcess;
import dev.hostler.api.spi.AttachedSandbox;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxLayout;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.engine.sandbox.StepEnd;
import dev.hostler.engine.sandbox.StopRequest;
import dev.hostler.engine.time.SystemScheduler;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a step's end is told from its sandbox's, by a host that tells of the two in its own order. */
class AttachedStepTest {
    private static final SandboxState ALIVE = new SandboxState.Alive();
    private static final SandboxState.Ended ENDED = new SandboxState.Ended(OptionalInt.of(137), false);

    private final SystemScheduler scheduler = SystemScheduler.create();

    @AfterEach
    void close() {
        scheduler.close();
    }

    private StepEnd endOf(int code, SandboxState... answers) throws InterruptedException {
        try (AttachedStep step = new AttachedStep(new Host(answers), new Exited(code), new OutputQueue(), scheduler)) {
            return step.follow((buffer, length) -> {}, StopRequest.NEVER, 100);
        }
    }

    @Test
    void aKilledStepIsTheSandboxesEndAlsoIfThatIsToldLater() throws InterruptedException {
        assertThat(endOf(137, ALIVE, ALIVE, ALIVE, ENDED)).isEqualTo(new StepEnd.SandboxEnded(ENDED));
        assertThat(endOf(137, ENDED)).isEqualTo(new StepEnd.SandboxEnded(ENDED));
    }

    @Test
    void aKilledStepOfASandboxThatGoesOnIsJustKilled() throws InterruptedException {
        assertThat(endOf(137, ALIVE)).isEqualTo(new StepEnd.Exited(137));
    }

    @Test
    void aStepThatExitsByItselfIsNobodyElsesEnd() throws InterruptedException {
        assertThat(endOf(1, ENDED)).isEqualTo(new StepEnd.Exited(1));
        assertThat(endOf(143, ALIVE, ENDED)).isEqualTo(new StepEnd.Exited(143));
    }

    /** Has exited, and all its output is here. */
    private record Exited(int code) implements AttachedProcess {
        @Override
        public State state() {
            return new State.Exited(code);
        }

        @Override
        public boolean isDrained() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** Answers what it is told to, and the last of it again and again. */
    private static final class Host implements AttachedSandbox {
        private final Deque<SandboxState> answers;

        Host(SandboxState... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public synchronized SandboxState state() {
            return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
        }

        @Override
        public SandboxHandle handle() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SandboxLayout layout() {
            throw new UnsupportedOperationException();
        }

        @Override
        public AttachedProcess start(AttachedCommand command, AttachedOutput output) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void copyIn(String directory, InputStream archive) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void copyOut(String directory, ArchiveReader reader) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void killSteps() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void destroy() {
            throw new UnsupportedOperationException();
        }
    }
}
