package dev.hostler.engine.bench;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.VmAcceleration;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.engine.testing.BootSector;
import dev.hostler.engine.testing.LibvirtHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes from the apply of a machine until it runs, in turns with {@code virsh define} and {@code virsh start} of
 * the same definition. Prints medians and their ratio. Takes the number of turns; 10 if not given.
 */
public final class VmStarts {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final LibvirtHost libvirt;
    private final Agent agent;
    private final VmSpec spec;

    private VmStarts(LibvirtHost libvirt, Agent agent) throws IOException {
        this.libvirt = libvirt;
        this.agent = agent;
        Path disk = BootSector.FOREVER.write(libvirt.directory().resolve("forever.raw"), "");
        this.spec = VmSpec.builder(1, 64L << 20)
                .acceleration(VmAcceleration.QEMU)
                .stopGrace(Duration.ZERO)
                .disk(VmDisk.at("vda", disk.toString())
                        .as(VmDisk.Format.RAW)
                        .forReading()
                        .bootable())
                .build();
    }

    /** Measures. */
    public static void main(String[] arguments) throws Exception {
        int turns = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        try (LibvirtHost libvirt = LibvirtHost.require();
                Agent agent = Agent.start(AgentConfig.builder(
                                libvirt.directory().resolve("data"))
                        .disable("containers")
                        .provider("policy", Map.of("paths", libvirt.directory().toString()))
                        .provider("vms", Map.of("directory", libvirt.directory().toString()))
                        .build())) {
            new VmStarts(libvirt, agent).run(turns);
        }
    }

    private void run(int turns) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int turn = -1; turn < turns; turn++) {
            WorkloadHandle[] made = new WorkloadHandle[1];
            double applied = milliseconds(() -> made[0] = running());
            String domain = made[0].workload().status().details().get("vm.domain");
            Path xml = Files.writeString(
                    libvirt.directory().resolve("plain.xml"),
                    libvirt.virsh("dumpxml", "--inactive", domain)
                            .replaceFirst("<name>.*</name>", "<name>hostler-plain</name>")
                            .replaceFirst("<uuid>.*</uuid>", "<uuid>" + UUID.randomUUID() + "</uuid>")
                            .replaceAll("\\.console'", ".plain'")
                            .replaceFirst("(?s)<metadata>.*</metadata>", ""));
            made[0].delete(true);
            made[0].awaitGone(LIMIT);
            Path log = Path.of(xml.toString() + ".log");
            Files.writeString(xml, Files.readString(xml).replaceAll("<log file='[^']*'", "<log file='" + log + "'"));
            double started = milliseconds(() -> {
                libvirt.virsh("define", xml.toString());
                libvirt.virsh("start", "hostler-plain");
            });
            libvirt.virsh("destroy", "hostler-plain");
            libvirt.virsh("undefine", "hostler-plain");
            if (turn >= 0) {
                ours.add(applied);
                plain.add(started);
            }
        }
        double one = median(ours);
        double other = median(plain);
        System.out.printf(
                Locale.ROOT,
                "apply to running %.0f ms, virsh define and start %.0f ms, ratio %.2f, %d turns%n",
                one,
                other,
                one / other,
                turns);
    }

    private WorkloadHandle running() throws InterruptedException {
        WorkloadHandle handle = agent.apply(ApplyWorkload.of("moth", spec)).handle();
        while (handle.workload().status().phase() != WorkloadPhase.RUNNING) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return handle;
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double milliseconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
