package dev.hostler.engine.runtime.vm.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.ErrorCode;
import org.junit.jupiter.api.Test;

class TroublesTest {
    private final Troubles troubles = new Troubles("qemu:///system");

    @Test
    void whoMayNotAskIsToldHowToBeAllowed() {
        for (LibvirtRefusal refusal : new LibvirtRefusal[] {
            new LibvirtRefusal(38, "Failed to connect socket to '/run/libvirt/libvirt-sock': Permission denied"),
            new LibvirtRefusal(45, "authentication failed"),
            new LibvirtRefusal(88, "access denied")
        }) {
            assertThat(troubles.unreachable("look at machines", refusal))
                    .hasMessageContaining("group libvirt")
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
        }
    }

    @Test
    void aDaemonThatIsNotThereIsToBeStarted() {
        LibvirtRefusal refusal =
                new LibvirtRefusal(38, "Failed to connect socket to '/run/x':\n No such file or directory");

        assertThat(troubles.unreachable("look at machines", refusal))
                .hasMessage("Cannot look at machines at libvirt 'qemu:///system': Failed to connect socket to '/run/x':"
                        + " No such file or directory; start libvirtd (and virtlogd), or correct the setting vms.uri");
    }
}
