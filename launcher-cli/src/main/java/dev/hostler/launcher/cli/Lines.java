package dev.hostler.launcher.cli;

import java.io.PrintStream;

/** Writes whole lines, each with one write, at once. Thread-safe. */
final class Lines {
    private final PrintStream stream;

    Lines(PrintStream stream) {
        this.stream = stream;
    }

    /** Prints a line as it is; returns false if the reader is gone. */
    boolean print(String text) {
        return raw(text + "\n");
    }

    /** Prints a text that need not be a line, with one write; returns false if the reader is gone. */
    boolean raw(String text) {
        stream.print(text);
        return !stream.checkError();
    }

    /** Prints a message, which may repeat what somebody else wrote: on one line, and nothing a terminal obeys. */
    void message(String text) {
        print(obedient(text));
    }

    /** Returns a text on one line, with nothing that a terminal obeys. */
    static String obedient(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
