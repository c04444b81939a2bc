package dev.hostler.launcher.http.v1.workload;

import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Call;
import dev.hostler.launcher.http.v1.wire.ItemFeed;
import dev.hostler.launcher.http.v1.wire.Parameters;
import dev.hostler.launcher.http.v1.wire.Writing;

/** What a workload prints, as text. */
final class WorkloadLog {
    private WorkloadLog() {}

    static Answer answer(WorkloadHandle workload, Call call) throws InterruptedException {
        Parameters asked = Parameters.of(call, "tail", "since", "follow");
        LogQuery query = new LogQuery(asked.instant("since"), asked.smallWhole("tail"), asked.truth("follow"));
        return ItemFeed.answer(workload.log(query), new Writing.Plain<>(WorkloadLog::text));
    }

    private static String text(TimedLine line) {
        return line.continued() ? line.text() : line.text() + "\n";
    }
}
