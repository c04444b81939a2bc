package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why something is as it is, in sentences. */
final class Reasons {
    private Reasons() {}

    /** @param action what was done for it last; missing if nothing was */
    static List<String> ofWorkload(JsonNode workload, JsonNode action) {
        List<String> reasons = new ArrayList<>();
        reasons.add("workload/" + workload.path("id").asText() + " is "
                + workload.path("phase").asText() + ", and should be "
                + workload.path("desired").asText() + ": "
                + workload.path("message").asText());
        if (workload.path("failure").isObject()) {
            reasons.add("reason: " + workload.path("failure").path("code").asText());
        }
        JsonNode revisions = workload.path("revisions");
        if (!revisions.path("wanted").equals(revisions.path("observed"))) {
            reasons.add("revision " + revisions.path("wanted").asText("-") + " is wanted, and "
                    + revisions.path("observed").asText("none") + " is there");
        }
        if (action.isObject()) {
            reasons.add("last action: " + words(action.path("kind")) + ", " + words(action.path("state")) + " at "
                    + action.path("endedAt").asText("-"));
        }
        reasons.add(next(workload));
        return reasons;
    }

    private static String next(JsonNode workload) {
        if (workload.path("gaveUp").asBoolean()) {
            return "next: nothing, it was given up; apply it again to try once more";
        }
        JsonNode attempt = workload.path("nextAttempt");
        return attempt.isTextual()
                ? "next: another attempt at " + attempt.asText() + ", after "
                        + workload.path("restarts").asText() + " in a row"
                : "next: nothing is due";
    }

    static List<String> ofJob(JsonNode job, JsonNode node) {
        List<String> reasons = new ArrayList<>();
        String state = job.path("state").asText();
        JsonNode result = job.path("result");
        reasons.add("job/" + job.path("id").asText() + " is " + state
                + (result.isObject() ? ", " + result.path("conclusion").asText() : ""));
        if (result.path("failure").isObject()) {
            reasons.add("reason: " + result.path("failure").path("code").asText() + ": "
                    + result.path("failure").path("message").asText());
        }
        if (state.equals("QUEUED")) {
            reasons.add("it waits for a slot: " + node.path("runningJobs").asText() + " jobs run and "
                    + node.path("queuedJobs").asText() + " wait");
        }
        return reasons;
    }

    private static String words(JsonNode constant) {
        return constant.asText().toLowerCase(Locale.ROOT);
    }
}
