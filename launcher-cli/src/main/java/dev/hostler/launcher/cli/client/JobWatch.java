package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/** Picks what concerns one job out of an agent's events. Confined to one thread. */
final class JobWatch {
    /** The job may have begun before the watch does. */
    private static final String ALL = "/v1/events?after=0";

    private static final String DATA = "data: ";

    private final String job;
    private final JobNews news;

    JobWatch(String job, JobNews news) {
        this.job = job;
        this.news = news;
    }

    void follow(Server server) throws InterruptedException {
        server.follow(ALL, "text/event-stream", this::accept);
    }

    private void accept(String line) {
        if (line.startsWith(DATA) && line.contains(job)) {
            JsonNode event = Documents.jsonOrNothing(line.substring(DATA.length()));
            if (event.path("job").asText().equals(job)) {
                tell(event);
            }
        }
    }

    private void tell(JsonNode event) {
        int step = event.path("step").asInt();
        switch (event.path("type").asText()) {
            case "StepStarted" -> news.started(step, event.path("name").asText());
            case "StepFinished" -> news.ended(step, JobAnswers.step(event));
            case "ImagePulling" -> news.pull(JobAnswers.pull(event.path("pull")));
            default -> {
                // Not of how far it is.
            }
        }
    }
}
