package dev.hostler.testkit;

import dev.hostler.api.meta.Experimental;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What an instance on a {@link FakeHost} does. A container's command says it; any other command runs until it is stopped,
 * and ends when it is asked to. Immutable.
 *
 * @param command the container's command
 */
@Experimental
public record FakeProgram(List<String> command) {
    private static final String EXIT = "exit";
    private static final String PRINT = "print";
    private static final String TICK = "tick";
    private static final String STUBBORN = "stubborn";

    /** Copies the list. */
    public FakeProgram {
        command = List.copyOf(command);
    }

    /** Ends at once. */
    public static FakeProgram exit(int code) {
        return new FakeProgram(List.of(EXIT, Integer.toString(code)));
    }

    /** Prints {@code line 1} and so on, and a last line as an error, and ends with success. */
    public static FakeProgram print(int lines, String error) {
        return new FakeProgram(List.of(PRINT, Integer.toString(lines), error));
    }

    /** Prints {@code tick 1} and so on, many in a second, until it is stopped. */
    public static FakeProgram tick() {
        return new FakeProgram(List.of(TICK));
    }

    /** Ends only when it is killed. */
    public static FakeProgram stubborn() {
        return new FakeProgram(List.of(STUBBORN));
    }

    private boolean is(String word) {
        return !command.isEmpty() && command.get(0).equals(word);
    }

    OptionalInt codeAtOnce() {
        if (is(EXIT)) {
            return OptionalInt.of(Integer.parseInt(command.get(1)));
        }
        return is(PRINT) ? OptionalInt.of(0) : OptionalInt.empty();
    }

    List<String> output() {
        return is(PRINT)
                ? IntStream.rangeClosed(1, Integer.parseInt(command.get(1)))
                        .mapToObj(i -> "line " + i)
                        .toList()
                : List.of();
    }

    List<String> errors() {
        return is(PRINT) ? List.of(command.get(2)) : List.of();
    }

    boolean ticks() {
        return is(TICK);
    }

    /** Returns with which code it ends when it is asked to. */
    int codeWhenStopped() {
        return is(STUBBORN) ? 137 : 143;
    }
}
