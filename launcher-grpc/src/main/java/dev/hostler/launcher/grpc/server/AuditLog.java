package dev.hostler.launcher.grpc.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each call that changes something: who, what, and what came of it. Thread-safe. */
public final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger("audit");

    private AuditLog() {}

    /** Notes a change by the client whose call this thread serves. Nothing of the spec is in it. */
    public static void note(String call, String workload, String revision, String outcome) {
        LOG.info(
                "client={} call={} workload={} revision={} outcome={}",
                oneLine(Client.current().shown()),
                call,
                oneLine(workload),
                oneLine(revision),
                oneLine(outcome));
    }

    /** What comes from outside must not begin a line of its own. */
    private static String oneLine(String text) {
        return text.isEmpty() ? "-" : text.replaceAll("[^\\x21-\\x7e]", "_");
    }
}
