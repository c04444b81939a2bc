package dev.hostler.engine.log;

import java.nio.charset.StandardCharsets;

/**
 * Writes a job's log: steps' output and the agent's own lines, masked. Confined to one thread.
 *
 * <p>Output is passed on at once, save its longest end that may still become a secret.
 */
public final class MaskedLog {
    private static final String NOTE = "==> ";

    private final SecretMasker masker;
    private final JobLog log;
    private final MaskingStream stream;
    private boolean atLineStart;
    private long raw;
    private LogCheckpoint checkpoint;

    /** Goes on with a log at its end, between two steps. */
    public MaskedLog(SecretMasker masker, JobLog log) {
        this(masker, log, 0);
    }

    /**
     * Goes on with a log at its end, in the middle of a step.
     *
     * @param raw how many bytes of the step's raw output are in the log; see {@link LogCheckpoint#raw}
     */
    public MaskedLog(SecretMasker masker, JobLog log, long raw) {
        this.masker = masker;
        this.log = log;
        this.stream = masker.stream(this::append);
        this.atLineStart = log.endsWithNewline();
        this.raw = raw;
        this.checkpoint = new LogCheckpoint(raw, log.size());
    }

    /**
     * Writes a piece of a step's raw output.
     *
     * @throws dev.hostler.api.error.AgentException as {@link JobLog#append} does
     */
    public void write(byte[] bytes, int offset, int length) {
        stream.write(bytes, offset, length);
        raw += length;
        checkIn();
    }

    /**
     * Writes a line of the agent itself, shown as {@code ==> line}, on a line of its own. Output that is held back comes
     * after it.
     *
     * @throws dev.hostler.api.error.AgentException as {@link JobLog#append} does
     */
    public void note(String line) {
        StringBuilder note = new StringBuilder(atLineStart ? "" : "\n");
        masker.mask(line).lines().forEach(each -> note.append(NOTE).append(each).append('\n'));
        byte[] bytes = note.toString().getBytes(StandardCharsets.UTF_8);
        append(bytes, 0, bytes.length);
        checkIn();
    }

    /**
     * Ends a step's output: what is held back is written. A secret never reaches from one step's output into the next.
     *
     * @throws dev.hostler.api.error.AgentException as {@link JobLog#append} does
     */
    public void flushStep() {
        stream.flush();
        raw = 0;
        checkIn();
    }

    /** Returns the last place from which the log could be written again, counted from the last {@link #flushStep}. */
    public LogCheckpoint checkpoint() {
        return checkpoint;
    }

    /** Returns how long the log is: where the next byte goes. */
    public long size() {
        return log.size();
    }

    private void checkIn() {
        if (stream.isBetweenSecrets()) {
            checkpoint = new LogCheckpoint(raw - stream.held(), log.size());
        }
    }

    private void append(byte[] bytes, int offset, int length) {
        if (length > 0) {
            log.append(bytes, offset, length);
            atLineStart = bytes[offset + length - 1] == '\n';
        }
    }
}
