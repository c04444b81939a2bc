package dev.hostler.engine.runtime.vm;

import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.workload.VmAcceleration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether guests run on KVM here. That {@code /dev/kvm} can be opened says little: inside of some machines a guest dies in
 * its firmware all the same. So the smallest guest of all is started, once in a boot of the host, and has to say a number.
 * Thread-safe; two first callers may both try.
 */
final class KvmProof {
    private static final Logger LOG = LoggerFactory.getLogger(KvmProof.class);
    private static final Path DEVICE = Path.of("/dev/kvm");
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int SECTOR = 512;

    /** Firmware starts from no disk that is smaller than one cylinder. */
    private static final int DISK = 2 << 20;

    /** mov al, 0x2a; out 0xf4, al; hlt; jmp to the hlt. The device there ends QEMU with twice the number and one. */
    private static final int[] PROGRAM = {0xb0, 0x2a, 0xe6, 0xf4, 0xf4, 0xeb, 0xfd};

    private static final int SAID = 2 * 0x2a + 1;

    private final ProcessLauncher processes;
    private final Path scratch;
    private final String boot;
    private volatile @Nullable Boolean known;

    /**
     * Creates a proof that was not tried yet.
     *
     * @param scratch a directory of the agent, which keeps the answer
     * @param boot which boot of the host this is
     */
    KvmProof(ProcessLauncher processes, Path scratch, String boot) {
        this.processes = processes;
        this.scratch = scratch;
        this.boot = boot;
    }

    /** Returns whether a machine that wants this gets KVM. */
    boolean use(VmAcceleration wanted) throws InterruptedException {
        return switch (wanted) {
            case KVM -> true;
            case QEMU -> false;
            case AUTO -> holds();
        };
    }

    private boolean holds() throws InterruptedException {
        Boolean before = known;
        if (before != null) {
            return before;
        }
        boolean possible = Files.isWritable(DEVICE) && "amd64".equals(System.getProperty("os.arch", ""));
        boolean found = possible && guestSpeaks();
        known = found;
        return found;
    }

    private boolean guestSpeaks() throws InterruptedException {
        Path answer = scratch.resolve("kvm-proof");
        try {
            Files.createDirectories(scratch);
            String yes = boot + " yes";
            String no = boot + " no";
            String before = Files.exists(answer) ? Files.readString(answer) : "";
            if (before.equals(yes) || before.equals(no)) {
                return before.equals(yes);
            }
            boolean speaks = tryNow();
            Files.writeString(answer, speaks ? yes : no);
            LOG.info(
                    "Machines that leave it to us run {}",
                    speaks ? "on KVM" : "in QEMU alone: no guest runs on KVM here");
            return speaks;
        } catch (IOException e) {
            LOG.warn("KVM can't be tried: {}", e.getMessage());
            return false;
        }
    }

    private boolean tryNow() throws IOException, InterruptedException {
        Path disk = Files.createTempFile(scratch, "kvm-proof-", ".raw");
        try {
            Files.write(disk, bootDisk());
            return processes.run(command(disk), LIMIT).exitCode() == SAID;
        } finally {
            Files.deleteIfExists(disk);
        }
    }

    private static List<String> command(Path disk) {
        return List.of(
                "qemu-system-x86_64",
                "-accel",
                "kvm",
                // The processor that machines on KVM get: hosts that run a plainer one may refuse it.
                "-cpu",
                "host",
                "-machine",
                "q35",
                "-m",
                "16",
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
                "-no-reboot",
                "-device",
                "isa-debug-exit,iobase=0xf4,iosize=0x04",
                "-drive",
                "file=" + disk.toString().replace(",", ",,") + ",format=raw,if=virtio,readonly=on");
    }

    private static byte[] bootDisk() {
        byte[] disk = new byte[DISK];
        for (int i = 0; i < PROGRAM.length; i++) {
            disk[i] = (byte) PROGRAM[i];
        }
        disk[SECTOR - 2] = 0x55;
        disk[SECTOR - 1] = (byte) 0xaa;
        return disk;
    }
}
