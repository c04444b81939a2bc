package dev.hostler.engine.executor.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The TCP ports at which processes of a network namespace listen for others. Immutable.
 *
 * @param ports the ports; those of the loop alone are not among them
 */
record ListeningPorts(Set<Integer> ports) {
    /** The state LISTEN in proc_net_tcp(5). */
    private static final String LISTEN = "0A";

    private static final int ADDRESS = 1;
    private static final int STATE = 3;

    /** 127.0.0.0/8 ends with its first byte, since the kernel writes the words of an address byte by byte reversed. */
    private static final String LOOP_4 = "7F";

    /** How an address of version 4 begins that a socket of version 6 has. */
    private static final String MAPPED = "0000000000000000FFFF0000";

    private static final String LOOP_6 = "00000000000000000000000001000000";

    /**
     * Reads the sockets as a process sees them.
     *
     * @param process its directory in {@code /proc}
     * @throws IOException if it is gone or hidden
     */
    static ListeningPorts read(Path process) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(process.resolve("net/tcp")));
        Path six = process.resolve("net/tcp6");
        if (Files.exists(six)) {
            lines.addAll(Files.readAllLines(six));
        }
        return parse(lines);
    }

    static ListeningPorts parse(List<String> lines) {
        return new ListeningPorts(lines.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > STATE && fields[STATE].equals(LISTEN))
                .map(fields -> fields[ADDRESS])
                .filter(address -> !isLoop(address))
                .map(address -> Integer.parseInt(address.substring(address.indexOf(':') + 1), 16))
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static boolean isLoop(String addressAndPort) {
        String address = addressAndPort.substring(0, addressAndPort.indexOf(':'));
        boolean version4 = address.length() == 8 || address.startsWith(MAPPED);
        return version4 ? address.endsWith(LOOP_4) : address.equals(LOOP_6);
    }

    boolean reach(int port) {
        return ports.contains(port);
    }
}
