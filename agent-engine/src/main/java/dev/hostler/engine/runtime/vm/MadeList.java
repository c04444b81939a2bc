package dev.hostler.engine.runtime.vm;

import dev.hostler.api.workload.WorkloadKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The list of what was made for a workload and outlives its instances: disks, and reservations of addresses. It lies beside
 * them, so that it is not lost with the agent's store. Confined to one act of its workload at a time.
 *
 * @param files where it is
 */
record MadeList(VmFiles files) {
    private static final String TAB = "\t";
    private static final String DISK = "disk";
    private static final String RETAINED = "retained";
    private static final String RESERVATION = "reservation";

    /**
     * One thing that was made. Immutable.
     *
     * @param kind what it is
     * @param place a disk's file, or a reservation's network
     * @param mark a disk's identity, by which another file in its place is told apart; or a reservation's card
     * @param address a reservation's address; empty for a disk
     */
    record Made(String kind, String place, String mark, String address) {
        static Made disk(Path file, String identity, boolean retained) {
            return new Made(retained ? RETAINED : DISK, file.toString(), identity, "");
        }

        static Made reservation(String network, String mac, String address) {
            return new Made(RESERVATION, network, mac, address);
        }

        boolean isReservation() {
            return kind.equals(RESERVATION);
        }

        boolean isRetained() {
            return kind.equals(RETAINED);
        }
    }

    List<Made> read(WorkloadKey workload) {
        try {
            List<Made> all = new ArrayList<>();
            for (String line : Files.readAllLines(files.made(workload))) {
                String[] parts = line.split(TAB, -1);
                if (parts.length == 4) {
                    all.add(new Made(parts[0], parts[1], parts[2], parts[3]));
                }
            }
            return all;
        } catch (NoSuchFileException nothing) {
            return List.of();
        } catch (IOException e) {
            throw VmFiles.failed("read list", files.made(workload), e);
        }
    }

    void add(WorkloadKey workload, Made made) {
        List<Made> all = new ArrayList<>(read(workload));
        all.remove(made);
        all.add(made);
        write(workload, all);
    }

    void remove(WorkloadKey workload, Made made) {
        List<Made> all = new ArrayList<>(read(workload));
        if (all.remove(made)) {
            write(workload, all);
        }
    }

    private void write(WorkloadKey workload, List<Made> all) {
        try {
            if (all.isEmpty()) {
                Files.deleteIfExists(files.made(workload));
                return;
            }
        } catch (IOException e) {
            throw VmFiles.failed("remove list", files.made(workload), e);
        }
        StringBuilder text = new StringBuilder();
        for (Made made : all) {
            text.append(String.join(TAB, made.kind(), made.place(), made.mark(), made.address()))
                    .append('\n');
        }
        files.write(files.made(workload), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns what tells a file apart from another one in its place; empty if there is none. */
    static Optional<String> identity(Path file) throws IOException {
        try {
            return Optional.of(
                    String.valueOf(Files.getAttribute(file, "unix:dev")) + "-" + Files.getAttribute(file, "unix:ino"));
        } catch (NoSuchFileException nothing) {
            return Optional.empty();
        }
    }
}
