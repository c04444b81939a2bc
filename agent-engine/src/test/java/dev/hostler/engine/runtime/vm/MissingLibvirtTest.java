package dev.hostler.engine.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.engine.testing.LibvirtHost;
import dev.hostler.engine.testing.RuntimeContext;
import dev.hostler.engine.time.SystemScheduler;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host without libvirt: its library is hidden from a process of its own. */
class MissingLibvirtTest {
    private static final String HIDE =
            "for file in $(ldconfig -p | sed -n 's/.*libvirt\\.so[^ ]* .*=> //p'); do mount --bind /dev/null"
                    + " \"$(readlink -f \"$file\")\" || exit 1; done; exec \"$@\"";

    @TempDir
    Path directory;

    /** Says what a runtime says. */
    static final class Host {
        private Host() {}

        public static void main(String[] arguments) throws InterruptedException {
            SystemScheduler scheduler = SystemScheduler.create();
            Path directory = Path.of(arguments[0]);
            WorkloadRuntime runtime =
                    new VmRuntimeProvider().create(RuntimeContext.of("a", scheduler, Map.of(), directory));
            for (int i = 0; i < 2; i++) {
                Fingerprint fingerprint = runtime.fingerprint();
                System.out.println(fingerprint.available() + " " + fingerprint.summary());
                try {
                    runtime.observeAll();
                } catch (AgentException e) {
                    System.out.println(e.code() + " " + e.getMessage());
                }
            }
            runtime.close();
            scheduler.close();
        }
    }

    @Test
    void isToldEachTimeWithTheRemedy() {
        String said = LibvirtHost.run(List.of(
                "unshare",
                "-m",
                "--propagation",
                "private",
                "sh",
                "-c",
                HIDE,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Host.class.getName(),
                directory.toString()));

        List<String> lines = said.lines()
                .filter(line -> line.startsWith("false ") || line.startsWith("RUNTIME_UNAVAILABLE "))
                .toList();
        assertThat(lines).as(said).hasSize(4).allMatch(line -> line.contains("libvirt is not installed here; install"));
        assertThat(said).doesNotContain("LinkageError", "NoClassDefFound");
    }
}
