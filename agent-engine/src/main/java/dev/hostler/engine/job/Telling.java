package dev.hostler.engine.job;

import dev.hostler.engine.log.MaskedLog;

/**
 * Where it is told what a job does. Confined to the job's thread.
 *
 * @param log its log
 * @param report becomes its result
 * @param events whoever listens
 * @param overdue the warning that it runs long
 */
record Telling(MaskedLog log, JobReport report, JobEvents events, OverdueNotice overdue) {}
