package dev.hostler.launcher.cli;

import dev.hostler.launcher.cli.exit.ExitCodes;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code hostler keygen}: a key for a door. Confined to one thread. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        description = "Prints a new key for AGENT_API_KEY: 256 random bits, in letters that need no quotes.")
final class KeygenCommand implements Callable<Integer> {
    private static final int BYTES = 32;

    private final Lines out;

    KeygenCommand(Invocation invocation) {
        this.out = new Lines(invocation.out());
    }

    @Override
    public Integer call() {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        out.print(Base64.getUrlEncoder().withoutPadding().encodeToString(key));
        return ExitCodes.SUCCESS.code();
    }
}
