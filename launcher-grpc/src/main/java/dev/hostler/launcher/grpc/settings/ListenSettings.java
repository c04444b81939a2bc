package dev.hostler.launcher.grpc.settings;

import java.util.Optional;

/**
 * Where the node is reached. Immutable.
 *
 * @param host the address that the operator has named; empty: none
 * @param port the port of the calls; 0: any free one
 * @param metricsPort the port of the numbers; 0: any free one
 */
public record ListenSettings(Optional<String> host, int port, int metricsPort) {
    private static final String EVERYWHERE = "0.0.0.0";
    private static final String HERE = "127.0.0.1";
    private static final int USUAL = 50_051;
    private static final int USUAL_METRICS = 8_089;

    static ListenSettings read(Reader reader) {
        return new ListenSettings(
                reader.text("PERSYS_GRPC_ADDR"),
                reader.port("PERSYS_GRPC_PORT", 0, USUAL),
                reader.port("PERSYS_METRICS_PORT", 0, USUAL_METRICS));
    }

    /** Returns the address of the calls: whoever is not told apart has to be on this host, unless the operator wants otherwise. */
    public String host(boolean callersAreKnown) {
        return host.orElse(callersAreKnown ? EVERYWHERE : HERE);
    }
}
