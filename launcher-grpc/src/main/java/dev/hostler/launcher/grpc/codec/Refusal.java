package dev.hostler.launcher.grpc.codec;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;

/** Words what is wrong with a request. */
final class Refusal {
    private static final int SHOWN = 40;

    private Refusal() {}

    static AgentException of(String field, String value, String remedy) {
        return of(field, value, "there is no such value", remedy);
    }

    static AgentException of(String field, String value, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "accept " + field, shown(value), cause, remedy)
                .toException();
    }

    private static String shown(String value) {
        String clean = value.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "...";
    }
}
