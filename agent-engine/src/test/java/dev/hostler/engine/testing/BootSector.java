package dev.hostler.engine.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A guest of one sector that the firmware starts within half a second, where a kernel would need some: it prints a text at
 * its serial port, and then does what its last but two bytes say. Its listing:
 *
 * <pre>
 *   read 8 sectors from the second one on to 0x7e00 (int 0x13, ah 0x42); print them up to a NUL at port 0x3f8
 *   0: hlt, and look after each interrupt whether the power button was pressed (ports 0x602, 0x600); then do 1
 *   1: power off (port 0x604)
 *   2: say that the kernel has given up (port 0x505)
 *   3: hlt for ever
 *   4: print "tick N" after every third interrupt of the clock (55 ms each), and look at the button as 0 does
 * </pre>
 */
public enum BootSector {
    /** Runs until it is asked to stop. */
    FOREVER,
    /** Powers itself off. */
    POWER_OFF,
    /** Panics. */
    PANIC,
    /** Does not listen. */
    STUBBORN,
    /** Prints several lines in a second until it is asked to stop. */
    TICKING;

    private static final String PROGRAM = "fa31c08ed88ec08ed0bc007cfbfcbeb07cb442cd13be007eac84c07405e87b00ebf6a0fd"
            + "7d3c01742e3c0274113c03740a3c04742be80e00f4ebfaf4ebfdba0505b001eeebf5ba0206b80001efba0006edf6c4017501c3"
            + "ba0406b80020efebdb31ed45beaa7cac84c07405e82d00ebf689e831c931d2bb0a00f7f3524185c075f3580430e81400e2f8b0"
            + "0ae80d00b9030051e8b1fff459e2f8ebc750bafd03eca82074fb58baf803eec37469636b200010000800007e000001";

    private static final int SECTOR = 512;
    private static final int MODE = 509;

    /** Firmware starts from no disk that is smaller than one cylinder. */
    private static final int SIZE = 2 << 20;

    /** Writes a disk that everybody can read. */
    public Path write(Path file, String text) throws IOException {
        byte[] disk = new byte[SIZE];
        byte[] program = HexFormat.of().parseHex(PROGRAM);
        System.arraycopy(program, 0, disk, 0, program.length);
        disk[MODE] = (byte) ordinal();
        disk[SECTOR - 2] = 0x55;
        disk[SECTOR - 1] = (byte) 0xaa;
        byte[] words = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(words, 0, disk, SECTOR, words.length);
        return Files.write(file, disk);
    }
}
