package dev.hostler.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sqlite.util.OSInfo;

class NativePartTest {
    @Test
    void isLookedForWhereTheDriverWouldFindIt() {
        assertThat(NativePart.machine()).isEqualTo(OSInfo.getNativeLibFolderPathForCurrentOS());
    }
}
