package dev.hostler.engine.job;

import dev.hostler.engine.log.MaskedLog;
import java.util.Optional;

/**
 * Where it is told what a job does. Confined to the job's thread.
 *
 * @param log its log
 * @param errors the log of its steps' standard error, if that is kept apart
 * @param report becomes its result
 * @param events whoever listens
 * @param overdue the warning that it runs long
 */
record Telling(MaskedLog log, Optional<MaskedLog> errors, JobReport report, JobEvents events, OverdueNotice overdue) {}
